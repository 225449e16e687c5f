"""``xception-gui summary``: the module tree as a table or as JSON."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from xception_gui.base import numbers
from xception_gui.base.config import XceptionConfig
from xception_gui.base.departures import departures
from xception_gui.base.module_table import module_rows
from xception_gui.base.preprocessing import input_size, paper_steps
from xception_gui.base.problem import Problem
from xception_gui.base.results import ModuleInfo
from xception_gui.cli.output import put_json, write, write_csv, write_drawing

# What answers alone, and what it would leave out without a word.
_DRAWN = ("svg", "png", "html")
_ALONE = {
    "tutorial": ("against", "check", "profile", "input_size", *_DRAWN),
    "against": ("check", "profile", *_DRAWN),
    "check": ("profile",),
}
_COLUMNS = "{:<22}{:<14}{:>14}{:>14}{:>16}"


def run(options: argparse.Namespace) -> int:
    """Print the tree of the named weights, or of the paper's network, measured on `meta`."""
    _check(options)
    if options.tutorial:
        from xception_gui.cli import tutorial

        return tutorial.show(options)
    from xception_gui.inspection import footer, module_tree

    name, config, size = _network(options.weights)
    own, size = size, options.input_size or size
    if options.against:
        from xception_gui.cli import against

        return against.show(name, config, size, options)
    _check_asked(config, own, size)
    tree = module_tree(config, size)
    _write_files(options, name, tree)
    if options.check:
        from xception_gui.cli import check

        title = f"{name}, {config.in_chans}×{size}×{size}"
        return check.show(title, tree, departures(config, size), options)
    if options.profile:
        from xception_gui.cli import profile

        return profile.show(f"{name}, {config.in_chans}×{size}×{size}", tree, options)
    write_csv(options.csv, module_rows(tree))
    if options.json:
        put_json(_json(name, size, tree, asdict(footer(tree))))
        return 0
    print(f"{name}, {config.in_chans}×{size}×{size}")
    print(_COLUMNS.format("module", "kind", "output", "parameters", "MACs"))
    for row in tree.walk()[1:]:
        if row.path.count(".") < options.depth:
            print(_line(row))
    print(_totals(tree, asdict(footer(tree))))
    return 0


def _check(options: argparse.Namespace) -> None:
    for option, value in (("--input-size", options.input_size), ("--depth", options.depth)):
        if value is not None and value < 1:
            raise Problem("option-value", option=option, value=value, allowed="1 or more")
    for name, others in _ALONE.items():
        also = [f"--{other.replace('_', '-')}" for other in others if getattr(options, other)]
        if name == "tutorial" and options.weights != "none":
            also.append("--weights")
        if getattr(options, name) and also:
            words = {"value": f"with {', '.join(also)}", "allowed": "one without the other"}
            raise Problem("option-value", option=f"--{name}", **words)


def _check_asked(config: XceptionConfig, own: int, size: int) -> None:
    """As Keras and timm do it, no size below a 3×3 map: but for what the weights were made for."""
    from xception_gui.model import min_size

    smallest = min(own, min_size(config))
    if size < smallest:
        raise Problem("input-too-small", size=size, minimum=smallest)


def _write_files(options: argparse.Namespace, name: str, tree: ModuleInfo) -> None:
    """The drawing and the page, where they are wanted."""
    from xception_gui.inspection import as_html, layout

    write_drawing(options, lambda: layout(tree), name)
    if options.html:
        write(options.html, as_html(tree, name).encode())


def _network(weights: str) -> tuple[str, XceptionConfig, int]:
    if weights == "none":
        return "The paper's Xception", XceptionConfig(), input_size(paper_steps())
    from xception_gui.weights import load_weights

    record = load_weights(weights).weights
    return record.name, record.config, record.input_size


def _line(row: ModuleInfo) -> str:
    level = row.path.count(".")
    name = f"{'  ' * level}{row.name}"
    kind = row.kind if not row.children else ""
    shape, params = numbers.shape(row.output_shape), numbers.exact(row.params)
    return _COLUMNS.format(name, kind, shape, params, numbers.exact(row.macs))


def _totals(tree: ModuleInfo, sizes: dict[str, float]) -> str:
    memory = ", ".join(f"{key.removesuffix('_mb')} {size:.2f} MB" for key, size in sizes.items())
    rows = (
        f"Parameters, trainable: {numbers.exact(tree.params)}",
        f"with batch-norm statistics: {numbers.exact(tree.params + tree.buffers)}",
        f"MACs (multiply–accumulates; FLOPs = 2 × MACs): {numbers.exact(tree.macs)}",
        f"One picture in float32: {memory.replace('_', '/')}",
    )
    return "\n".join(("", *rows))


def _json(name: str, size: int, tree: ModuleInfo, sizes: dict[str, float]) -> dict[str, object]:
    return {
        "network": name,
        "params_trainable": tree.params,
        "params_total_with_buffers": tree.params + tree.buffers,
        "macs": tree.macs,
        "input_size": size,
        **sizes,
        "modules": module_rows(tree),
    }
