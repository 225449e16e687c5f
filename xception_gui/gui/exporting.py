"""Weights into a file: copied where the network lives, written where it does not wait for it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from xception_gui.gui.lanes import Job, Lanes
from xception_gui.gui.session import Session

if TYPE_CHECKING:
    from xception_gui.weights import Loaded
    from xception_gui.weights.convert import Difference


def export_weights(
    lanes: Lanes,
    session: Session,
    state_id: str,
    path: str,
    done: Callable[[list[Difference]], None],
) -> None:
    """Write the weights of a state; the ending of `path` says for whom.

    Writing takes a second or more, of which the network would answer nobody: so it is done in the
    lane of files, with a copy that nobody else has.
    """

    def write(loaded: Loaded) -> None:
        lanes.submit("io", Job("Save weights", partial(_written, loaded, path), done))

    lanes.submit("model", Job("Save weights", partial(session.copied, state_id), write))


def _written(loaded: Loaded, path: str) -> list[Difference]:
    from xception_gui.weights import convert

    return convert(loaded, path)
