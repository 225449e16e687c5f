"""Figure 5 as it is laid out: every module has its place, and the SVG says the same."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from xception_gui.base.config import XceptionConfig
from xception_gui.base.diagram import Box, Diagram
from xception_gui.base.results import ModuleInfo
from xception_gui.inspection import as_svg, default_open, layout, module_tree

PAPER = XceptionConfig()
SVG = "{http://www.w3.org/2000/svg}"
VARIANTS: list[dict[str, object]] = [
    {},
    {"middle_blocks": 0},
    {"middle_blocks": 1, "num_classes": 0},
    {"residual": False, "strides": (2, 2, 2, 2, 1)},
    {"segments": 1, "hidden": (7,)},
    {"mid_activation": "relu", "order": "pointwise", "strides": (1, 2, 2, 2, 1)},
]


def everything(tree: ModuleInfo) -> set[str]:
    return {row.path for row in tree.walk() if row.children}


def inside(one: Box, other: Box) -> bool:
    """Whether `one` lies within `other`."""
    left, top, width, height = one.rect
    return other.holds(left, top) and other.holds(left + width, top + height)


def apart(one: Box, other: Box) -> bool:
    ones, others = one.rect, other.rect
    across = ones[0] + ones[2] <= others[0] or others[0] + others[2] <= ones[0]
    return across or ones[1] + ones[3] <= others[1] or others[1] + others[3] <= ones[1]


@pytest.fixture(scope="module")
def paper() -> ModuleInfo:
    return module_tree(PAPER, 299)


@pytest.mark.parametrize("change", VARIANTS, ids=str)
def test_that_every_module_is_drawn_once_and_no_boxes_overlap(change: dict[str, object]) -> None:
    tree = module_tree(replace(PAPER, **change), 299)  # type: ignore[arg-type]
    drawn = layout(tree, everything(tree))
    boxes = [box for box in drawn.boxes if box.kind not in ("sum", "more")]
    paths = [path for box in boxes for path in (box.path, *box.also)]
    flows = {flow.path for flow in tree.children}
    assert sorted(paths) == sorted({row.path for row in tree.walk()} - flows - {""})
    for number, one in enumerate(drawn.boxes):
        assert 0 <= one.rect[0] <= one.rect[0] + one.rect[2] <= drawn.width
        assert 0 <= one.rect[1] <= one.rect[1] + one.rect[3] <= drawn.height
        for other in drawn.boxes[number + 1 :]:
            nested = other.path.startswith(f"{one.path}.") and inside(other, one)
            assert apart(one, other) or nested or (other.kind == "sum" and inside(other, one))


def test_that_the_middle_flow_is_one_block_until_it_is_opened(paper: ModuleInfo) -> None:
    folded = layout(paper)
    more = [box for box in folded.boxes if box.kind == "more"]
    assert [(box.label(box.word), box.fold) for box in more] == [("7 more like it", "closed")]
    assert folded.box_of("middle.block5.sepconv1") == more[0]
    opened = layout(paper, default_open(paper) | {"middle"})
    seventh = opened.box_of("middle.block7.sepconv1.depthwise")
    assert seventh is not None
    assert (seventh.path, seventh.fold) == ("middle.block7", "closed")


def test_that_a_batch_norm_and_a_half_are_found_in_their_convolution(paper: ModuleInfo) -> None:
    drawn = layout(paper)
    for path in ("entry.block2.bn1", "entry.block2.sepconv1.pointwise", "entry.block2.sepconv1"):
        box = drawn.box_of(path)
        assert box is not None
        assert box.path == "entry.block2.sepconv1"
    opened = layout(paper, default_open(paper) | {"entry.block2.sepconv1"})
    box = opened.box_of("entry.block2.sepconv1.pointwise")
    assert box is not None
    assert (box.kind, box.label(box.word)) == ("inner", "Pointwise 256, 1×1")


def test_that_shapes_and_residual_connections_are_live(paper: ModuleInfo) -> None:
    drawn = layout(paper)
    labels = [arrow.label for arrow in drawn.arrows if arrow.label]
    assert labels[0] == "3×299×299"
    assert {"64×147×147", "128×74×74", "728×19×19", "2048×10×10"} <= set(labels)
    assert sum(arrow.residual for arrow in drawn.arrows) == 5
    assert not any(arrow.residual for arrow in plain().arrows)


def plain() -> Diagram:
    return layout(module_tree(replace(PAPER, residual=False), 299))


def test_that_the_innermost_box_is_found_at_a_point(paper: ModuleInfo) -> None:
    drawn = layout(paper)
    for box in drawn.boxes:
        left, top, width, height = box.rect
        found = drawn.at(left + width / 2, top + height - 1)
        assert found is not None
        assert found.path == box.path or found.path.startswith(f"{box.path}.")
    assert drawn.at(-1, -1) is None


def test_that_the_svg_has_the_boxes_of_the_drawing(paper: ModuleInfo) -> None:
    drawn = layout(paper)
    root = ET.fromstring(as_svg(drawn, "A & B", {"Separable": "可分离"}))
    title = root.find(f"{SVG}title")
    assert title is not None
    assert title.text == "A & B"
    groups = [node for node in root.iter(f"{SVG}g") if "data-path" in node.attrib]
    rects = {(node.attrib["data-path"], *_rect(node)) for node in groups}
    assert rects == {(box.path, *box.rect) for box in drawn.boxes}
    words = {node.text for node in root.iter(f"{SVG}text")}
    assert {"可分离 728, 3×3", "7 more like it", "728×19×19", "Entry flow", "block12"} <= words


def _rect(group: ET.Element) -> tuple[float, ...]:
    found = group.find(f"{SVG}rect")
    assert found is not None
    return tuple(float(found.attrib[name]) for name in ("x", "y", "width", "height"))


def test_that_fills_replace_the_colour_of_a_flow(paper: ModuleInfo) -> None:
    text = as_svg(layout(paper), "", fills={"classifier.fc": "#123456"})
    assert text.count("#123456") == 1
