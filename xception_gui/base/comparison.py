"""Two architectures row by row: modules of the same path side by side, and what differs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from xception_gui.base.results import ModuleInfo

State = Literal["same", "changed", "left", "right"]
_UNEQUAL = ("Receptive field",)  # follows from what lies before


@dataclass(frozen=True)
class ComparedRow:
    """A module of one architecture, the other, or both.

    Parameters
    ----------
    left, right : ModuleInfo or None
        None where the architecture has no module of this path.
    state : {"same", "changed", "left", "right"}
        Whether its own type, shape or costs differ; "left" and "right": only there.
    inside : bool
        Whether anything in it differs.
    """

    path: str
    left: ModuleInfo | None
    right: ModuleInfo | None
    state: State
    inside: bool
    children: tuple[ComparedRow, ...]

    @property
    def info(self) -> ModuleInfo:
        """The module, of the left architecture if that has it."""
        found = self.left or self.right
        assert found is not None
        return found

    def walk(self) -> tuple[ComparedRow, ...]:
        """This row and all below it, in the order of the networks."""
        return (self, *(row for child in self.children for row in child.walk()))


def compare(left: ModuleInfo | None, right: ModuleInfo | None) -> ComparedRow:
    """The two, aligned by path; one of them may be missing."""
    children = tuple(compare(*pair) for pair in _pairs(left, right))
    inside = any(child.state != "same" or child.inside for child in children)
    info = left or right
    assert info is not None
    return ComparedRow(info.path, left, right, _state(left, right), inside, children)


def _pairs(
    left: ModuleInfo | None, right: ModuleInfo | None
) -> list[tuple[ModuleInfo | None, ModuleInfo | None]]:
    """Children of the same path; what is only at the right follows what it follows there."""
    ours = {child.path: child for child in left.children} if left else {}
    theirs = {child.path: child for child in right.children} if right else {}
    order = list(ours)
    before = ""
    for path in theirs:
        if path not in ours:
            order.insert(order.index(before) + 1 if before else 0, path)
        before = path
    return [(ours.get(path), theirs.get(path)) for path in order]


def _state(left: ModuleInfo | None, right: ModuleInfo | None) -> State:
    if left is None or right is None:
        return "right" if left is None else "left"
    return "same" if _told(left) == _told(right) else "changed"


def _told(info: ModuleInfo) -> tuple[object, ...]:
    """What two modules must have in common to be the same."""
    details = tuple(pair for pair in info.details if pair[0] not in _UNEQUAL)
    type_ = info.type if info.path else ""  # the class of the whole says nothing
    return (type_, info.kind, info.output_shape, info.params, info.macs, details)
