"""``xception-gui summary --profile``: milliseconds per module beside its share of the MACs."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from xception_gui.base.numbers import percent, size
from xception_gui.base.profile import RUNS, ModuleProfile, module_profiles
from xception_gui.base.results import ModuleInfo
from xception_gui.cli.output import put_json, write_csv


def show(title: str, tree: ModuleInfo, options: argparse.Namespace) -> int:
    """Measure, and print the modules down to the wanted depth."""
    import torch

    from xception_gui.inference import choose_device
    from xception_gui.inspection.profile import profile
    from xception_gui.weights import load_weights

    device = choose_device(options.device).device
    model = load_weights(options.weights).model.to(device)
    times = profile(model, torch.zeros(1, *tree.input_shape, device=device))
    ms = {one.path: one.ms for one in times}
    found = module_profiles(tree, ms, {one.path: one.output_bytes for one in times})
    write_csv(options.csv, list(map(asdict, found)))
    if options.json:
        modules = list(map(asdict, found))
        put_json({"network": title, "device": str(device), "modules": modules})
        return 0
    print(f"{title}, {device}, median of {RUNS} warm runs: {found[0].ms:.1f} ms")
    print(f"{'':<28}{'ms':>9}{'of the time':>13}{'of the MACs':>13}{'output':>10}")
    for one in found[1:]:
        if one.path.count(".") < options.depth:
            print(_line(one))
    return 0


def _line(one: ModuleProfile) -> str:
    name = "  " * one.path.count(".") + one.path.rsplit(".", 1)[-1]
    shares = f"{percent(one.share_of_time):>13}{percent(one.share_of_macs):>13}"
    return f"{name:<28}{one.ms:>9.2f}{shares}{size(one.output_bytes):>10}"
