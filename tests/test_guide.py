"""The guide in two languages: the same code, pictures and numbers, and the window's own words."""

from __future__ import annotations

import itertools
import json
import re
from collections import Counter
from pathlib import Path

import pytest

from xception_gui.base.assets import asset

DOCS = Path(__file__).resolve().parents[1] / "docs"
CHINESE = DOCS / "guide" / "zh"
PAGES = {page.name: page for page in [*(DOCS / "guide").glob("*.md"), DOCS / "glossary.md"]}
GUIDE = sorted(set(PAGES) - {"glossary.md"})
THEMES = ("light", "dark")
CODE = re.compile(r"(?ms)^```(\w*)\n(.*?)^```$")
WORDS = {
    english: chinese
    for file in asset("translations", "zh_CN").glob("*.json")
    for english, chinese in json.loads(file.read_text("utf-8")).items()
}


def english(name: str) -> str:
    return PAGES[name].read_text("utf-8")


def chinese(name: str) -> str:
    return (CHINESE / name).read_text("utf-8")


def prose(text: str) -> str:
    """Without code, in blocks or in lines."""
    return re.sub(r"`[^`]*`", "", CODE.sub("", text))


def spans(text: str) -> Counter[str]:
    """Code within lines, as it reads when a line ends in it."""
    return Counter(" ".join(span.split()) for span in re.findall(r"`([^`]+)`", CODE.sub("", text)))


def pictures(text: str) -> list[str]:
    return [Path(link).name for link in re.findall(r"!\[[^]]*\]\(([^)]+)\)", text)]


def links(text: str) -> Counter[str]:
    """Pages and addresses, but the way to the guide of the other language."""
    found = re.findall(r"(?<!!)\[[^]]*\]\(([^)]+)\)", prose(text))
    kept = [link for link in found if not link.endswith("README.md")]
    return Counter(link if "://" in link else Path(link).name for link in kept)


def outline(text: str) -> list[str]:
    """Headings, list items and table rows, each as what it begins with."""
    return re.findall(r"(?m)^(#+ |- |\d+\. |\|)", CODE.sub("", text))


def called(text: str) -> list[str]:
    """What the window calls something: *slanted*, or with the menu's sign in bold letters."""
    found = re.findall(r"(?<!\*)(\*{1,3})(?![\s*])([^*]+)\1(?!\*)", prose(text))
    kept = [words for stars, words in found if stars == "*" or "▸" in words]
    return kept + re.findall(r"\*\*[^*]+\*([^*]+)\*\*\*", prose(text))


def names(text: str) -> list[str]:
    """The same, menus apart from what is in them."""
    return [part for words in called(text) for part in " ".join(words.split()).split(" ▸ ")]


def test_that_every_page_of_the_guide_has_its_chinese_page() -> None:
    assert len(PAGES) >= 11
    assert {page.name for page in CHINESE.glob("*.md")} == set(PAGES)
    assert "](zh/README.md)" in english("README.md")
    assert "](../README.md)" in chinese("README.md")


@pytest.mark.parametrize("name", GUIDE)
def test_that_both_languages_have_the_same_code_and_pictures(name: str) -> None:
    assert CODE.findall(chinese(name)) == CODE.findall(english(name))
    assert pictures(chinese(name)) == pictures(english(name))
    assert spans(chinese(name)) == spans(english(name))


@pytest.mark.parametrize("name", GUIDE)
def test_that_both_languages_have_the_same_outline_and_links(name: str) -> None:
    assert outline(chinese(name)) == outline(english(name))
    assert outline(chinese(name))
    assert links(chinese(name)) == links(english(name))


def test_that_the_glossaries_have_the_same_words() -> None:
    assert outline(chinese("glossary.md")) == outline(english("glossary.md"))
    words = re.findall(r"(?m)^\| ([^|`]+) \|", english("glossary.md"))
    assert len(words) > 20
    assert {word for word in words if word not in chinese("glossary.md")} == {"word"}


@pytest.mark.parametrize("name", [*GUIDE, "glossary.md"])
def test_that_no_number_is_missing_in_chinese(name: str) -> None:
    numbers = [re.findall(r"\d(?:[\d,.]*\d)?", prose(text(name))) for text in (english, chinese)]
    assert not set(numbers[0]) - set(numbers[1])


@pytest.mark.parametrize("name", [*GUIDE, "glossary.md"])
def test_that_chinese_paragraphs_are_one_line_each(name: str) -> None:
    """A line's end within a paragraph is shown as a blank between two characters."""
    lines = CODE.sub("\n", chinese(name)).splitlines()
    begins = re.compile(r"$|#+ |\s*- |\d+\. |\||\s*!\[")
    assert not [b for a, b in itertools.pairwise(lines) if a and not begins.match(b)]


def test_that_the_chinese_guide_calls_things_as_the_window_does() -> None:
    told = {name: names(chinese(name)) for name in GUIDE}
    assert sum(map(len, told.values())) > 80
    known = set(WORDS.values())
    assert not [(page, part) for page, parts in told.items() for part in parts if part not in known]


@pytest.mark.parametrize("name", GUIDE)
def test_that_what_the_english_guide_names_is_named_in_chinese(name: str) -> None:
    wanted = Counter(WORDS[part] for part in names(english(name)) if part in WORDS)
    assert not wanted - Counter(names(chinese(name)))


def test_that_the_english_guide_calls_things_as_the_window_does() -> None:
    told = [part for name in GUIDE for part in names(english(name))]
    assert len(told) > 80
    assert not [part for part in told if part not in WORDS]


@pytest.mark.parametrize("name", GUIDE)
def test_that_every_way_through_the_menus_is_marked_as_such(name: str) -> None:
    for text in (english(name), chinese(name)):
        assert "".join(called(text)).count("▸") == prose(text).count("▸")


def test_that_chinese_pictures_are_there_in_both_themes_and_none_is_left_over() -> None:
    shown = [re.findall(r"\(pictures/(\w+)-light\.png\)", chinese(name)) for name in GUIDE]
    wanted = {f"{name}-{look}.png" for page in shown for name in page for look in THEMES}
    assert {path.name for path in (CHINESE / "pictures").iterdir()} == wanted
    assert sum(path.stat().st_size for path in (CHINESE / "pictures").iterdir()) < 2e6
