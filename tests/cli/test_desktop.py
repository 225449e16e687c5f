"""The menu entry of a Linux desktop: written whole, the same each time, and taken away again."""

from __future__ import annotations

import configparser
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from xception_gui.base.assets import asset
from xception_gui.cli import desktop, main
from xception_gui.images.decode import FORMATS

NAMES = set(desktop.FILES)
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture(autouse=True)
def linux(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")


@pytest.fixture
def data(own_home: Path) -> Path:
    return own_home / "xdg_data_home"


def written(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def parsed(text: str) -> configparser.SectionProxy:
    parser = configparser.RawConfigParser(delimiters=("=",))
    vars(parser)["optionxform"] = str  # keys have capitals
    parser.read_string(text)
    return parser["Desktop Entry"]


def test_that_installing_writes_three_files_and_says_so(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--install-desktop"]) == 0
    first = written(data)
    assert first.keys() == NAMES
    out = capsys.readouterr().out
    assert out.count("\n") == 1
    assert str(data) in out
    assert all(name in out for name in NAMES)
    assert main(["--install-desktop"]) == 0
    assert written(data) == first, "again is the same"


def test_that_the_reverse_removes_them_and_nothing_else(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = data / "applications/other.desktop"
    other.parent.mkdir(parents=True)
    other.write_text("mine")
    main(["--install-desktop"])
    assert main(["--uninstall-desktop"]) == 0
    assert written(data).keys() == {"applications/other.desktop"}
    assert main(["--uninstall-desktop"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].startswith("Removed below")
    assert lines[2].startswith("Nothing to remove")


def test_that_without_a_data_folder_the_usual_one_is_used(
    own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for value in ("", "relative/path"):
        monkeypatch.setenv("XDG_DATA_HOME", value)
        assert desktop.data_folder() == own_home / ".local/share"


@pytest.mark.parametrize("option", ["--install-desktop", "--uninstall-desktop"])
def test_that_other_systems_get_one_line(
    data: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    option: str,
) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert main([option]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert written(data) == {}


def test_that_what_cannot_be_written_or_removed_is_one_line(
    own_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    blocked = own_home / "file"
    blocked.write_text("not a folder")
    monkeypatch.setenv("XDG_DATA_HOME", str(blocked))
    assert main(["--install-desktop"]) == 2
    (own_home / "data" / desktop.ENTRY).mkdir(parents=True)
    monkeypatch.setenv("XDG_DATA_HOME", str(own_home / "data"))
    assert main(["--uninstall-desktop"]) == 2
    first, second = capsys.readouterr().err.splitlines()
    assert "was not written" in first
    assert "was not removed" in second


def test_that_both_at_once_are_wrong_use() -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["--install-desktop", "--uninstall-desktop"])


def test_that_the_installed_entry_starts_this_program(data: Path) -> None:
    main(["--install-desktop"])
    entry = parsed((data / desktop.ENTRY).read_text("utf-8"))
    words = shlex.split(entry["Exec"].replace("\\\\", "\\"))
    assert words[-1] == "%F"
    assert Path(words[0]).is_file()
    assert entry["TryExec"] == words[0]
    code = subprocess.run([*words[:-1], "--version"], capture_output=True, check=False).returncode
    assert code == 0


@pytest.mark.parametrize(
    "path", ["/opt/x/xception-gui", "/a b/xception-gui", '/q"$`\\/x', "/100%/x", "/数据/x"]
)
def test_that_any_path_survives_quoting(path: str) -> None:
    text = desktop.entry("[Desktop Entry]\nExec=xception-gui %F\n", (path, "-m", "x"))
    value = parsed(text)["Exec"].replace("\\\\", "\\")
    assert value.endswith(" -m x %F")
    unquoted = re.sub(r'\\(["`$\\])', r"\1", value.removesuffix(" -m x %F").strip('"'))
    assert unquoted.replace("%%", "%") == path


def test_that_file_managers_are_told(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tool = tmp_path / "update-desktop-database"
    tool.write_text(f'#!/bin/sh\nprintf %s "$2" > {tmp_path}/told\n')
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    main(["--install-desktop"])
    assert (tmp_path / "told").read_text() == str(data / "applications")


def test_that_the_entry_opens_every_format_that_can_be_read() -> None:
    entry = parsed(asset("desktop", "xception-gui.desktop").read_text("utf-8"))
    types = entry["MimeType"].rstrip(";").split(";")
    assert set(types) == {f"image/{name.lower()}" for name in FORMATS}
    assert entry["Type"] == "Application"
    assert entry["Icon"] == "xception-gui"
    for key in ("GenericName", "Comment", "Keywords"):
        assert entry[key] != entry[f"{key}[zh_CN]"]


def test_that_the_description_is_whole_in_both_languages() -> None:
    root = ET.fromstring(asset("desktop", "xception-gui.metainfo.xml").read_text("utf-8").encode())
    assert root.get("type") == "desktop-application"
    assert root.findtext("launchable") == Path(desktop.ENTRY).name
    assert root.findtext("project_license") == "Apache-2.0"
    assert f"metainfo/{root.findtext('id')}.metainfo.xml" in NAMES
    for tag in ("summary", "description/p", "description/ul/li"):
        languages = [found.get(LANGUAGE, "en") for found in root.findall(tag)]
        assert languages.count("en") == languages.count("zh_CN") > 0


def test_that_the_description_does_not_leave_training_to_the_command_line() -> None:
    root = ET.fromstring(asset("desktop", "xception-gui.metainfo.xml").read_text("utf-8").encode())
    said = [item.text or "" for item in root.findall("description/ul/li")]
    assert [text for text in said if "command line" in text and "window" not in text] == []
    assert [text for text in said if "命令行" in text and "窗口" not in text] == []


@pytest.mark.parametrize(
    ("tool", "name"),
    [
        (("desktop-file-validate",), "xception-gui.desktop"),
        (("appstreamcli", "validate", "--no-net"), "xception-gui.metainfo.xml"),
    ],
)
def test_that_the_tools_of_the_desktops_agree(tool: tuple[str, ...], name: str) -> None:
    if shutil.which(tool[0]) is None:
        pytest.skip(f"{tool[0]} is not installed")
    done = subprocess.run(
        [*tool, str(asset("desktop", name))], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
