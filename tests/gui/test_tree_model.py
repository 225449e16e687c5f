"""The rows of the architecture tree: what they say, and what the filter leaves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from tests.gui.made_tree import NARROW
from xception_gui.base.config import XceptionConfig
from xception_gui.base.results import ModuleInfo
from xception_gui.gui.item_models.module_filter import ModuleFilter
from xception_gui.gui.item_models.module_texts import DETAIL_WORDS
from xception_gui.gui.item_models.module_tree import (
    INFO_ROLE,
    MACS,
    MODULE,
    OUTPUT,
    PARAMS,
    SHARE_ROLE,
    ModuleTreeModel,
)
from xception_gui.inspection import counterpart, module_tree

VARIANTS = (
    XceptionConfig(),
    NARROW,
    XceptionConfig(order="pointwise", mid_activation="relu", hidden=(8,), residual=False),
    XceptionConfig(segments=1, width=0.25),
)


@pytest.fixture
def model(paper: ModuleInfo) -> ModuleTreeModel:
    made = ModuleTreeModel()
    made.set_tree(paper)
    return made


def filtered(model: ModuleTreeModel, text: str) -> ModuleFilter:
    made = ModuleFilter()
    made.setSourceModel(model)
    made.set_text(text)
    return made


def rows(model: QAbstractItemModel, above: QModelIndex | None = None) -> Iterator[QModelIndex]:
    above = above or QModelIndex()
    for row in range(model.rowCount(above)):
        index = model.index(row, MODULE, above)
        yield index
        yield from rows(model, index)


def paths(model: QAbstractItemModel) -> list[str]:
    return [index.data(INFO_ROLE).path for index in rows(model)]


def cells(model: ModuleTreeModel, path: str) -> list[str]:
    index = model.index_of(path)
    return [index.siblingAtColumn(column).data() for column in (MODULE, OUTPUT, PARAMS, MACS)]


def few_rows() -> ModuleInfo:
    """Three levels of a real tree: Qt's tester asks for every row again and again."""
    root = module_tree(NARROW, 64)
    entry = root.children[0]
    block = replace(entry.children[-1], children=entry.children[-1].children[:2])
    return replace(root, children=(replace(entry, children=(entry.children[0], block)),))


def test_that_qt_finds_no_fault_in_the_models() -> None:
    fatal = QAbstractItemModelTester.FailureReportingMode.Fatal
    model = ModuleTreeModel()
    filtering = filtered(model, "")
    testers = [QAbstractItemModelTester(made, fatal) for made in (model, filtering)]
    model.set_tree(few_rows())
    filtering.set_text("relu")
    assert paths(filtering) == ["entry", "entry.block3", "entry.block3.act1"]
    filtering.set_text("")
    model.set_tree(None)
    assert len(testers) == 2
    assert model.rowCount() == filtering.rowCount() == 0


def test_that_every_module_is_one_row_in_the_order_of_the_network(
    model: ModuleTreeModel, paper: ModuleInfo
) -> None:
    assert paths(model) == [info.path for info in paper.walk()][1:]
    assert all(model.info(model.index_of(path)).path == path for path in paths(model))


def test_that_an_unknown_path_is_no_row(model: ModuleTreeModel) -> None:
    assert not model.index_of("entry.conv9").isValid()
    assert not model.index_of("").isValid()


def test_that_cells_have_three_digits_and_a_unit(model: ModuleTreeModel) -> None:
    assert cells(model, "entry") == ["Entry flow", "728×19×19", "1.11\u202fM", "2.69\u202fG"]
    assert cells(model, "entry.conv1") == ["conv1", "32×149×149", "864", "19.2\u202fM"]
    assert cells(model, "entry.act1") == ["act1", "32×149×149", "–", "–"]


def test_that_the_bar_is_the_share_of_the_parent(model: ModuleTreeModel) -> None:
    block = model.index_of("middle.block4.sepconv2")
    pointwise = model.index(1, MACS, block)
    assert pointwise.data(SHARE_ROLE) == pytest.approx(728 / (728 + 9))
    flows = [model.index(row, MACS).data(SHARE_ROLE) for row in range(4)]
    assert sum(flows) == pytest.approx(1)


def test_that_the_tool_tip_is_exact_and_names_the_convention(model: ModuleTreeModel) -> None:
    tip = model.index_of("middle.block4.sepconv2").data(Qt.ItemDataRole.ToolTipRole)
    assert "536,536 params, 0 buffers" in tip
    assert "193,689,496 MACs (FLOPs = 2 × MACs)" in tip
    assert "paper" not in tip


def test_that_a_narrow_row_names_the_papers_numbers(model: ModuleTreeModel) -> None:
    narrow = module_tree(NARROW, 64)
    pairs = {info.path: counterpart(NARROW, info.path) for info in narrow.walk()}
    model.set_tree(narrow, {path: info for path, info in pairs.items() if info})
    tip = model.index_of("exit.block12.skip").data(Qt.ItemDataRole.ToolTipRole)
    assert tip.endswith("In the paper: 1024×10×10, 745,472 params, 74,547,200 MACs")


def test_that_a_screen_reader_hears_exact_numbers(model: ModuleTreeModel) -> None:
    index = model.index_of("middle.block4.sepconv2")
    texts = [
        index.siblingAtColumn(column).data(Qt.ItemDataRole.AccessibleTextRole)
        for column in (MODULE, PARAMS)
    ]
    assert texts == ["Module sepconv2", "Params 536,536"]


def test_that_matches_keep_their_ancestors(model: ModuleTreeModel) -> None:
    assert paths(filtered(model, "pool")) == [
        "entry",
        *(path for n in (1, 2, 3) for path in (f"entry.block{n}", f"entry.block{n}.pool")),
        "exit",
        "exit.block12",
        "exit.block12.pool",
        "classifier",
        "classifier.pool",
    ]


def test_that_rows_below_a_match_stay(model: ModuleTreeModel) -> None:
    assert "middle.block4.sepconv2.pointwise" in paths(filtered(model, "BLOCK4"))
    assert "middle.block5" not in paths(filtered(model, "BLOCK4"))


@pytest.mark.parametrize(
    ("text", "count"), [("relu", 35), ("3x3/2", 5), ("batchnorm bn1", 13), ("no such", 0)]
)
def test_that_kind_and_type_are_found_and_every_word_counts(
    model: ModuleTreeModel, paper: ModuleInfo, text: str, count: int
) -> None:
    made = filtered(model, text)
    assert sum(made.matches(info) for info in paper.walk()) == count


def test_that_a_word_with_a_dot_is_looked_for_in_the_path(model: ModuleTreeModel) -> None:
    shown = paths(filtered(model, "block12.skip"))
    assert shown == ["exit", "exit.block12", "exit.block12.skip", "exit.block12.skip_bn"]


@pytest.mark.parametrize("name", ["block4.rep.4", "block5_sepconv2"])
def test_that_the_names_of_timm_and_keras_are_found(model: ModuleTreeModel, name: str) -> None:
    shown = paths(filtered(model, name))
    assert shown[:2] == ["middle", "middle.block4"]
    assert "middle.block4.sepconv2" in shown
    assert not any(path.startswith(("entry", "exit", "middle.block5")) for path in shown)


def test_that_an_empty_filter_shows_everything(model: ModuleTreeModel) -> None:
    made = filtered(model, "pool")
    made.set_text("  ")
    assert paths(made) == paths(model)


@pytest.mark.parametrize("config", VARIANTS)
def test_that_every_word_of_the_details_is_translated(config: XceptionConfig) -> None:
    for info in module_tree(config, 128).walk():
        assert {key for key, _ in info.details} <= DETAIL_WORDS
        words = {value for _, value in info.details if value.isalpha()}
        assert words <= DETAIL_WORDS
