"""``xception-gui field IMAGE``: what one unit can see of a photo, and what moves it."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from xception_gui.base.atomic import write_with
from xception_gui.base.problem import Problem
from xception_gui.base.results import FloatArray, Heatmap, Origin, Prepared
from xception_gui.cli.output import open_engine, put_json, say, shown

if TYPE_CHECKING:
    from PIL import Image

    from xception_gui.inspection.receptive_field import ReceptiveField

_SEEN = 0.01  # of the strongest pixel's influence
_LINE = 2


def run(options: argparse.Namespace) -> int:
    """Write the photo with the measured field in colour and the theoretical one as a frame."""
    import torch

    from xception_gui.images import open_picture, prepare
    from xception_gui.inspection.paths import resolve_path
    from xception_gui.inspection.receptive_field import (
        measured_field,
        receptive_field,
        strongest_unit,
    )

    if not options.output.lower().endswith(".png"):
        raise Problem("option-value", option="-o", value=options.output, allowed="NAME.png")
    engine = open_engine(options.weights, options.device, "float32")
    opened = open_picture(options.image)
    prepared = prepare(opened.image, engine.weights.preprocessing, opened.picture.image_id)
    picture = torch.tensor(prepared.values, device=engine.device)[None]
    path = resolve_path(engine.model, options.layer)
    place = options.at or strongest_unit(engine.model, picture, path, options.channel)
    values = measured_field(engine.model, picture, path, options.channel, *place)
    field = receptive_field(engine.model, path, engine.weights.input_size)
    drawn = _drawn(opened.image, prepared, values, field, place)
    write_with(options.output, lambda file: drawn.save(file, "PNG"))
    _report(options, path, place, field, values)
    return 0


def _drawn(
    image: Image.Image,
    prepared: Prepared,
    values: FloatArray,
    field: ReceptiveField,
    place: tuple[int, int],
) -> Image.Image:
    from PIL import ImageDraw

    from xception_gui.explanation import compose

    peak = float(values.max())
    origin = Origin(prepared.image_id, "", prepared.preprocessing_id)
    heat = Heatmap(origin, "gradient", "", 0, "", values / (peak or 1.0), peak)
    drawn = compose(image, heat, prepared.box, 0.9)
    if field.size:
        left, top, right, bottom = prepared.box
        across, down = (right - left) / values.shape[1], (bottom - top) / values.shape[0]
        x0, y0, x1, y1 = field.of(*place)
        frame = (left + x0 * across, top + y0 * down, left + x1 * across, top + y1 * down)
        ImageDraw.Draw(drawn).rectangle(frame, outline="white", width=_LINE)
    return drawn


def _report(
    options: argparse.Namespace,
    path: str,
    place: tuple[int, int],
    field: ReceptiveField,
    values: FloatArray,
) -> None:
    measured = _extent(values)
    if options.json:
        theory = list(field.of(*place)) if field.size else None
        unit = {"path": path, "channel": options.channel, "row": place[0], "column": place[1]}
        put_json({**unit, "theoretical": theory, "measured": measured, "step": field.step})
        return
    can = f"{field.size}×{field.size} pixels" if field.size else "everything"
    does = f"{measured[2] - measured[0]}×{measured[3] - measured[1]}"
    say(f"{shown(options.output)} is written")
    print(f"{path}, channel {options.channel}, row {place[0]}, column {place[1]}: can see {can} of")
    print(f"the network's input; {does} pixels move it by more than 1 % of the strongest.")


def _extent(values: FloatArray) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of what moves the unit noticeably; nothing at all for a dead one."""
    import numpy as np

    rows, columns = np.nonzero(values > _SEEN * values.max(initial=0))
    if not rows.size:
        return (0, 0, 0, 0)
    ends = (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
    return tuple(map(int, ends))  # type: ignore[return-value]
