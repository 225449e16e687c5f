"""``xception-gui field IMAGE``: what one unit can see of a photo, and what moves it."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from xception_gui.base.atomic import write_with
from xception_gui.base.results import Heatmap, Prepared
from xception_gui.base.unit_field import UnitField, field_row
from xception_gui.cli.output import check_output, open_engine, put_json, say, shown, write_csv

if TYPE_CHECKING:
    from PIL import Image

_LINE = 2


def run(options: argparse.Namespace) -> int:
    """Write the photo with the measured field in colour and the theoretical one as a frame."""
    from xception_gui.images import open_picture, prepare
    from xception_gui.inspection.receptive_field import unit_field

    check_output(options.output)
    engine = open_engine(options.weights, options.device, "float32")
    opened = open_picture(options.image)
    prepared = prepare(opened.image, engine.weights.preprocessing, opened.picture.image_id)
    place = tuple(options.at) if options.at else None
    found = unit_field(engine.model, prepared, options.layer, options.channel, place)
    drawn = _drawn(opened.image, prepared, found)
    write_with(options.output, lambda file: drawn.save(file, "PNG"))
    _report(options, found, engine.weights.trained)
    return 0


def _drawn(image: Image.Image, prepared: Prepared, found: UnitField) -> Image.Image:
    from PIL import ImageDraw

    from xception_gui.explanation import compose

    heat = Heatmap(found.origin, "gradient", "", 0, "", found.values, found.peak)
    drawn = compose(image, heat, prepared.box, 0.9)
    if found.theory is not None:
        left, top, right, bottom = prepared.box
        height, width = found.values.shape
        across, down = (right - left) / width, (bottom - top) / height
        x0, y0, x1, y1 = found.theory
        frame = (left + x0 * across, top + y0 * down, left + x1 * across, top + y1 * down)
        ImageDraw.Draw(drawn).rectangle(frame, outline="white", width=_LINE)
    return drawn


def _report(options: argparse.Namespace, found: UnitField, trained: bool) -> None:
    left, top, right, bottom = found.measured
    write_csv(options.csv, [field_row(found)])
    if options.json:
        put_json({**field_row(found), "trained": trained})
        return
    size = found.theory[2] - found.theory[0] if found.theory else 0
    can = f"{size}×{size} pixels" if size else "everything"
    does = f"{right - left}×{bottom - top}"
    where = f"{found.path}, channel {found.channel}, row {found.row}, column {found.column}"
    say(f"{shown(options.output)} is written")
    print(f"{where}: can see {can} of")
    print(f"the network's input; {does} pixels move it by more than 1 % of the strongest.")
