"""From a name to weights that load in a moment: fetched, checked, converted once."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from xception_gui.base.problem import Problem
from xception_gui.base.published import PUBLISHED, published
from xception_gui.weights.download import Progress, download
from xception_gui.weights.listing import published_path
from xception_gui.weights.load import Loaded, convert_published, load_weights


def fetch(
    name: str, mirror: str = "", load: Callable[[str], Loaded] = load_weights
) -> Iterator[Progress]:
    """Fetch the published weights of that name; closing the generator keeps what has arrived.

    Raises
    ------
    Problem
        ``download-unknown``, and those of `download` and `convert_published`.
    """
    row = published(name)
    if row is None:
        names = ", ".join(row.name for row in PUBLISHED if row.name)
        raise Problem("download-unknown", name=name[:40], names=names)
    yield from download(row, published_path(row), mirror)
    convert_published(row, load)
