"""Looking through a pickle without running it: the names it asks for.

`torch.load(weights_only=True)` already refuses code, but builds sparse, quantised and wrapped
tensors, of which a hostile one can crash the process. Weights need none of these.
"""

from __future__ import annotations

import pickletools

from xception_gui.weights.errors import Unusable, first_line

_STORAGES = ("Float", "Half", "BFloat16", "Double", "Long", "Int", "Short", "Char", "Byte", "Bool")
_ALLOWED = {
    "collections OrderedDict",
    "torch._utils _rebuild_parameter",
    "torch._utils _rebuild_tensor_v2",
    *(f"torch {kind}Storage" for kind in _STORAGES),
}
_OTHER_WAYS = ("STACK_GLOBAL", "INST", "EXT1", "EXT2", "EXT4")  # to name something; torch uses none


def check_pickle(data: bytes) -> None:
    """`Unusable` unless the pickle makes plain values, dictionaries and ordinary tensors only."""
    try:
        wanted = [(code.name, arg) for code, arg, _ in pickletools.genops(data)]
    except Exception as error:  # ValueError, UnicodeDecodeError and what damage else may cause
        raise Unusable(f"its pickle is damaged ({first_line(error)})") from error
    for code, argument in wanted:
        if code in _OTHER_WAYS or (code == "GLOBAL" and argument not in _ALLOWED):
            name = str(argument or "something hidden").replace(" ", ".")[:80]
            raise Unusable(f"it asks for {name}, which is refused: weights run no code")
