"""From the prepared tensor to Prediction and heat map, full network, 299 pixels.

To reach on the CPU: at most 0.75 of timm's eager float32 forward pass, and at most 1.05 of our own
bare folded forward pass. Decoding is reported beside it. On a CUDA device also bfloat16, and the
difference of its logits from the CPU's.

Run: python -m benchmarks.predict [--rounds 15] [--threads 2] [--device auto]
"""

from __future__ import annotations

import argparse
import io
from collections.abc import Callable
from functools import partial

import numpy as np
import torch
from PIL import Image
from torch import Tensor, nn

from benchmarks._common import interleaved, print_target, print_times, processor, ratio
from xception_gui.base.preprocessing import paper_steps
from xception_gui.base.results import Prepared
from xception_gui.explanation import explain
from xception_gui.images import decode, prepare
from xception_gui.inference import Engine, choose_device
from xception_gui.inference.folding import folded
from xception_gui.model.xception import LAST_ACTIVATION
from xception_gui.weights import Loaded, load_weights

PHOTOS = {"0.2": (500, 375), "12": (4000, 3000), "48": (8000, 6000)}
PREDICT, TIMM, BARE = "prediction + heat map", "timm, eager forward", "our bare folded forward"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--device", default="auto")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    device = choose_device(options.device).device
    print(f"torch {torch.__version__}, {processor()}, {options.threads} threads")
    loaded = load_weights("none")
    prepared = prepare(decode(photo(500, 375), "photo").image, paper_steps(), "photo")
    measure_predicting(loaded, prepared, torch.device("cpu"), options.rounds)
    if device.type != "cpu":
        measure_predicting(loaded, prepared, device, options.rounds)
    measure_decoding(options.rounds)


def measure_predicting(
    loaded: Loaded, prepared: Prepared, device: torch.device, rounds: int
) -> None:
    engine = Engine(loaded, str(device))
    layout = torch.channels_last
    half = Engine(loaded, str(device), "bfloat16")
    bare = folded(engine.model).to(memory_format=layout)  # type: ignore[call-overload]
    picture = torch.from_numpy(prepared.values)[None].to(device)
    calls: dict[str, Callable[[], object]] = {
        PREDICT: partial(answer, engine, prepared),
        TIMM: forward(timm_network().to(device), picture),
        BARE: forward(bare, picture.contiguous(memory_format=layout)),
        "the same in bfloat16": partial(answer, half, prepared),
    }
    times = interleaved(calls, rounds)
    print(f"\nOne picture of 299 × 299 on {named(device)}, {rounds} rounds")
    print_times(times)
    if device.type == "cpu":
        print_target(f"{PREDICT} / {TIMM}", ratio(times, PREDICT, TIMM), 0.75)
        print_target(f"{PREDICT} / {BARE}", ratio(times, PREDICT, BARE), 1.05)
    else:
        print(f"  {PREDICT} / {TIMM}: {ratio(times, PREDICT, TIMM):.2f}")
        print_target(
            "float32 logits against the CPU's, relative", gap(loaded, engine, prepared), 1e-4
        )


def answer(engine: Engine, prepared: Prepared) -> None:
    """What the window does with a picture: probabilities, and the likeliest class' heat map."""
    prediction, activation = engine.predict(prepared)
    explain(engine, prepared, prediction.top(1)[0].index, LAST_ACTIVATION, activation)


def forward(network: nn.Module, picture: Tensor) -> Callable[[], None]:
    """The forward pass alone, waited for."""

    def call() -> None:
        with torch.inference_mode():
            network(picture)
        if picture.device.type != "cpu":
            torch.accelerator.synchronize()

    return call


def timm_network() -> nn.Module:
    """timm's port of the paper's network, random weights."""
    import timm

    network: nn.Module = timm.create_model("legacy_xception", pretrained=False).eval()
    return network


def gap(loaded: Loaded, engine: Engine, prepared: Prepared) -> float:
    """Largest difference of the logits from the CPU's, as a fraction of their largest."""
    expected = Engine(loaded, "cpu").predict(prepared)[0].logits
    found = engine.predict(prepared)[0].logits
    return float(np.abs(found - expected).max() / np.abs(expected).max())


def named(device: torch.device) -> str:
    """The device as its maker calls it."""
    return torch.cuda.get_device_name(device) if device.type == "cuda" else str(device)


def measure_decoding(rounds: int) -> None:
    print("\nBeside it, from a JPEG's bytes to the prepared tensor")
    for megapixels, (width, height) in PHOTOS.items():
        data = photo(width, height)
        image = decode(data, "photo").image
        name = f"{megapixels} megapixels"
        calls: dict[str, Callable[[], object]] = {
            f"{name}: decode": partial(decode, data, "photo"),
            f"{name}: prepare": partial(prepare, image, paper_steps(), ""),
        }
        times = interleaved(calls, max(3, rounds // 5), warm_up=1)
        print_times(times)


def photo(width: int, height: int) -> bytes:
    """A generated JPEG: large soft shapes under a little noise, as heavy as a photo's."""
    draw = np.random.default_rng(0)
    shapes = Image.fromarray(draw.integers(0, 256, (12, 16, 3), np.uint8))
    grain = Image.effect_noise((width, height), 24).convert("RGB")
    picture = Image.blend(shapes.resize((width, height), Image.Resampling.BICUBIC), grain, 0.2)
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=90)
    return file.getvalue()


if __name__ == "__main__":
    main()
