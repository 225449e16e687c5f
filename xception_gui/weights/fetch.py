"""From a name to weights that load in a moment: fetched, checked, converted once."""

from __future__ import annotations

from collections.abc import Iterator

from xception_gui.base.problem import Problem
from xception_gui.base.published import PUBLISHED, Published, published
from xception_gui.weights.download import Progress, download
from xception_gui.weights.listing import published_path
from xception_gui.weights.load import convert_published, load_weights


def fetch(name: str, mirror: str = "") -> Iterator[Progress]:
    """Fetch published weights and convert them; closing the generator keeps what has arrived.

    Raises
    ------
    Problem
        ``download-unknown``, and those of `download` and `convert_published`.
    """
    yield from fetch_file(name, mirror)
    convert_published(_row(name), load_weights(name))


def fetch_file(name: str, mirror: str = "") -> Iterator[Progress]:
    """The first half: the file as it was published lies in its place."""
    row = _row(name)
    yield from download(row, published_path(row), mirror)


def _row(name: str) -> Published:
    row = published(name)
    if row is None:
        names = ", ".join(row.name for row in PUBLISHED if row.name)
        raise Problem("download-unknown", name=name[:40], names=names)
    return row
