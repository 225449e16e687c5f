"""The process that reads foreign weights, kept for the window; it is made when it is wanted."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xception_gui.base.weights_report import WeightsReport
    from xception_gui.weights import Loaded
    from xception_gui.weights.safely import Reader


class Reading:
    """All but `close` run in the `model` lane; `close` in any thread, whatever they do."""

    def __init__(self) -> None:
        self._reader: Reader | None = None
        self._closed = False

    def start(self) -> None:
        """Have it ready before the first file comes."""
        self._made().start()

    def load(self, name: str | os.PathLike[str]) -> Loaded:
        """The weights of that name, or in that file."""
        return self._made().load(name)

    def examine(self, path: str) -> WeightsReport:
        """What is in that file, whether it loads or not."""
        return self._made().examine(path)

    def close(self) -> None:
        """End the process; a load that is under way fails."""
        self._closed = True
        if self._reader is not None:
            self._reader.close()

    def _made(self) -> Reader:
        from xception_gui.weights.safely import Reader

        if self._reader is None:
            self._reader = Reader()
        if self._closed:
            self._reader.close()
        return self._reader
