"""What the palette answers to what is typed, and in which order. No window."""

from __future__ import annotations

import pytest

from xception_gui.gui.item_models.palette import Offer, ranked


def command(text: str, **more: object) -> Offer:
    name = f"command:{text}"
    return Offer(name, "command", "play", text, **more)  # type: ignore[arg-type]


def texts(query: str, *offers: Offer, recent: tuple[str, ...] = ()) -> list[str]:
    return [offer.text for offer in ranked(query, offers, recent)]


def test_that_better_matches_come_first() -> None:
    names = (
        "Hide neat",  # scattered
        "Wheat",  # within
        "Show heat map",  # a word begins so
        "Heat map",  # begins so
        "heat",  # is so
    )
    assert texts("heat", *map(command, names)) == list(reversed(names))


def test_that_among_equals_what_has_a_key_comes_first() -> None:
    offers = (command("Copy heat map"), command("Show the heat map", keys="H"))
    assert texts("heat", *offers) == ["Show the heat map", "Copy heat map"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("ow", True),  # within
        ("sh ma", True),  # words begin so
        ("map show", True),  # both are within
        ("shm", True),  # initials
        ("swhtmp", True),  # scattered from the first letter of a word
        ("SHOW  HEAT", True),
        ("owt", False),  # scattered, but no word begins with o
        ("shopping", False),
        ("zzz", False),
    ],
)
def test_that_typing_need_not_be_exact(query: str, found: bool) -> None:
    assert bool(texts(query, command("Show heat map"))) == found


def test_that_dots_and_an_ellipsis_are_no_obstacle() -> None:
    paths = ("middle.block4.sepconv2", "middle.block14.sepconv2", "exit.act4")
    modules = [Offer(f"module:{path}", "module", "layers", path) for path in paths]
    assert texts("block4", *modules) == list(paths[:2]), "scattered letters come later"
    assert texts("m.block4.sep", *modules) == list(paths[:2])
    assert texts("sepconv2", *modules) == list(paths[:2])
    assert texts("open", command("Open…"), command("Open"))[0] == "Open…"


def test_that_both_languages_are_searched() -> None:
    offers = (command("打开…", english="Open…"), command("主题：深色", english="Theme: Dark"))
    assert texts("开", *offers) == ["打开…"]
    assert texts("ope", *offers) == ["打开…"]
    assert texts("dark", *offers) == ["主题：深色"]
    assert texts("主深", *offers) == ["主题：深色"]


def test_that_further_words_find_it_after_what_is_called_so() -> None:
    offers = (command("Save overlay…", also=("heat map",)), command("Show heat map"))
    assert texts("heat", *offers) == ["Show heat map", "Save overlay…"]


def test_that_among_equals_the_possible_and_the_used_come_first() -> None:
    offers = (command("Open a", enabled=False), command("Open b"), command("Open c"))
    assert texts("open", *offers) == ["Open b", "Open c", "Open a"]
    assert texts("open", *offers, recent=("command:Open c",))[0] == "Open c"


def test_that_among_equals_commands_come_before_modules_and_classes() -> None:
    kinds = ("class", "module", "choice", "setting", "command")
    offers = [Offer(kind, kind, "play", f"block {kind}") for kind in kinds]  # type: ignore[arg-type]
    assert [offer.kind for offer in ranked("lock", offers)] == list(reversed(kinds))


def test_that_choices_do_not_hide_what_is_called_so_itself() -> None:
    choices = [
        Offer(f"c{n}", "choice", "settings", f"Heat map colours: {n}") for n in ("Inferno", "Grey")
    ]
    setting = Offer("s", "setting", "settings", "Heat map colours")
    offers = (*choices, setting, command("Show heat map"))
    assert texts("heat", *offers)[:2] == ["Show heat map", "Heat map colours"]
    assert texts("heat grey", *offers) == ["Heat map colours: Grey"]


def test_that_without_a_query_the_used_come_first_and_nothing_impossible() -> None:
    module = Offer("module:exit", "module", "layers", "exit")
    offers = (command("a"), command("b"), command("c", enabled=False), module)
    assert texts("", *offers) == ["a", "b"]
    used = ("module:exit", "command:b", "command:c", "command:gone")
    assert texts(" ", *offers, recent=used) == ["exit", "b", "a"]


def test_that_a_thousand_classes_do_not_hide_a_command() -> None:
    classes = [Offer(f"class:{n}", "class", "target", f"class number {n}") for n in range(1000)]
    assert texts("cla", *classes, command("Classify"))[0] == "Classify"
