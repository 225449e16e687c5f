"""``xception-gui summary --profile``: milliseconds per module beside its share of the MACs."""

from __future__ import annotations

import argparse

from xception_gui.base.numbers import percent, size
from xception_gui.base.results import ModuleInfo
from xception_gui.cli.output import put_json


def show(title: str, tree: ModuleInfo, options: argparse.Namespace) -> int:
    """Measure, and print the modules down to the wanted depth."""
    import torch

    from xception_gui.inference import choose_device
    from xception_gui.inspection.profile import profile
    from xception_gui.weights import load_weights

    device = choose_device(options.device).device
    model = load_weights(options.weights).model.to(device)
    found = profile(model, torch.zeros(1, *tree.input_shape, device=device))
    rows = {row.path: row for row in tree.walk()}
    whole = found[0].ms
    table = [
        {
            "path": one.path,
            "ms": round(one.ms, 4),
            "output_bytes": one.output_bytes,
            "share_of_time": one.ms / whole,
            "share_of_macs": rows[one.path].macs / tree.macs,
        }
        for one in found
    ]
    if options.json:
        put_json({"network": title, "device": str(device), "modules": table})
        return 0
    print(f"{title}, {device}, median of 5 warm runs: {whole:.1f} ms")
    print(f"{'':<28}{'ms':>9}{'of the time':>13}{'of the MACs':>13}{'output':>10}")
    for one, row in zip(found[1:], table[1:], strict=True):
        if one.path.count(".") < options.depth:
            name = "  " * one.path.count(".") + one.path.rsplit(".", 1)[-1]
            shares = percent(float(row["share_of_time"])), percent(float(row["share_of_macs"]))  # type: ignore[arg-type]
            print(
                f"{name:<28}{one.ms:>9.2f}{shares[0]:>13}{shares[1]:>13}{size(one.output_bytes):>10}"
            )
    return 0
