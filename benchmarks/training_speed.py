"""Our training step against the plain loop that tutorials show, on the same batch, interleaved.

The plain loop: timm's legacy_xception, float32, default memory format. To reach on the CPU: at
least 1.7 times its images per second (time at most 0.59 of its time); on CUDA 3 times (0.33), and
no slower than timm with AMP and channels_last, eager or compiled. Then what mixed precision and
gradient checkpointing do to speed and peak memory: at most 0.50 of plain with a checkpoint per
block, 0.44 with finer ones. Last, what it costs to read the pictures while training, for which
there is no target.

Run: python -m benchmarks.training_speed [--size 128] [--batch 8] [--rounds 5]
    [--memory-size 299] [--memory-batch 32] [--device auto]
"""

from __future__ import annotations

import argparse
import itertools
import tempfile
import time
import zipfile
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path
from statistics import median

import numpy as np
import torch
from PIL import Image
from torch import Tensor, nn
from torch.nn import functional

from benchmarks._common import interleaved, print_target, print_times, processor, ratio
from benchmarks._live_memory import peak_bytes
from xception_gui.base.config import XceptionConfig
from xception_gui.base.preprocessing import paper_steps
from xception_gui.base.training import TrainingConfig
from xception_gui.images import ClassFolders
from xception_gui.inference import choose_device
from xception_gui.training.reading import picked, picked_ahead, readers
from xception_gui.training.run import DTYPES, Run
from xception_gui.training.samples import Samples, unread_samples
from xception_gui.training.sources import Kept
from xception_gui.training.state import fresh
from xception_gui.training.step import one_step
from xception_gui.training.upcoming import Upcoming

DEFAULTS = {
    "size": 128, "batch": 8, "rounds": 5, "threads": 2, "memory-size": 299, "memory-batch": 32,
}  # fmt: skip
PLAIN, OURS = "plain loop with timm", "our loop, bfloat16"
Step = Callable[[], object]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name, number in DEFAULTS.items():
        parser.add_argument(f"--{name}", type=int, default=number)
    parser.add_argument("--device", default="auto")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    device = choose_device(options.device).device
    print(f"torch {torch.__version__}, {processor()}, {device}, {options.threads} threads")
    run = made_run(options.size, options.batch, device)
    compare(run, options.rounds)
    speeds(run, options.rounds)
    reading(run, options.rounds)
    memory(made_run(options.memory_size, options.memory_batch, device))


def made_run(size: int, batch: int, device: torch.device) -> Run:
    """A run on one batch of noise, 1000 classes."""
    config = TrainingConfig(
        model=XceptionConfig(bn_momentum=0.1), preprocessing=paper_steps(size), epochs=100_000,
        batch_size=batch, augmentation="none", schedule="constant", learning_rate=1e-4,
        warmup_epochs=0, device=str(device),
    )  # fmt: skip
    draw = torch.Generator().manual_seed(0)
    pixels = torch.randint(0, 256, (batch, 3, size, size), dtype=torch.uint8, generator=draw)
    names = tuple(map(str, range(batch)))
    samples = Samples(Kept(pixels), torch.arange(batch), torch.arange(batch), names)
    return Run(config, Path(), (), samples, samples, device, torch.float32)


def pixels_of(run: Run) -> Tensor:
    """The batch of noise."""
    assert isinstance(run.training.source, Kept)
    return run.training.source.pixels


def our_step(run: Run, **changed: object) -> Step:
    """One step of our loop, from uint8 pictures to changed weights."""
    config = replace(run.config, **changed)  # type: ignore[arg-type]
    run = replace(run, config=config, dtype=DTYPES[config.precision.replace("auto", "float32")])
    state, indices = fresh(config, run.device), list(range(config.batch_size))
    found = picked(run.training, indices, indices)
    return waited(lambda: list(one_step(run, state, found)), run.device)


def plain_step(run: Run) -> Step:
    """The tutorials' loop on a batch that is ready."""
    network, x, y = timm_network(run)
    optimiser = torch.optim.SGD(network.parameters(), lr=1e-4, momentum=0.9)

    def step() -> None:
        optimiser.zero_grad()
        functional.cross_entropy(network(x), y).backward()  # type: ignore[no-untyped-call]
        optimiser.step()

    return waited(step, run.device)


def fast_timm_step(run: Run, compiled: bool) -> Step:
    """timm at its best: AMP and channels_last."""
    network, x, y = timm_network(run)
    layout = torch.channels_last
    network = network.to(memory_format=layout)  # type: ignore[call-overload]
    x = x.contiguous(memory_format=layout)
    optimiser = torch.optim.SGD(network.parameters(), lr=1e-4, momentum=0.9, foreach=True)
    forward = torch.compile(network) if compiled else network

    def step() -> None:
        optimiser.zero_grad()
        with torch.autocast(run.device.type, torch.bfloat16):
            loss = functional.cross_entropy(forward(x), y)
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()

    return waited(step, run.device)


def timm_network(run: Run) -> tuple[nn.Module, Tensor, Tensor]:
    """timm's port, the batch as it wants it, its classes."""
    import timm

    network: nn.Module = timm.create_model("legacy_xception", pretrained=False).train()
    x = (pixels_of(run).float() / 127.5 - 1).to(run.device)
    return network.to(run.device), x, run.training.labels.to(run.device)


def waited(step: Step, device: torch.device) -> Step:
    """The step, ended on the device too."""

    def call() -> None:
        step()
        if device.type != "cpu":
            torch.accelerator.synchronize()

    return call


def compare(run: Run, rounds: int) -> None:
    cuda = run.device.type == "cuda"
    calls = {PLAIN: plain_step(run), OURS: our_step(run, precision="bfloat16")}
    if cuda:
        calls["our loop, compiled"] = our_step(run, precision="bfloat16", compile=True)
        calls["timm, AMP + channels_last"] = fast_timm_step(run, False)
        calls["timm, the same, compiled"] = fast_timm_step(run, True)
    times = interleaved(calls, rounds, warm_up=1)
    print(f"\nBatch {run.config.batch_size} of {pixels_of(run).shape[-1]} px, {rounds} rounds")
    print_times(times)
    print_target(f"{OURS} / {PLAIN}, time", ratio(times, OURS, PLAIN), 1 / 3 if cuda else 1 / 1.7)
    if cuda:
        best = min(list(calls)[3:], key=lambda name: median(times[name]))
        mine = min(list(calls)[1:3], key=lambda name: median(times[name]))
        print_target(f"{mine} / {best}, time", ratio(times, mine, best), 1.0)


KINDS = tuple(itertools.product(("float32", "bfloat16"), ("none", "blocks", "fine")))


def kind_step(run: Run, kind: tuple[str, str]) -> Step:
    return our_step(run, precision=kind[0], checkpointing=kind[1])


def speeds(run: Run, rounds: int) -> None:
    """With and without mixed precision and checkpoints."""
    calls = {" ".join(kind): kind_step(run, kind) for kind in KINDS}
    times = interleaved(calls, rounds, warm_up=1)
    print("\nprecision and checkpoints    images/s  relative")
    for name, values in times.items():
        speed = 1000 * run.config.batch_size / median(values)
        print(f"  {name:<24} {speed:10.1f} {ratio(times, 'float32 none', name):9.2f}")


def reading(run: Run, rounds: int) -> None:
    """Steps on pictures in memory, and on JPEG files that are decoded meanwhile."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        sources = pictures_of(Path(name), 8 * run.config.batch_size)
        calls: dict[str, Step] = {"in memory": our_step(run, precision="bfloat16")}
        for kind, path in sources.items():
            calls[kind] = next_step(run, path, stack)
        times = interleaved(calls, rounds, warm_up=2)
        alone = {kind: reading_alone(run, path) for kind, path in sources.items()}
    print(f"\npictures of 500 × 375 read by {readers()} threads    images/s")
    for kind, values in times.items():
        print(f"  {kind + ', step':<34} {1000 * run.config.batch_size / median(values):10.1f}")
    for kind, speed in alone.items():
        print(f"  {kind + ', reading alone':<34} {speed:10.1f}")


def pictures_of(folder: Path, count: int) -> dict[str, Path]:
    """So many JPEG files in a folder, and the same in a zip."""
    draw = np.random.default_rng(0)
    with zipfile.ZipFile(folder / "data.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(count):
            place = folder / "data" / "ab"[number % 2] / f"{number}.jpg"
            place.parent.mkdir(parents=True, exist_ok=True)
            coarse = draw.integers(0, 256, (75, 100, 3), np.uint8)
            picture = Image.fromarray(coarse).resize((500, 375), Image.Resampling.BICUBIC)
            picture.save(place, quality=90)
            archive.write(place, f"{place.parent.name}/{place.name}")
    return {"folder": folder / "data", "zip": folder / "data.zip"}


def unread(run: Run, path: Path) -> Samples:
    data = ClassFolders(path)
    return unread_samples(data, run.config.preprocessing, range(len(data)))


def reading_alone(run: Run, path: Path) -> float:
    """Pictures per second where nothing is learnt from them."""
    samples, size = unread(run, path), run.config.batch_size
    began = time.perf_counter()
    wanted = ((list(range(i, i + size)), range(size)) for i in range(0, len(samples), size))
    read = sum(len(found.indices) for found in picked_ahead(samples, wanted))
    return read / (time.perf_counter() - began)


def next_step(run: Run, path: Path, stack: ExitStack) -> Step:
    """The next batch of these pictures, learnt."""
    samples, config = unread(run, path), replace(run.config, precision="bfloat16")
    run = replace(run, config=config, training=samples, dtype=torch.bfloat16)
    state = fresh(config, run.device)
    upcoming = stack.enter_context(closing(Upcoming(run, state)))

    def step() -> None:
        list(one_step(run, state, upcoming.batch()))

    return waited(step, run.device)


def memory(run: Run) -> None:
    """Most bytes alive in the second step, beyond weights and momentum, which are there before."""
    found = {}
    print(f"\nbatch {run.config.batch_size}, precision and checkpoints    peak MB  relative")
    for kind in KINDS:
        step = kind_step(run, kind)
        step()
        found[kind] = peak_bytes(step, run.device)
        share = found[kind] / found[KINDS[0]]
        print(f"  {' '.join(kind):<34} {found[kind] / 1e6:8.0f} {share:9.2f}", flush=True)
    for kind, limit in zip(KINDS[1:3], (0.50, 0.44), strict=True):
        print_target(f"memory with checkpoints: {kind[1]}", found[kind] / found[KINDS[0]], limit)


if __name__ == "__main__":
    main()
