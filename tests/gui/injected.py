"""What of the window can be broken on purpose: its slots and jobs, as its source lists them."""

from __future__ import annotations

import ast
import functools
import importlib
import inspect
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from xception_gui import gui
from xception_gui.gui.lanes import Job

WORDS, JOB = "injected mistake", "job of "
ROOM = f"{gui.__name__}."
_HERE = Path(gui.__file__).parent


class Injected(Exception):
    """Nothing else raises this."""


def broken(*_given: Any, **_named: Any) -> Any:
    raise Injected(WORDS)


def slots() -> list[str]:
    """What is connected to signals, by its module, class and name: "status.Status._show_busy".

    Methods of the classes that keep views like the workspace; what a lambda calls is one too. Of
    another object the method is known where only one class has one of that name.
    """
    owners, named = defaultdict(list), set[str]()
    found = set[str]()
    for module, node in _classes():
        own = {part.name for part in node.body if _is_method(part)}
        for name in own:
            owners[name].append(f"{module}.{node.name}.{name}")
        for name, of_self in _connected(node):
            if of_self and name in own:
                found.add(f"{module}.{node.name}.{name}")
            elif not of_self:
                named.add(name)
    return sorted(found | {owners[name][0] for name in named if len(owners[name]) == 1})


def jobs() -> list[str]:
    """Functions in which a job is made: "job of muting.Muting._ask"."""
    return sorted({JOB + place for module, tree in _modules() for place in _made(module, tree)})


def _modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(_HERE.rglob("*.py")):
        module = ".".join(path.relative_to(_HERE).with_suffix("").parts)
        yield module, ast.parse(path.read_text("utf-8"))


def _classes() -> Iterator[tuple[str, ast.ClassDef]]:
    for module, tree in _modules():
        if "." not in module:  # views and item models only show what they are given
            yield from ((module, node) for node in tree.body if isinstance(node, ast.ClassDef))


def _is_method(node: ast.stmt) -> bool:
    return isinstance(node, ast.FunctionDef) and not node.decorator_list


def _connected(node: ast.AST) -> Iterator[tuple[str, bool]]:
    """Names of what is given to ``….connect(…)``, and whether they are of `self`."""
    calls = [part for part in ast.walk(node) if isinstance(part, ast.Call)]
    given = [arg for call in calls if _name(call.func) == "connect" for arg in call.args]
    for part in (part for arg in given for part in _called(arg)):
        if isinstance(part, ast.Attribute) and part.attr != "emit":
            yield part.attr, _name(part.value) == "self"


def _called(arg: ast.expr) -> Iterator[ast.expr]:
    """What a signal calls: the slot, what a lambda calls, what a partial is made of."""
    if isinstance(arg, ast.Lambda):
        yield from (part.func for part in ast.walk(arg) if isinstance(part, ast.Call))
    elif isinstance(arg, ast.Call):
        yield from arg.args
    else:
        yield arg


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _made(module: str, node: ast.AST, place: str = "", before: str = "") -> Iterator[str]:
    """The places as Python itself would name them."""
    for part in ast.iter_child_nodes(node):
        if isinstance(part, ast.Call) and _name(part.func) == "Job":
            yield f"{module}.{place}"
        if isinstance(part, ast.FunctionDef | ast.ClassDef):
            inner = f"{before}{part.name}"
            below = f"{inner}.<locals>." if isinstance(part, ast.FunctionDef) else f"{inner}."
            yield from _made(module, part, inner, below)
        else:
            yield from _made(module, part, place, before)


@dataclass
class Switch:
    """Breaks one slot or the jobs of one place, in windows made after it was installed.

    Attributes
    ----------
    broken : str
        What raises now; empty: nothing.
    action : str
        Of the job that was broken last.
    met : set of str
        What was called or made since it was emptied.
    """

    broken: str = ""
    action: str = ""
    met: set[str] = field(default_factory=set)

    def install(self, patch: pytest.MonkeyPatch) -> None:
        """From here on until `patch` is undone."""
        for place in slots():
            module, owner, name = place.split(".")
            there = getattr(importlib.import_module(f"{ROOM}{module}"), owner)
            patch.setattr(there, name, self._switched(place, vars(there)[name]))
        begin = Job.__init__

        def made(job: Job, *given: Any, **named: Any) -> None:
            begin(job, *given, **named)
            frame = sys._getframe(1)
            module = frame.f_globals["__name__"].removeprefix(ROOM)
            self._note(f"{module}.{frame.f_code.co_qualname}", job)

        patch.setattr(Job, "__init__", made)

    def _note(self, place: str, job: Job) -> None:
        self.met.add(JOB + place)
        if JOB + place == self.broken:
            self.action = job.action
            object.__setattr__(job, "work", broken)

    def _switched(self, place: str, method: Any) -> Any:
        most = len(inspect.signature(method).parameters) - 1  # Qt gives no more than it takes

        @functools.wraps(method)
        def call(whole: Any, *given: Any, **named: Any) -> Any:
            self.met.add(place)
            if place == self.broken:
                raise Injected(WORDS)
            return method(whole, *given[:most], **named)

        return call
