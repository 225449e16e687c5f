"""What the tab Compare asks of the `model` lane; it keeps the other weights there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xception_gui.base import Problem
from xception_gui.base.architectures import Architecture
from xception_gui.base.beside import Beside
from xception_gui.base.comparison import ComparedRow, compare
from xception_gui.base.results import Prepared
from xception_gui.base.stamp import stamp
from xception_gui.base.weight_difference import WeightsDifference
from xception_gui.gui.item_models.compare_rows import ACTIVE
from xception_gui.gui.session import Network, Session
from xception_gui.gui.sources import Source, open_source

if TYPE_CHECKING:
    from xception_gui.explanation.beside import Case
    from xception_gui.inference import Engine

Pair = tuple[Architecture, Architecture, ComparedRow]


@dataclass(frozen=True)
class Asked:
    """Two answers that are wanted.

    Parameters
    ----------
    state_id, picture, name : str, Prepared, str
        The network in force, what it receives, and what that picture is called.
    other : Source or None
        Another picture for it; None: the same picture under other weights.
    source : Source
        Of the picture.
    weights, weights_name : str
        The other weights (a name of the catalogue, or a file), and what those in force are called.
    layer : str
        Module; one whose output has places.
    """

    state_id: str
    picture: Prepared
    name: str
    source: Source
    other: Source | None
    weights: str
    weights_name: str
    layer: str


class Comparing:
    """Every method runs in the `model` lane."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._other: tuple[object, Engine] | None = None

    def architectures(self, network: Network, name: str, left: str, right: str, size: int) -> Pair:
        """Two networks, measured for pictures of `size` × `size`; `name` is that of the active."""
        from xception_gui.inspection import architecture, of_config

        def found(key: str) -> Architecture:
            if key == ACTIVE:
                return of_config(network.weights.config, name, size)
            return architecture(key, size)

        ours, theirs = found(left), found(right)
        return ours, theirs, compare(ours.tree, theirs.tree)

    def difference(self, state_id: str, weights_name: str, name: str) -> WeightsDifference:
        """How far the weights of that name, or in that file, are from those in force."""
        from xception_gui.inspection import weight_difference

        other = self._engine(name, state_id)
        names = (weights_name, other.weights.name)
        return weight_difference(self._session.engine(state_id).model, other.model, names)

    def beside(self, asked: Asked) -> Beside:
        """Both answers."""
        from xception_gui.explanation.beside import Case, beside

        engine = self._session.engine(asked.state_id)
        if asked.other is not None:
            name = asked.other.name
            cases = Case(engine, asked.picture, asked.name), _case(engine, asked.other, name)
        else:
            other = self._engine(asked.weights, asked.state_id)
            right = _case(other, asked.source, other.weights.name)
            if right.prepared.image_id != asked.picture.image_id:
                raise Problem("picture-changed", file=asked.source.where)
            cases = Case(engine, asked.picture, asked.weights_name), right
        return beside(*cases, asked.layer)

    def _engine(self, name: str, state_id: str) -> Engine:
        """The other weights, loaded once; where those in force are, and in their precision."""
        from xception_gui.inference import Engine

        ours = self._session.engine(state_id)
        # Asked before it is read: what a run writes meanwhile is read again.
        key = (name, stamp(name), ours.device, ours.precision)
        if self._other is None or self._other[0] != key:
            self._other = None
            loaded = self._session.read(name)
            self._other = (key, Engine(loaded, str(ours.device), ours.precision))
        return self._other[1]


def _case(engine: Engine, source: Source, name: str) -> Case:
    from xception_gui.explanation.beside import Case

    prepared = open_source(source, engine.weights.preprocessing).prepared
    assert prepared is not None  # with steps it always is
    return Case(engine, prepared, name)
