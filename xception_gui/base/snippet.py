"""A few lines of Python that do what the window shows: load the network, capture one module."""

from __future__ import annotations

from xception_gui.base.assets import asset
from xception_gui.base.config import XceptionConfig
from xception_gui.base.results import ModuleInfo, Weights

UNTRAINED = "none"

_SNIPPET = """\
import torch

{imports}

PATH = {path}

loaded = {loading}{about}
module = loaded.model.get_submodule(PATH)  # {type}
print(module)

{picture}
with torch.inference_mode(), capture(loaded.model, [PATH]) as seen:
    loaded.model(pictures)
output = seen.activations[PATH]
print(tuple(output.shape))  # {shape}
"""
_FROM_FILE = """\
opened = open_picture({picture})
prepared = prepare(opened.image, loaded.weights.preprocessing, opened.picture.image_id)
pictures = torch.from_numpy(prepared.values)[None]
"""
_FROM_NOTHING = """\
pictures = torch.zeros{shape}  # in place of prepared pictures
"""
_LOAD = "load_weights({name})"
_MAKE = "untrained(XceptionConfig.from_dict({values}), {size})"
_IMPORTS = ("inspection import capture", "weights import {loader}")
_CONFIG_IMPORT = "base.config import XceptionConfig"
_PICTURE_IMPORT = "images import open_picture, prepare"


def as_python(
    weights: str,
    network: ModuleInfo,
    path: str,
    picture: str = "",
    config: XceptionConfig | None = None,
) -> str:
    """Lines that load the network, get the module at `path` and print the shape of its output.

    Parameters
    ----------
    weights : str
        For `load_weights`: a name or a file.
    network : ModuleInfo
        Its tree; the root.
    path : str
        Of a module in it.
    picture : str
        File that goes through the network; without one it is zeros.
    config : XceptionConfig, optional
        Of an untrained network that is not the paper's.

    Raises
    ------
    KeyError
        Where the network has no such module.
    """
    info = network.find(path)
    if info is None:
        raise KeyError(path)
    own = weights == UNTRAINED and config not in (None, XceptionConfig())
    return _SNIPPET.format(
        imports="\n".join(f"from xception_gui.{room}" for room in _rooms(own, bool(picture))),
        path=_quoted(path),
        loading=_making(config, network) if own and config else _LOAD.format(name=_quoted(weights)),
        about="" if own or weights != UNTRAINED else "  # the paper's Xception, untrained",
        type=info.type,
        picture=_pictures(network, picture),
        shape=(1, *info.output_shape),
    )


def _rooms(own: bool, picture: bool) -> list[str]:
    loader = "untrained" if own else "load_weights"
    rooms = [_CONFIG_IMPORT] if own else []
    rooms += [_PICTURE_IMPORT] if picture else []
    return [*rooms, *(room.format(loader=loader) for room in _IMPORTS)]


def _making(config: XceptionConfig, network: ModuleInfo) -> str:
    """Only what differs from the paper."""
    paper = XceptionConfig().to_dict()
    values = {name: value for name, value in config.to_dict().items() if value != paper[name]}
    return _MAKE.format(values=values, size=network.input_shape[-1])


def _pictures(network: ModuleInfo, picture: str) -> str:
    if picture:
        return _FROM_FILE.format(picture=_quoted(picture))
    return _FROM_NOTHING.format(shape=(1, *network.input_shape))


def _quoted(text: str) -> str:
    """As `repr`, in double quotes where that needs no further change."""
    literal = repr(text)
    return literal if '"' in literal else f'"{literal[1:-1]}"'


def loading_name(weights: Weights) -> str:
    """What `load_weights` is told to load these weights again: a name, or their file."""
    travels = weights.source == str(asset("weights", f"{weights.name}.safetensors"))
    return weights.name if travels or not weights.source else weights.source
