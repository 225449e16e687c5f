"""Names of modules as people type them."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from torch import nn

from xception_gui.base.problem import Problem
from xception_gui.base.results import ModuleInfo

_SHOWN = 4  # suggestions in one line


def resolve_path(network: nn.Module | ModuleInfo, text: str) -> str:
    """The full path that `text` means: itself, or the one path that ends with it.

    Parameters
    ----------
    network : Module or ModuleInfo
        The model, or its tree.
    text : str
        ``exit.act4``, or an unambiguous ending in whole names: ``act4``, ``block12.skip``.

    Raises
    ------
    Problem
        ``module-unknown`` with the closest paths, ``module-ambiguous`` with those that fit.
    """
    known = paths(network)
    if text in known:
        return text
    fitting = [path for path in known if text and path.endswith(f".{text}")]
    if len(fitting) > 1:
        raise Problem("module-ambiguous", path=text, examples=_listed(fitting))
    if not fitting:
        raise unknown(text, known)
    return fitting[0]


def paths(network: nn.Module | ModuleInfo) -> list[str]:
    """Every module's path, in the order of the network; "" is the network itself."""
    if isinstance(network, ModuleInfo):
        return [row.path for row in network.walk()]
    return [path for path, _ in network.named_modules()]


def unknown(text: str, known: Sequence[str]) -> Problem:
    """The problem of a path that does not exist, with those that look like it."""
    close = difflib.get_close_matches(text, known, _SHOWN, 0.5)
    last = text.rsplit(".", 1)[-1]
    same_name = [path for path in known if path.rsplit(".", 1)[-1] == last]
    flows = [path for path in known if path and "." not in path]
    return Problem("module-unknown", path=text, examples=_listed(close or same_name or flows))


def _listed(names: Sequence[str]) -> str:
    more = ", …" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more
