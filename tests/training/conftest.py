"""The data that the runs of these tests learn, and runs that several tests look at."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.training.samples import CONFIG, Ran, class_folders, finish


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Two classes that differ in colour: 24 pictures each, and one that cannot be read."""
    return class_folders(tmp_path / "data")


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """The run of `CONFIG`, undisturbed; what it learns, it learns from any copy of the data."""
    return _ran(tmp_path_factory.mktemp("whole"))


@pytest.fixture(scope="session")
def often_saved(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """The same with a checkpoint after every second step."""
    return _ran(tmp_path_factory.mktemp("often"), checkpoint_steps=2)


def _ran(folder: Path, **values: int) -> Ran:
    config = replace(CONFIG, **values)  # type: ignore[arg-type]
    data, out = class_folders(folder / "data"), folder / "run"
    return Ran(data, out, tuple(finish(data, out, config)))
