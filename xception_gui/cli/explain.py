"""``xception-gui explain``: the heat map of one class over the photo."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from xception_gui.base import numbers
from xception_gui.base.atomic import write_with
from xception_gui.base.colour_maps import NAMES
from xception_gui.base.problem import Problem
from xception_gui.base.results import Activation, Heatmap, Prediction, Prepared
from xception_gui.cli.output import check_output, open_engine, put_json, say_strips, shown

if TYPE_CHECKING:
    from xception_gui.inference import Engine


def run(options: argparse.Namespace) -> int:
    """Write the overlay and say what it shows."""
    from xception_gui.explanation import compose
    from xception_gui.images import open_picture, prepare

    _check(options)
    engine = open_engine(options.weights, options.device, options.precision)
    opened = open_picture(options.image)
    prepared = prepare(opened.image, engine.weights.preprocessing, opened.picture.image_id)
    prediction, activation = engine.predict(prepared)
    say_strips(prediction.strips)
    heatmap = _heatmap(engine, options, prepared, prediction, activation)
    overlay = compose(opened.image, heatmap, prepared.box, options.opacity, options.colours)
    write_with(options.output, lambda file: overlay.save(file, "PNG"))
    _report(options, prediction, heatmap)
    return 0


def _check(options: argparse.Namespace) -> None:
    if options.colours not in NAMES:
        allowed = ", ".join(NAMES)
        raise Problem("option-value", option="--colours", value=options.colours, allowed=allowed)
    if not 0 <= options.opacity <= 1:
        raise Problem("option-value", option="--opacity", value=options.opacity, allowed="0 to 1")
    check_output(options.output)


def _heatmap(
    engine: Engine,
    options: argparse.Namespace,
    prepared: Prepared,
    prediction: Prediction,
    activation: Activation,
) -> Heatmap:
    from xception_gui.explanation import explain, resolve_class

    if options.target is None:
        index = prediction.top(1)[0].index
    else:
        index = resolve_class(engine.weights, options.target)
    return explain(engine, prepared, index, options.layer, activation, options.method)


def _report(options: argparse.Namespace, prediction: Prediction, heatmap: Heatmap) -> None:
    row = prediction.row(heatmap.class_index)
    if options.json:
        put_json(
            {
                "path": shown(options.image),
                "output": shown(options.output),
                "weights": prediction.weights,
                "weights_sha256": prediction.weights_sha256,
                "trained": prediction.trained,
                "method": heatmap.method,
                "layer": heatmap.layer,
                "class": {"index": row.index, "label": row.label, "probability": row.probability},
                "peak": heatmap.peak,
                "heatmap": heatmap.values.tolist(),
            }
        )
        return
    rows, columns = heatmap.values.shape
    print(
        f"{shown(options.output)}: {row.label} {numbers.percent(row.probability)}, "
        f"{heatmap.method} at {heatmap.layer}, {rows}×{columns}"
    )
