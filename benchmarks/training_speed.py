"""Our training step against the plain loop that tutorials show, on the same batch, interleaved.

The plain loop: timm's legacy_xception, float32, default memory format. To reach on the CPU: at
least 1.7 times its images per second (time at most 0.59 of its time); on CUDA 3 times (0.33), and
no slower than timm with AMP and channels_last, eager or compiled. Then what mixed precision and
gradient checkpointing do to speed and peak memory: at most 0.50 of plain with a checkpoint per
block, 0.44 with finer ones.

Run: python -m benchmarks.training_speed [--size 128] [--batch 8] [--rounds 5]
    [--memory-size 299] [--memory-batch 32] [--device auto]
"""

from __future__ import annotations

import argparse
import itertools
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median

import torch
from torch import Tensor, nn
from torch.nn import functional

from benchmarks._common import interleaved, print_target, print_times, processor, ratio
from benchmarks._live_memory import peak_bytes
from xception_gui.base.config import XceptionConfig
from xception_gui.base.preprocessing import paper_steps
from xception_gui.base.training import TrainingConfig
from xception_gui.inference import choose_device
from xception_gui.training.run import DTYPES, Run
from xception_gui.training.samples import Samples
from xception_gui.training.state import fresh
from xception_gui.training.step import one_step

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
    samples = Samples(pixels, torch.arange(batch), names)
    return Run(config, Path(), (), samples, samples, device, torch.float32, 0)


def our_step(run: Run, **changed: object) -> Step:
    """One step of our loop, from uint8 pictures to changed weights."""
    config = replace(run.config, **changed)  # type: ignore[arg-type]
    run = replace(run, config=config, dtype=DTYPES[config.precision.replace("auto", "float32")])
    state, indices = fresh(config, run.device), list(range(config.batch_size))
    return waited(lambda: list(one_step(run, state, indices)), run.device)


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
    x = (run.training.pixels.float() / 127.5 - 1).to(run.device)
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
    print(f"\nBatch {run.config.batch_size} of {run.training.pixels.shape[-1]} px, {rounds} rounds")
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
