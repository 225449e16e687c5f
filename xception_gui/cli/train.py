"""``xception-gui train``: a run in the terminal. Ctrl-C stops with a checkpoint, twice at once."""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

from xception_gui.base.events import RateFound, RunStarted, TrainingEvent, to_line
from xception_gui.base.preprocessing import input_size
from xception_gui.base.problem import Problem
from xception_gui.base.run_folders import EVENTS, epochs_of, read_events
from xception_gui.base.training import TrainingConfig, named_recipe
from xception_gui.base.training_config import pairs_text
from xception_gui.base.training_settings import SETTINGS
from xception_gui.base.variants import UNCHANGED, variant_names
from xception_gui.cli.ablate import run_ablations
from xception_gui.cli.output import say
from xception_gui.cli.training_bar import TrainingBar
from xception_gui.cli.training_report import learnt, say_few, show

if TYPE_CHECKING:
    from xception_gui.training import Control

_RESUMED = ("checkpoint*.pt", "best.pt")  # what a run goes on with
_OF_ONE = ("rank-lost", "out-of-memory")  # what may befall one process alone before it begins
_PATIENCE = 5.0  # seconds
_WRITTEN = (*_RESUMED, EVENTS, "weights.safetensors")


def run(options: argparse.Namespace) -> int:
    """Train until the last epoch or until Ctrl-C.

    What refuses a run refuses it in every process: the first one of a machine says so.
    """
    began = threading.Event()
    try:
        return _run(options, began)
    except Problem as problem:
        first = os.environ.get("LOCAL_RANK", "0") == "0"
        if not (first or began.is_set() or problem.code.startswith(_OF_ONE)):
            time.sleep(_PATIENCE)  # torchrun ends all with the first that ends: let it say so
        raise  # who is still there was refused alone


def _run(options: argparse.Namespace, began: threading.Event) -> int:
    """As `run`; `began` is set in a process that says nothing."""
    from xception_gui.training import Control
    from xception_gui.training.ranks import joined

    if options.find_rate:
        return _find_rate(options)
    config = config_of(options)
    out, resume = _place(options)
    if options.ablate:
        return _ablate(options, out, config, resume)
    control, own = Control(), _own(options, config, out, resume)
    with joined(own.device) as reports, _ctrl_c(control, reports):
        if reports:
            say_ignored(options, config, own, out)
        if reports and not resume:
            say_unused(options, config)
        _train(options, out, resume, own, control, None if reports else began)
    return 0


def _own(
    options: argparse.Namespace, config: TrainingConfig, out: Path, resume: bool
) -> TrainingConfig:
    """The values of this run: one that goes on keeps those it began with.

    But it may be shown more, compute elsewhere, and what it is judged on may have moved.
    """
    from xception_gui.training.record import config_of_run

    if not resume:
        return config
    own = config_of_run(out)
    held = own.validation_data and (config.validation_data or own.validation_data)
    shown = own.tensorboard or config.tensorboard
    device = config.device if "device" in _given(options)[0] else own.device
    return replace(own, tensorboard=shown, validation_data=held, device=device)


def _ablate(options: argparse.Namespace, out: Path, config: TrainingConfig, resume: bool) -> int:
    from xception_gui.training import Control

    if _several():
        words = {"value": options.ablate[0], "allowed": "one process"}
        raise Problem("option-value", option="--ablate", **words)
    changes, control = [_model_value(text) for text in options.ablate], Control()
    whole, lines = out / UNCHANGED, bool(options.events)
    # Of one that did not begin yet they are the given ones; all have to differ in one value:
    own = _own(options, config, whole, resume and _has(whole, (*_RESUMED, "config.toml")))
    say_ignored(options, config, own, whole)
    if not resume:
        say_unused(options, config)
    with _ctrl_c(control):
        return run_ablations(options.data, out, own, changes, control, resume, lines)


def _place(options: argparse.Namespace) -> tuple[Path, bool]:
    """The run directory, and whether to go on there: asked for, or restarted by `torchrun`."""
    if _several() and not (options.out or options.resume):
        raise Problem("option-value", option="--out", value="–", allowed="a folder for all ranks")
    out = Path(options.resume or options.out or f"runs/{time.strftime('%Y%m%d-%H%M%S')}")
    again = os.environ.get("TORCHELASTIC_RESTART_COUNT", "0") != "0"
    if not (options.resume or again):
        _refuse_another_run(options, out)
    return out, bool(options.resume) or (again and _has(out, _RESUMED))


def _refuse_another_run(options: argparse.Namespace, out: Path) -> None:
    """Its events, epochs and weights would be mixed with those of the new one, or lost."""
    folders = [out]
    if options.ablate:
        names = variant_names([_model_value(text) for text in options.ablate])
        folders += [out / name for name in names]
    if any(_has(folder, _WRITTEN) for folder in folders):
        raise Problem("run-exists", run=str(out))


def _has(folder: Path, patterns: Sequence[str]) -> bool:
    there = os.path.isdir(folder)  # False for a name that no disk takes: told where it is made
    return there and any(any(folder.glob(pattern)) for pattern in patterns)


def say_ignored(
    options: argparse.Namespace, config: TrainingConfig, own: TrainingConfig, out: Path
) -> None:
    """Values that were given to a run which goes on and that it does not take: it keeps its own."""
    names, fields = _given(options)
    pairs = [(name, getattr(config, name), getattr(own, name)) for name in names]
    models = config.model.to_dict(), own.model.to_dict()
    pairs += [(f"model.{name}", *(model[name] for model in models)) for name in fields]
    if options.input_size is not None and not own.weights:  # these alone know their size
        pairs.append(("input_size", options.input_size, input_size(own.preprocessing)))
    differ = [_told(name, mine) for name, wanted, mine in pairs if wanted != mine]
    if differ:
        say(
            f"a run goes on with its own values: {', '.join(differ)}. To train what it learnt "
            f"with others: --weights {out / 'weights.safetensors'} and another --out"
        )


def say_unused(options: argparse.Namespace, config: TrainingConfig) -> None:
    """Given values that change nothing: pretrained weights, or other values, replace them."""
    if config.weights and (unused := _replaced(options, config)):
        say(f"ignored, the weights have their own: {', '.join(unused)}")
    if config.images and config.validation_data:
        say("ignored, what is learnt is judged: validation_data")
    elif options.validation is not None and config.validation_data:
        say("ignored, another folder is judged: validation")


def _replaced(options: argparse.Namespace, config: TrainingConfig) -> list[str]:
    """Those of which the weights have others; the config of a run that began with them has theirs.

    They are asked only where something was given: a large file takes a while.
    """
    from xception_gui.weights import load_weights

    names, given = _given(options)
    fields = [name for name in given if name not in ("drop_rate", "bn_momentum")]
    if not fields and "preprocessing" not in names:
        return []
    own = load_weights(config.weights).weights
    wanted, theirs = config.model.to_dict(), own.config.to_dict()
    differ = [f"model.{name}" for name in fields if wanted[name] != theirs[name]]
    steps = "preprocessing" in names and config.preprocessing != own.preprocessing
    return [*differ, *(["preprocessing"] if steps else [])]


def _given(options: argparse.Namespace) -> tuple[list[str], list[str]]:
    """The names of all values in the file and on the command line, and those of the model."""
    from xception_gui.training.record import read_values

    values = read_values(options.config) if options.config else {}
    names = [s.name for s in SETTINGS if s.name in values or getattr(options, s.name) is not None]
    names += ["recipe"] if options.recipe or "recipe" in values else []
    names += ["preprocessing"] if "preprocessing" in values else []
    fields = {**values.get("model", {}), **dict(map(_model_value, options.model or []))}
    return names, [name for name in fields if name != "num_classes"]  # the data have their own


def _told(name: str, value: object) -> str:
    """As it is written in a file; a list of steps is too long to be read in a line."""
    if name == "preprocessing":
        return name
    text = pairs_text(value) if isinstance(value, tuple) else str(value)
    return f"{name} = " + (text or '""')


def _several() -> bool:
    """Whether `torchrun` started this process among others."""
    return os.environ.get("WORLD_SIZE", "1") != "1"


def _train(
    options: argparse.Namespace,
    out: Path,
    resume: bool,
    config: TrainingConfig,
    control: Control,
    began: threading.Event | None,
) -> None:
    """All the events, and of a check the verdict; a rank that does not report sets `began`."""
    from xception_gui.training import recorded, train
    from xception_gui.training.record import changeable

    changes = changeable(config)
    events = train(options.data, out, config, control, resume=resume, changes=changes)
    if began is not None:
        for event in events:
            if isinstance(event, RunStarted):
                began.set()
        return
    started = _reported(recorded(events, out, config), options.events, config.images)
    if started is None:
        say("stopped while the pictures were read: nothing was written")
    elif config.images and not options.events and (epochs := epochs_of(read_events(out))):
        print(learnt(epochs, started.train_images), flush=True)


def _reported(events: Iterator[TrainingEvent], lines: bool, images: int) -> RunStarted | None:
    """All events told as JSON lines, or as lines for people with a bar; how the run began."""
    started = None
    with TrainingBar() if sys.stderr.isatty() and not lines else nullcontext() as bar:
        for event in events:
            if bar is not None:
                bar.add(event)
            print(to_line(event), flush=True) if lines else show(event)
            if isinstance(event, RunStarted):
                started = event
                if not (lines or images or event.resumed_from):
                    say_few(event.validation_images)
    return started


def _find_rate(options: argparse.Namespace) -> int:
    """Of a run that would begin; of several processes the first one finds it alone."""
    from xception_gui.training import Control, find_rate

    also = [f"--{name}" for name in ("ablate", "resume") if getattr(options, name)]
    if also:
        words = {"value": f"with {', '.join(also)}", "allowed": "one without the other"}
        raise Problem("option-value", option="--find-rate", **words)
    config, control = config_of(options), Control()
    if os.environ.get("RANK", "0") != "0":
        return 0
    say_unused(options, config)
    with _ctrl_c(control, leaves=""):
        events = _found(find_rate(options.data, config, control), control, options.events)
        _reported(events, options.events, config.images)
    return 0


def _found(
    events: Iterator[TrainingEvent], control: Control, lines: bool
) -> Iterator[TrainingEvent]:
    """All of them; that none was found before the user stopped it says nothing of the loss."""
    for event in events:
        nothing = isinstance(event, RateFound) and event.rate is None
        if nothing and control.stop.is_set() and not lines:
            say("stopped before a rate was found")
        else:
            yield event


def config_of(options: argparse.Namespace) -> TrainingConfig:
    """The recipe, changed by the config file, changed by the single values of the command line."""
    from xception_gui.training.record import read_values

    values = read_values(options.config) if options.config else {}
    recipe = options.recipe or values.get("recipe", "default")
    config = named_recipe(recipe).changed({**values, "recipe": recipe})
    given = {s.name: getattr(options, s.name) for s in SETTINGS}
    single: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    if options.model:
        single["model"] = dict(map(_model_value, options.model))
    if options.input_size is not None and not options.resume:  # weights bring their own
        weights = single.get("weights", config.weights)
        config = config.changed({"weights": weights}).with_input_size(options.input_size)
    return _with_whole_paths(config.changed(single))


def _with_whole_paths(config: TrainingConfig) -> TrainingConfig:
    """What the run reads may be looked for from elsewhere later: by the window, or to resume."""
    from xception_gui.weights.listing import catalogue

    weights, judged = config.weights, config.validation_data
    if weights not in [entry.name for entry in catalogue()] and os.path.lexists(weights):
        weights = os.path.abspath(weights)
    return replace(config, weights=weights, validation_data=judged and os.path.abspath(judged))


def _model_value(text: str) -> tuple[str, object]:
    """``width=0.5`` → ("width", 0.5); what is no TOML value is a word."""
    import tomllib

    name, _, value = text.partition("=")
    try:
        return name.strip(), tomllib.loads(f"value = {value}")["value"]
    except ValueError:
        return name.strip(), value


@contextlib.contextmanager
def _ctrl_c(
    control: Control, says: bool = True, leaves: str = ", with a checkpoint"
) -> Iterator[None]:
    """The first Ctrl-C (or SIGTERM) asks the run to stop, the second interrupts it."""

    def ask(number: int, frame: FrameType | None) -> None:
        if control.stop.is_set():
            raise KeyboardInterrupt
        control.stop.set()
        if says:
            say(f"stopping after this step{leaves}; again to stop at once")

    kept: dict[int, Any] = {n: signal.signal(n, ask) for n in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, previous in kept.items():
            signal.signal(number, previous)
