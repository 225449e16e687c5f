"""What documents tell people to type or read is there: commands, targets, links, config, files."""

from __future__ import annotations

import ast
import re
import shlex
import tomllib
from pathlib import Path

import pytest

from xception_gui.base.training import TrainingConfig
from xception_gui.cli.parser import COMMANDS, command_parser, window_parser

ROOT = Path(__file__).resolve().parents[1]
ROOMS = sorted((ROOT / "xception_gui").rglob("__init__.py"))
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
# The Chinese guide has the same code, letter by letter: tests/test_guide.py.
TEXT = "\n".join(page.read_text(encoding="utf-8") for page in PAGES if page.parent.name != "zh")
BLOCKS = re.findall(r"(?ms)^```(\w*)\n(.*?)^```$", TEXT)
COMMAND_BLOCKS = [block.replace("\\\n", "") for kind, block in BLOCKS if kind == "sh"]
LINES = [line for block in COMMAND_BLOCKS for line in block.splitlines()]
TYPED = [shlex.split(line, comments=True) for line in LINES]
TYPED = [[words[0].removeprefix(".venv/bin/"), *words[1:]] for words in TYPED if words]


@pytest.mark.parametrize("words", [w[1:] for w in TYPED if w[0] == "xception-gui"], ids=" ".join)
def test_that_a_documented_command_can_be_typed(words: list[str]) -> None:
    parser = command_parser() if words and words[0] in COMMANDS else window_parser()
    parser.parse_args(words)


def test_that_the_readme_shows_every_command() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = set(re.findall(r"(?m)^xception-gui (\w+)", readme))
    assert shown & COMMANDS.keys() == COMMANDS.keys()


def test_that_documented_make_targets_exist() -> None:
    targets = set(re.findall(r"(?m)^(\w+):", (ROOT / "Makefile").read_text()))
    typed = {words[1] for words in TYPED if words[0] == "make"}
    typed |= set(re.findall(r"`make (\w+)", TEXT))
    assert {"run", "test"} <= typed <= targets


def test_that_a_documented_config_is_accepted() -> None:
    *configs, _settings = [block for kind, block in BLOCKS if kind == "toml"]
    read = [TrainingConfig.from_dict(tomllib.loads(config)) for config in configs]
    assert [config.model.width for config in read] == [0.5, 0.2]


def test_that_documented_settings_are_possible() -> None:
    from xception_gui.gui.settings_table import BY_ID

    *_configs, settings = [block for kind, block in BLOCKS if kind == "toml"]
    for name, value in tomllib.loads(settings).items():
        assert BY_ID[name].allows(value)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parent.name}/{page.name}")
def test_that_links_between_documents_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\[[^]]*\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8"))
    for link in links:
        if not link.startswith("https://"):
            assert (page.parent / link).exists(), link


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.parent.name)
def test_that_every_room_says_where_to_start_reading(room: Path) -> None:
    said = ast.get_docstring(ast.parse(room.read_text(encoding="utf-8"))) or ""
    assert "start" in said.lower()
    for file in re.findall(r"`([\w/]+\.py)`", said):
        assert (room.parent / file).is_file(), file
