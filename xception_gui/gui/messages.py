"""Failures and facts as the window words them, in the language in force."""

from __future__ import annotations

import os
from dataclasses import dataclass

from xception_gui.base.causes import in_chinese
from xception_gui.base.numbers import duration, percent, size
from xception_gui.base.results import Prediction, Weights
from xception_gui.base.texts import problem_text
from xception_gui.gui.item_models.class_texts import class_words
from xception_gui.gui.lanes import Failure
from xception_gui.gui.language import language, mark, tr
from xception_gui.gui.session import Network

# Every action that a job may name in a message.
ACTIONS = (
    mark("Open"),
    mark("Classify"),
    mark("Evaluate"),
    mark("Load weights"),
    mark("Check weights file"),
    mark("Save weights"),
    mark("Copy heat map"),
    mark("Prepare reading weights"),
    mark("Prepare the plots"),
    mark("Fetch weights"),
    mark("List the weights"),
    mark("Change the device"),
    mark("Heat map"),
    mark("Feature maps"),
    mark("Gradient × activation"),
    mark("Measure the paper's network"),
    mark("Count the weights"),
    mark("Show the source"),
    mark("Train"),
    mark("Read the data"),
    mark("Estimate the run"),
    mark("Check the pictures"),
    mark("Find the learning rate"),
    mark("Count the parameters"),
    mark("Read the guide"),
    mark("Read the runs"),
    mark("Change a run"),
    mark("Save overlay"),
    mark("Copy overlay"),
    mark("Save the settings"),
    mark("Set the CPU threads"),
    mark("Read the examples"),
    mark("Read the settings"),
    mark("The last action"),
    mark("Look for what is missing"),
    mark("Make a network"),
    mark("Take out parts"),
    mark("Take out each block"),
    mark("Measure the modules"),
    mark("Check against the paper"),
    mark("Count the tutorials"),
    mark("Compare the conventions"),
    mark("Count"),
    mark("Compare"),
    mark("What does a unit see"),
    mark("Read the pictures"),
)


@dataclass(frozen=True)
class ErrorWords:
    """A banner: the text, the file's name it begins with, and the file's folder if there is one."""

    text: str
    name: str
    folder: str


def error_words(failure: Failure, picture: bool, weights: bool, others: int = 0) -> ErrorWords:
    """What failed and why, what stays, and the way out.

    Parameters
    ----------
    picture, weights : bool
        Whether a picture is shown, and whether weights are in force: they stay.
    others : int
        Further failures that are not told one by one.
    """
    if failure.problem is None:
        text = tr(
            "{action} failed: {cause}. This is a mistake in the program; it goes on.",
            action=tr(failure.action),
            cause=failure.cause,
        )
        return ErrorWords(_and_more(text, others), "", "")
    fields = dict(failure.problem.fields)
    path = str(fields.get("file", ""))
    if failure.action in ("Open", "Load weights", "Evaluate") and os.path.isabs(path):
        fields["file"] = os.path.basename(path.rstrip("/")) or path
    text = problem_text(failure.problem.code, fields, language())
    if failure.action == "Open" and picture:
        text = _joined(text, tr("The previous picture stays."))
    elif failure.action == "Load weights" and weights:
        text = _joined(text, tr("The previous weights stay."))
    folder = os.path.dirname(path) if os.path.isabs(path) and os.path.exists(path) else ""
    return ErrorWords(_and_more(text, others), str(fields.get("file", "")), folder)


def weights_name(weights: Weights) -> str:
    """Short, for status bar, tree and title: ``Demo, 10 classes``."""
    count = weights.config.num_classes
    name = {"demo": tr("Demo"), "none": tr("Untrained")}.get(weights.name, weights.name)
    if not count:
        return tr("{name}, no classes", name=name)
    return tr("{name}, {count} classes", name=name, count=count)


def about_weights(weights: Weights) -> str:
    """One line for the empty window, with the accuracy where the record has it."""
    if not weights.trained:
        return tr("Untrained weights: these numbers are random")
    count = weights.config.num_classes
    kind = tr("Demonstration weights") if weights.name == "demo" else weights.name
    accuracy = weights.record.get("test_top1")
    if not isinstance(accuracy, float):
        return tr("{kind}: {count} classes", kind=kind, count=count)
    words = percent(accuracy)
    data = str(weights.record.get("data", "")).partition(":")[0]
    on = tr("on {data}", data=data) if data else tr("top-1")
    return tr(
        "{kind}: {count} classes, {accuracy} {on}", kind=kind, count=count, accuracy=words, on=on
    )


def answer_words(name: str, prediction: Prediction) -> str:
    """The status bar's message: ``bird.jpg: bird, 93.1 %``."""
    if not prediction.trained:
        return tr("{name}: no answer, the weights are untrained", name=name)
    best = prediction.top(1)[0]
    values = {"label": class_words(best.label), "share": percent(best.probability)}
    words = tr("{name}: {label}, {share}", name=name, **values)
    return f"{words} · {strips_words(prediction)}" if prediction.strips > 1 else words


def strips_words(prediction: Prediction) -> str:
    """That memory was too small for the first layers as a whole."""
    count = prediction.strips
    return tr("too large for the memory at once: computed in {count} strips", count=count)


def fallback_words(network: Network) -> str:
    """Why device or precision are not the ones asked for; empty if they are."""
    if not language().startswith("zh"):
        return network.fallback
    return "；".join(map(in_chinese, network.fallback.split("; ")))


def device_words(network: Network) -> str:
    """Where it is computed: ``CPU · 2 threads``."""
    if network.device == "cpu":
        return (
            tr("CPU · 1 thread")
            if network.threads == 1
            else tr("CPU · {count} threads", count=network.threads)
        )
    return network.device.upper()


def time_words(prediction: Prediction | None) -> str:
    """Time per picture: ``43 ms per image``."""
    ms = "–" if prediction is None else duration(prediction.ms)
    return tr("{ms} per image", ms=ms)


def memory_words(used: int) -> str:
    """Memory of this process: ``412 MB``; empty where the system does not tell."""
    return size(used) if used else ""


def _and_more(text: str, others: int) -> str:
    return _joined(text, tr("And {count} more.", count=others)) if others else text


def _joined(text: str, sentence: str) -> str:
    """Chinese sentences have no space between them."""
    return text + ("" if language().startswith("zh") else " ") + sentence
