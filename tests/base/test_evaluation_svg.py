"""The drawing of an evaluation: what occurs, in cells whose depth is the share of their row."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import numpy as np

from xception_gui.base.evaluation import CalibrationBin
from xception_gui.base.evaluation_svg import AXES, evaluation_svg
from xception_gui.base.numbers import percent
from xception_gui.base.results import Evaluation

BINS = tuple(CalibrationBin(n / 15, (n + 1) / 15, 3 * (n > 9), 0.9, 0.5) for n in range(15))


def found(confusion: np.ndarray, classes: tuple[str, ...] = ()) -> Evaluation:
    classes = classes or tuple(f"class <{n}>" for n in range(len(confusion)))
    count = int(confusion.sum())
    return Evaluation(count, 0.5, 0.75, 1.0, classes, confusion, (), BINS, ())


def texts(drawn: str) -> list[str]:
    return ["".join(part.itertext()) for part in ET.fromstring(drawn).iter() if part.text]


def test_that_only_classes_that_occur_have_a_row_and_a_column() -> None:
    confusion = np.zeros((5, 5), np.int64)
    confusion[1, 1], confusion[1, 3], confusion[3, 3] = 6, 2, 1234
    said = texts(evaluation_svg(found(confusion), "pets & co", True))
    assert said.count("class <1>") == said.count("class <3>") == 2
    assert "class <0>" not in said
    assert {"6", "2", "1,234", "pets & co", AXES} <= set(said)


def test_that_top_5_says_of_how_few_classes_it_is() -> None:
    for count, words in ((5, " · top-5 of 5 classes 100"), (6, " · top-5 100")):
        assert words in evaluation_svg(found(np.eye(count, dtype=np.int64)), "x", True)


def test_that_a_bar_is_as_high_as_its_answers_are_right_and_empty_bins_have_none() -> None:
    drawn = ET.fromstring(evaluation_svg(found(np.eye(2, dtype=np.int64)), "x", True))
    bars = [p for p in drawn.iter() if p.tag.endswith("rect") and p.get("fill") == "#3B82F6"]
    assert [float(bar.get("height", 0)) for bar in bars] == [160.0] * 5


def test_that_a_thousand_classes_make_a_small_file_without_names() -> None:
    draw = np.random.default_rng(0)
    confusion = np.diag(draw.integers(20, 51, 1000))
    np.add.at(confusion, tuple(draw.integers(0, 1000, (2, 12_000))), 1)
    drawn = evaluation_svg(found(confusion), "ImageNet", True)
    assert len(drawn) < 1_000_000
    assert "class" not in drawn.replace(AXES, "")
    assert drawn.count("h1v1h-1z") == np.count_nonzero(confusion)


def test_that_its_words_may_be_those_of_another_language() -> None:
    drawn = evaluation_svg(found(np.eye(2, dtype=np.int64)), "x", True, {AXES: "行：类别"})
    assert "行：类别" in texts(drawn)
    assert AXES not in drawn


def test_that_long_names_and_a_long_title_are_cut_where_the_room_ends() -> None:
    classes = (
        "很长的类名" * 6,
        "W" * 40,
        "golden retriever dog, of any colour",
        "twenty letters in it",
    )
    drawn = evaluation_svg(found(np.eye(4, dtype=np.int64), classes), "数据 " * 60, True)
    title, *_ = said = [one for one in texts(drawn) if one.endswith("…")]
    assert 25 < len(title) < 100
    chinese, capitals, small = sorted(set(said[1:]) - {title}, key=len)
    assert 10 * 11 <= 11 * len(chinese) <= 130, "a Chinese letter is as wide as high"
    assert len(chinese) <= len(capitals) <= 14
    assert 18 <= len(small) <= 22
    assert texts(drawn).count("twenty letters in it") == 2


def test_that_names_which_no_xml_can_hold_are_drawn_without_what_it_cannot() -> None:
    classes = "caf\udce9", "a\x01b", "\"q\" & 'r' <s>"
    drawn = evaluation_svg(found(np.eye(3, dtype=np.int64), classes), "bad \udce9 \x02", True)
    said = texts(drawn.encode().decode())
    assert {"caf\ufffd", "a\ufffdb", "\"q\" & 'r' <s>"} <= set(said)
    assert any(one.startswith(f"top-1 {percent(0.75)} · ") for one in said), "with its narrow space"
