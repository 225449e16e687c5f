"""The code of a module's class, ours or torch's, as the program runs it."""

from __future__ import annotations

import inspect
import linecache
import sys

from torch import nn

from xception_gui.base.config import XceptionConfig
from xception_gui.base.results import SourceCode
from xception_gui.inspection import describe
from xception_gui.inspection.paths import unknown
from xception_gui.model import build_meta


def source_code(of: XceptionConfig | type[nn.Module], path: str = "") -> SourceCode:
    """The class of the module at `path`, in the file and line that `ModuleInfo.source` names.

    Parameters
    ----------
    of : XceptionConfig or type
        The network, or the class itself.
    path : str
        As in ``named_modules``, for a network.

    Raises
    ------
    Problem
        ``module-unknown`` with the closest paths.
    """
    kind = _kind(of, path) if isinstance(of, XceptionConfig) else of
    file, line = describe.source(kind)
    module = sys.modules[kind.__module__]
    lines = linecache.getlines(module.__file__ or "", vars(module))
    # `inspect.getsource` would parse the whole file, 30 ms for each of torch's.
    block = inspect.getblock(lines[line - 1 :]) if line else []
    return SourceCode(file, line, "".join(block))


def _kind(config: XceptionConfig, path: str) -> type[nn.Module]:
    modules = dict(build_meta(config).named_modules())
    if path not in modules:
        raise unknown(path, list(modules))
    return type(modules[path])
