"""The drawing as pixels, made without a window: every box is where the layout has it."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageColor

from xception_gui.base.config import XceptionConfig
from xception_gui.base.diagram import Diagram
from xception_gui.base.figures import all_figures
from xception_gui.inspection import as_png, diagram_png, layout, module_tree
from xception_gui.inspection.diagram_looks import FLOWS, MARGIN
from xception_gui.inspection.diagram_png import SCALE


def opened(drawn: Diagram, title: str = "") -> Image.Image:
    return Image.open(io.BytesIO(as_png(drawn, title)))


def test_that_every_box_has_its_edge_and_its_tint() -> None:
    drawn = layout(module_tree(XceptionConfig(), 299))
    image = opened(drawn, "论文 A & B")
    assert image.info["Title"] == "论文 A & B"
    assert image.size == tuple(
        SCALE * (round(side) + 2 * MARGIN) for side in (drawn.width, drawn.height)
    )
    for box in drawn.boxes:
        if box.kind in ("part", "block"):
            left, top, _, height = box.rect
            x, y = (left + MARGIN) * SCALE, round((top + height - 6 + MARGIN) * SCALE)
            edge, within = (image.getpixel((round(x + step), y)) for step in (0, 4))
            assert edge == ImageColor.getrgb(FLOWS[box.flow])
            tint = 0.05 if box.kind == "block" else 0.12
            wanted = [255 + (c - 255) * tint for c in ImageColor.getrgb(FLOWS[box.flow])]
            assert within == pytest.approx(wanted, abs=1)


def test_that_words_are_written_with_any_font(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = all_figures(3, 4)
    usual = opened(drawn)
    monkeypatch.setattr(diagram_png, "_FONTS", ())
    diagram_png._font.cache_clear()
    plain = opened(drawn)
    assert diagram_png._font(22)[1]("3×3, 1\N{NARROW NO-BREAK SPACE}k − 2") == "3x3, 1 k - 2"
    diagram_png._font.cache_clear()
    assert plain.size == usual.size
    blank = opened(Diagram(drawn.width, drawn.height, (), (), ()))
    assert all(len(image.getcolors(1 << 16) or ()) > 20 for image in (plain, usual))
    assert blank.getcolors() == [(blank.width * blank.height, (255, 255, 255))]
