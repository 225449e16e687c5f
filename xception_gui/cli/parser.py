"""Which commands there are and what they take: tables from which help and docs are made."""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Callable
from typing import Any

from xception_gui import __version__
from xception_gui.base.architectures import ARCHITECTURES
from xception_gui.base.feature_maps import SCALES, SORTS
from xception_gui.base.training import RECIPES
from xception_gui.base.training_settings import SETTINGS, Setting

Handler = Callable[[argparse.Namespace], int]
COMMANDS: dict[str, str] = {
    "summary": "every module with shapes, parameters and MACs",
    "cost": "what one layer costs: ordinary, Inception, separable",
    "classify": "say what is on pictures",
    "explain": "draw where the network saw a class",
    "features": "write the feature maps of modules",
    "field": "draw what one unit can see of a picture, and what moves it",
    "top": "say which pictures of a folder excite a channel most",
    "inside": "look into a separable convolution: its matrix, its singular values",
    "mute": "say what each block, or any part, was worth for a picture",
    "compare": "draw one picture under two weights, or two pictures, and what differs",
    "train": "train on class folders, or go on with a run",
    "tensorboard": "write TensorBoard's event files of runs",
    "evaluate": "judge weights on class folders",
    "weights": "list, fetch, inspect, compare and convert weights",
    "doctor": "versions, devices, what is missing and how to get it",
}
EPILOG = "Exit codes: 0 done, 1 some inputs failed, 2 wrong use. Messages go to stderr."
DESKTOP = {
    "--install-desktop": "put the program into the applications menu (Linux)",
    "--uninstall-desktop": "take it out again",
}
WINDOW_HELP = "open the window with these pictures, folders or weights (./NAME if it is a command)"


def handler(name: str) -> Handler:
    """The handler of a command; its module is imported only when it runs."""

    def run(options: argparse.Namespace) -> int:
        module: Any = importlib.import_module(f"xception_gui.cli.{name}")
        return int(module.run(options))

    return run


def window_parser() -> argparse.ArgumentParser:
    """``xception-gui [FILE…]``: what the window is started with."""
    parser = argparse.ArgumentParser("xception-gui", epilog=EPILOG)
    parser.add_argument("paths", nargs="*", metavar="FILE", help=WINDOW_HELP)
    _weights(parser, "demo")
    menu = parser.add_mutually_exclusive_group()
    for option, text in DESKTOP.items():
        menu.add_argument(option, action="store_true", help=text)
    return parser


def command_parser() -> argparse.ArgumentParser:
    """The parser of all subcommands."""
    usage = "xception-gui [--weights W] [FILE…] | xception-gui COMMAND …"
    options = {"--weights W": "the weights that it opens with (demo)", **DESKTOP}
    parser = argparse.ArgumentParser("xception-gui", usage=usage, epilog=EPILOG)
    parser.description = (
        "Open Xception: classify, explain, train. Without a command: the window; "
        + "; ".join(f"{option}: {text}" for option, text in options.items())
        + "."
    )
    parser.add_argument("--version", action="version", version=f"xception-gui {__version__}")
    commands = parser.add_subparsers(
        title="commands", metavar="COMMAND", required=True, prog="xception-gui"
    )
    for name, text in COMMANDS.items():
        sub = commands.add_parser(name, help=text, description=f"{text[0].upper()}{text[1:]}.")
        _ARGUMENTS[name](sub)
        sub.set_defaults(handler=handler(name))
    return parser


def _summary(parser: argparse.ArgumentParser) -> None:
    _weights(parser, "none", "the paper's network")
    parser.add_argument("--input-size", type=int, metavar="N", help="pixels; default: the weights'")
    parser.add_argument("--depth", type=int, default=3, metavar="D", help="levels shown (3)")
    _drawing(parser, "write the paper's Figure 5, drawn for this network")
    text = "write every module as one page with folding and search"
    parser.add_argument("--html", metavar="FILE", help=text)
    text = "measure milliseconds per module on this device, beside its share of the MACs"
    parser.add_argument("--profile", action="store_true", help=text)
    _device(parser)
    text = "where one of five well-known tutorials departs from the paper"
    parser.add_argument("--tutorial", choices=tuple("ABCDE"), metavar="A…E", help=text)
    text = "beside another architecture: " + ", ".join(ARCHITECTURES)
    parser.add_argument("--against", metavar="NAME", help=text)
    text = "every published number beside this network's; exit 1 where one differs"
    parser.add_argument("--check", action="store_true", help=text)
    _as_data(parser, "everything, as JSON on stdout")


def _as_data(parser: argparse.ArgumentParser, text: str) -> None:
    """For programs, and for spreadsheets."""
    parser.add_argument("--json", action="store_true", help=text)
    parser.add_argument("--csv", metavar="FILE", help="write the table, as CSV")


def _drawing(parser: argparse.ArgumentParser, text: str) -> None:
    """As text that any browser opens, and as pixels."""
    parser.add_argument("--svg", metavar="FILE", help=f"{text}, as SVG")
    parser.add_argument("--png", metavar="FILE", help="the same as PNG, twice as large")


def _cost(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("inside", type=int, metavar="IN", help="channels before")
    parser.add_argument("outside", type=int, metavar="OUT", help="channels after")
    parser.add_argument("--kernel", type=int, default=3, metavar="K", help="side, pixels (3)")
    parser.add_argument(
        "--size", type=int, default=1, metavar="N", help="output's side, pixels (1)"
    )
    _drawing(parser, "draw the paper's Figures 1 to 4 for these channels")
    _as_data(parser, "as JSON on stdout")


def _classify(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", metavar="PATH", help="pictures or folders of them")
    _weights(parser, "demo")
    parser.add_argument("--top", type=int, default=5, metavar="K", help="classes per picture (5)")
    _engine(parser)
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="a list, as JSON on stdout")
    shape.add_argument("--jsonl", metavar="FILE", help="one JSON object per line, as they come")
    shape.add_argument("--csv", metavar="FILE", help="one row per picture and class")


def _explain(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("image", metavar="IMAGE")
    parser.add_argument("-o", "--output", required=True, metavar="OVERLAY.png")
    parser.add_argument("--method", choices=("auto", "cam", "grad-cam"), default="auto")
    parser.add_argument("--layer", default="exit.act4", metavar="PATH", help="module (exit.act4)")
    parser.add_argument(
        "--class", dest="target", metavar="C", help="name or number; default: top-1"
    )
    parser.add_argument("--opacity", type=float, default=0.6, metavar="X", help="0 … 1 (0.6)")
    parser.add_argument("--colours", default="inferno", metavar="MAP", help="colour map (inferno)")
    _weights(parser, "demo")
    _engine(parser)
    parser.add_argument("--json", action="store_true", help="what was drawn, as JSON on stdout")


def _features(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("image", metavar="IMAGE")
    text = "module, or an ending of its path; several for NAME.npz"
    parser.add_argument("--layer", required=True, action="append", metavar="PATH", help=text)
    text = "all maps as a picture, or their float32 values"
    parser.add_argument(
        "-o", "--output", required=True, metavar="OUT.png|OUT.npy|OUT.npz", help=text
    )
    parser.add_argument(
        "--sort", choices=SORTS, default="strength", help="of the picture (strength)"
    )
    parser.add_argument("--scale", choices=SCALES[:2], default="map", help="of the colours (map)")
    text = "colour map (viridis; blue-white-red where values are below zero)"
    parser.add_argument("--colours", metavar="MAP", help=text)
    text = "whose gradient `--sort relevance` takes; default: top-1"
    parser.add_argument("--class", dest="target", metavar="C", help=text)
    _weights(parser, "demo")
    _device(parser)
    parser.add_argument("--json", action="store_true", help="statistics, as JSON on stdout")


def _field(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("image", metavar="IMAGE")
    parser.add_argument("--layer", required=True, metavar="PATH", help="module")
    parser.add_argument("--channel", type=int, default=0, metavar="C", help="of its output (0)")
    text = "its place in the map; default: where the channel answers most strongly"
    parser.add_argument("--at", type=int, nargs=2, metavar=("ROW", "COLUMN"), help=text)
    parser.add_argument("-o", "--output", required=True, metavar="OUT.png")
    _weights(parser, "demo")
    _device(parser)
    _as_data(parser, "both fields, as JSON on stdout")


def _top(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="FOLDER", help="of pictures, those below it too")
    parser.add_argument("--layer", required=True, metavar="PATH", help="module")
    parser.add_argument("--channel", type=int, default=0, metavar="C", help="of its output (0)")
    _weights(parser, "demo")
    _device(parser)
    _as_data(parser, "as JSON on stdout")


def _inside(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", metavar="PATH", help="of a separable convolution, or an ending")
    parser.add_argument("-o", "--output", metavar="OUT.png", help="the matrix as a picture")
    _weights(parser, "demo")
    _as_data(parser, "all of it, as JSON on stdout")


def _mute(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("image", metavar="IMAGE")
    text = (
        "take this out: BLOCK, BLOCK:skip or MODULE:CHANNEL; may be repeated; default: each block"
    )
    parser.add_argument("--mute", action="append", default=[], metavar="PART", help=text)
    parser.add_argument("--top", type=int, default=5, metavar="K", help="classes (5)")
    _weights(parser, "demo")
    _device(parser)
    _as_data(parser, "a list, as JSON on stdout")


def _compare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("image", metavar="IMAGE")
    parser.add_argument("other", nargs="?", metavar="IMAGE2", help="beside the first")
    parser.add_argument("-o", "--output", required=True, metavar="OUT.png")
    _weights(parser, "demo")
    parser.add_argument("--against", metavar="W", help="other weights, for the right side")
    parser.add_argument("--layer", default="exit.act4", metavar="PATH", help="module (exit.act4)")
    parser.add_argument("--class", dest="target", metavar="C", help="name; default: top-1 left")
    _device(parser)
    _as_data(parser, "both answers, as JSON on stdout")


def _train(parser: argparse.ArgumentParser) -> None:
    # Forty single values would hide what went wrong: --help explains them below.
    where = "[--out RUN | --resume RUN]"
    parser.usage = f"{parser.prog} [--recipe R] [--config FILE.toml] {where} [OPTIONS] DATA"
    parser.add_argument("data", metavar="DATA", help="folder or zip with one subfolder per class")
    parser.add_argument("--recipe", choices=RECIPES, metavar="R", help=", ".join(RECIPES))
    parser.add_argument("--config", metavar="FILE.toml", help="values that replace the recipe's")
    place = parser.add_mutually_exclusive_group()
    place.add_argument("--out", metavar="RUN", help="run directory (default: runs/DATE-TIME)")
    place.add_argument("--resume", metavar="RUN", help="go on with this run, to the bit")
    text = "try rising learning rates for a hundred steps, and say which; nothing is written"
    parser.add_argument("--find-rate", action="store_true", help=text)
    text = "beside the run one with that value of the model, in lockstep; may be repeated"
    parser.add_argument("--ablate", action="append", metavar="NAME=VALUE", help=text)
    parser.add_argument("--events", choices=("jsonl",), help="events as JSON lines on stdout")
    single = parser.add_argument_group("single values, which replace the config's")
    text = "of the architecture, such as width=0.5 or residual=false; may be repeated"
    single.add_argument("--model", action="append", metavar="NAME=VALUE", help=text)
    text = "pixels of the pictures that it learns from; weights have their own"
    single.add_argument("--input-size", type=int, metavar="N", help=text)
    for setting in SETTINGS:
        _setting(single, setting)


def _setting(group: Any, setting: Setting) -> None:
    """``--learning-rate X``; its value is checked where all are, in `TrainingConfig`."""
    option = "--" + setting.name.replace("_", "-")
    if setting.kind is bool:
        kinds: dict[str, Any] = {"action": argparse.BooleanOptionalAction}
    else:
        kind = str if setting.kind is tuple else setting.kind
        kinds = {"type": kind, "metavar": "|".join(setting.choices) or "X"}
    group.add_argument(option, dest=setting.name, default=None, help=setting.about, **kinds)


def _tensorboard(parser: argparse.ArgumentParser) -> None:
    text = "run directory, whoever wrote it: with events.jsonl in it"
    parser.add_argument("runs", nargs="+", metavar="RUN", help=text)


def _evaluate(parser: argparse.ArgumentParser) -> None:
    text = "folder or zip with one subfolder per class (a name, a WordNet id or a number)"
    parser.add_argument("data", metavar="DATA", help=text)
    text = "the classes, where DATA has no subfolders: a line `picture,class` for each"
    parser.add_argument("--labels", metavar="FILE", help=text)
    _weights(parser, "demo")
    _engine(parser)
    _as_data(parser, "the result, as JSON on stdout")
    text = "draw the confusion matrix and how well it is calibrated, as SVG"
    parser.add_argument("--svg", metavar="FILE", help=text)


def _weights_command(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    given = actions.add_parser("list", help="the weights that have a name")
    _as_data(given, "as JSON on stdout")
    text = "fetch published weights; what is there is not fetched"
    given = actions.add_parser("download", help=text)
    given.add_argument("name", metavar="NAME", help="keras or timm")
    text = "address of a folder to fetch from instead (https)"
    given.add_argument("--mirror", default="", metavar="URL", help=text)
    given = actions.add_parser(
        "inspect", help="what is in a file, what became of it, what is wrong"
    )
    given.add_argument("file", metavar="FILE", help="a file, or a name of `weights list`")
    _as_data(given, "with every tensor, as JSON on stdout")
    given = actions.add_parser("compare", help="how far two sets of weights are apart, by tensor")
    for side in ("left", "right"):
        text = "a name of `weights list`, or a file"
        given.add_argument(side, metavar="AB"[side == "right"], help=text)
    _as_data(given, "with every tensor, as JSON on stdout")
    text = "one picture under the conventions of every port, and why published accuracies differ"
    given = actions.add_parser("parity", help=text)
    given.add_argument("image", metavar="IMAGE")
    _weights(given, "demo")
    _device(given)
    _as_data(given, "with heat maps, as JSON on stdout")
    given = actions.add_parser(
        "convert", help="write weights for timm, Keras, ONNX or this program"
    )
    given.add_argument("weights", metavar="W", help="a name of `weights list`, or a file")
    given.add_argument("-o", "--output", required=True, metavar="OUT")
    text = "default: as OUT ends (.safetensors own, .pth timm, .h5 Keras, .onnx ONNX)"
    given.add_argument("--to", choices=("own", "timm", "keras", "onnx"), default="", help=text)


def _doctor(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="as JSON on stdout")


_ARGUMENTS: dict[str, Callable[[argparse.ArgumentParser], None]] = {
    "summary": _summary,
    "cost": _cost,
    "classify": _classify,
    "explain": _explain,
    "features": _features,
    "field": _field,
    "top": _top,
    "inside": _inside,
    "mute": _mute,
    "compare": _compare,
    "train": _train,
    "tensorboard": _tensorboard,
    "evaluate": _evaluate,
    "weights": _weights_command,
    "doctor": _doctor,
}


def _weights(parser: argparse.ArgumentParser, default: str, meaning: str = "") -> None:
    text = f"a name of `weights list`, a file, or none ({meaning or default})"
    parser.add_argument("--weights", default=default, metavar="W", help=text)


def _device(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--device", default="auto", metavar="D", help="auto, cpu, cuda, cuda:1, mps"
    )


def _engine(parser: argparse.ArgumentParser) -> None:
    _device(parser)
    parser.add_argument(
        "--precision", default="auto", metavar="P", help="auto, float32, bfloat16, float16"
    )
