"""``xception-gui --install-desktop``: the program in the applications menu of a Linux desktop.

Three files below ``$XDG_DATA_HOME``: menu entry (with the file types it opens), icon, description
for software centres. Written again they are the same; ``--uninstall-desktop`` takes them away.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from xception_gui.base.assets import asset
from xception_gui.base.atomic import write_bytes
from xception_gui.base.problem import Problem

ENTRY = "applications/xception-gui.desktop"
FILES = {
    ENTRY: ("desktop", "xception-gui.desktop"),
    "icons/hicolor/scalable/apps/xception-gui.svg": ("icons", "xception-gui.svg"),
    "metainfo/org.xception_gui.xception_gui.metainfo.xml": ("desktop", "xception-gui.metainfo.xml"),
}
"""Path below the data folder, and the asset that is written there."""


def install() -> int:
    """Write the files; one line says which."""
    folder = data_folder()
    for name, source in FILES.items():
        content = asset(*source).read_text("utf-8")
        if name == ENTRY:
            content = entry(content, program())
        with contextlib.suppress(OSError):  # writing says then what is wrong, in one line
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
        write_bytes(folder / name, content.encode("utf-8"))
    _tell_desktop(folder)
    print(f"Written below {folder}: {', '.join(FILES)}")
    return 0


def uninstall() -> int:
    """Remove what `install` writes; one line says what was there."""
    folder = data_folder()
    removed = [name for name in FILES if _remove(folder / name)]
    _tell_desktop(folder)
    if removed:
        print(f"Removed below {folder}: {', '.join(removed)}")
    else:
        print(f"Nothing to remove below {folder}.")
    return 0


def data_folder() -> Path:
    """Where a user's own programs are registered.

    Raises
    ------
    Problem
        ``desktop-elsewhere`` on other systems than Linux.
    """
    if sys.platform != "linux":
        raise Problem("desktop-elsewhere", system=sys.platform)
    # Freedesktop's base directories: a relative path counts as none.
    named = os.environ.get("XDG_DATA_HOME", "")
    return Path(named) if os.path.isabs(named) else Path.home() / ".local" / "share"


def program() -> tuple[str, ...]:
    """What starts this installation: a menu knows nothing of virtual environments."""
    script = Path(sys.executable).with_name("xception-gui")
    return (str(script),) if script.is_file() else (sys.executable, "-m", "xception_gui")


def entry(template: str, words: Sequence[str]) -> str:
    """The menu entry that starts `words`; without its program it is not shown."""
    command = " ".join(map(quoted, words))
    lines = f"TryExec={_escaped(words[0])}\nExec={_escaped(command)} %F"
    return re.sub(r"(?m)^Exec=.*$", lambda _: lines, template)


def quoted(word: str) -> str:
    """A word of ``Exec``, as the Desktop Entry Specification quotes it; ``%`` begins its fields."""
    inside = re.sub(r'(["`$\\])', r"\\\1", word).replace("%", "%%")
    return inside if re.fullmatch(r"[\w@%+=:,./-]+", word) else f'"{inside}"'


def _escaped(value: str) -> str:
    """Any value of a desktop entry: a backslash is written twice."""
    return value.replace("\\", "\\\\")


def _remove(path: Path) -> bool:
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise Problem("not-removed", file=str(path), cause=error.strerror) from error
    return True


def _tell_desktop(folder: Path) -> None:
    """File managers read the types of all entries from a cache, where there is one."""
    update = shutil.which("update-desktop-database")
    applications = folder / "applications"
    if update and applications.is_dir():
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            subprocess.run([update, "-q", applications], check=False, timeout=30)
