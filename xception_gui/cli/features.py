"""``xception-gui features``: the feature maps of modules as a picture or as numbers."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from xception_gui.base import numbers
from xception_gui.base.atomic import write_with
from xception_gui.base.colour_maps import NAMES
from xception_gui.base.feature_maps import FeatureMaps, ModuleMaps, Relevance, levels, order
from xception_gui.base.problem import Problem
from xception_gui.base.results import Prepared
from xception_gui.cli.output import check_output, open_engine, put_json, say_strips, shown

if TYPE_CHECKING:
    from xception_gui.inference import Engine

_FORMATS = (".png", ".npy", ".npz")


def run(options: argparse.Namespace) -> int:
    """Write the maps and say what they are."""
    from xception_gui.images import open_picture, prepare
    from xception_gui.inspection import feature_maps

    suffix = _check(options)
    engine = open_engine(options.weights, options.device, "float32")
    opened = open_picture(options.image)
    prepared = prepare(opened.image, engine.weights.preprocessing, opened.picture.image_id)
    found = feature_maps(engine.model, prepared, options.layer, engine.state_id)
    say_strips(found[0].strips)
    relevances = _relevances(engine, options, prepared, found)
    if suffix == ".png":
        _write_png(options, found[0].output, relevances[-1] if relevances else None)
    else:
        _write_numbers(options.output, suffix, found)
    _report(options, engine, found)
    return 0


def _check(options: argparse.Namespace) -> str:
    """How the output's name ends."""
    suffix = check_output(options.output, _FORMATS)
    if len(options.layer) > 1 and suffix != ".npz":
        value = ", ".join(options.layer)
        raise Problem(
            "option-value", option="--layer", value=value, allowed="one, or -o NAME.npz for several"
        )
    if options.colours not in (None, *NAMES):
        allowed = ", ".join(NAMES)
        raise Problem("option-value", option="--colours", value=options.colours, allowed=allowed)
    return suffix


def _relevances(
    engine: Engine, options: argparse.Namespace, prepared: Prepared, found: list[ModuleMaps]
) -> tuple[Relevance, ...]:
    """Only where they decide the order."""
    from xception_gui.explanation import relevance, resolve_class

    if options.sort != "relevance":
        return ()
    if options.target is not None:
        index = resolve_class(engine.weights, options.target)
    else:
        index = engine.predict(prepared)[0].top(1)[0].index
    return relevance(engine, prepared, found[0].path, index)


def _write_png(options: argparse.Namespace, maps: FeatureMaps, relevance: Relevance | None) -> None:
    from xception_gui.images.mosaic import mosaic

    colours = options.colours or ("blue-white-red" if maps.signed else "viridis")
    picture = mosaic(levels(maps, options.scale), order(maps, options.sort, relevance), colours)
    write_with(options.output, lambda file: picture.save(file, "PNG"))


def _write_numbers(path: str, suffix: str, found: list[ModuleMaps]) -> None:
    """Values as captured; several modules under their paths, parts after a colon."""
    import numpy as np

    if suffix == ".npy":
        write_with(path, lambda file: np.save(file, found[0].output.values))
        return
    arrays = {module.path or "xception": module.output.values for module in found}
    for module in found:
        for part in module.parts[:-1]:
            arrays[f"{module.path}:{part.part}"] = part.values
    write_with(path, lambda file: np.savez(file, **arrays))  # type: ignore[arg-type]


def _report(options: argparse.Namespace, engine: Engine, found: list[ModuleMaps]) -> None:
    if options.json:
        put_json(
            {
                "path": shown(options.image),
                "output": shown(options.output),
                "weights": engine.weights.name,
                "weights_sha256": engine.weights.sha256,
                "trained": engine.weights.trained,
                "modules": [_entry(module) for module in found],
            }
        )
        return
    for module in found:
        maps = module.output
        shape = "×".join(map(str, maps.values.shape))
        print(
            f"{shown(options.output)}: {module.path}, {shape}, {int(maps.dead.sum())} dead, "
            f"zeros {numbers.percent(float(maps.zeros.mean()))}, max {maps.maximum.max():.3g}"
        )


def _entry(module: ModuleMaps) -> dict[str, Any]:
    return {"path": module.path, "parts": [_part(maps) for maps in module.parts]}


def _part(maps: FeatureMaps) -> dict[str, Any]:
    return {
        "part": maps.part,
        "shape": list(maps.values.shape),
        "dead": int(maps.dead.sum()),
        "mean": maps.mean.tolist(),
        "max": maps.maximum.tolist(),
        "min": maps.minimum.tolist(),
        "variance": maps.variance.tolist(),
        "zeros": maps.zeros.tolist(),
    }
