"""The pictures that excite a channel most, over a folder; counted once."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.inference.samples import loaded
from xception_gui.base.problem import Problem
from xception_gui.base.top_images import TopImages, TopProgress
from xception_gui.images import open_picture, prepare
from xception_gui.inference import Engine
from xception_gui.inference.top_images import KEPT, Item, top_images
from xception_gui.inspection import feature_maps

LAYER = "entry.block1"


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(loaded(), "cpu", "float32")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for seed in range(KEPT + 3):
        noise = np.random.default_rng(seed).integers(0, 256, (8, 8, 3), dtype=np.uint8)
        inside = tmp_path / ("a" if seed % 2 else "b")
        inside.mkdir(exist_ok=True)
        Image.fromarray(noise).resize((64, 64)).save(inside / f"{seed}.png")
    (tmp_path / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nnothing")
    return tmp_path


def ended(items: list[Item]) -> TopImages:
    last = items[-1]
    assert isinstance(last, TopImages)
    return last


def test_that_the_strongest_pictures_are_found_with_their_places(
    engine: Engine, folder: Path
) -> None:
    items = list(top_images(engine, folder, "block1"))
    found = ended(items)
    total = KEPT + 4
    assert items[:-1] == [TopProgress(number, total) for number in range(1, total + 1)]
    assert found.path == LAYER
    assert found.failed == (str(folder / "broken.png"),)
    peaks: dict[str, np.ndarray[tuple[int, ...], np.dtype[np.float32]]] = {}
    for name in found.pictures:
        opened = open_picture(name)
        prepared = prepare(opened.image, engine.weights.preprocessing, "x")
        (maps,) = feature_maps(engine.model, prepared, [LAYER], "")
        peaks[name] = maps.output.values
    for channel in (0, 3):
        rows = found.of(channel)
        expected = sorted((float(v[channel].max()) for v in peaks.values()), reverse=True)
        assert [row.value for row in rows] == pytest.approx(expected[:KEPT])
        for row in rows:
            assert peaks[row.picture][channel, row.row, row.column] == pytest.approx(row.value)


def test_that_they_are_counted_once_and_again_when_a_file_changes(
    engine: Engine, folder: Path
) -> None:
    first = ended(list(top_images(engine, folder, LAYER)))
    (again,) = list(top_images(engine, folder, LAYER))
    assert isinstance(again, TopImages)
    assert (again.pictures, again.failed) == (first.pictures, first.failed)
    assert (again.values == first.values).all()
    assert (again.which == first.which).all()
    assert len(list(top_images(engine, folder, "entry.block2"))) > 1
    Image.new("RGB", (70, 70), "red").save(folder / "new.png")
    assert len(list(top_images(engine, folder, LAYER))) == KEPT + 6


def test_that_a_damaged_cache_is_counted_again(
    engine: Engine, folder: Path, own_home: Path
) -> None:
    first = ended(list(top_images(engine, folder, LAYER)))
    (kept,) = own_home.rglob("*.npz")
    kept.write_bytes(kept.read_bytes()[:100])
    again = ended(list(top_images(engine, folder, LAYER)))
    assert (again.values == first.values).all()


def test_that_fewer_pictures_than_places_leave_none_empty(engine: Engine, tmp_path: Path) -> None:
    Image.new("RGB", (70, 70), "red").save(tmp_path / "only.png")
    found = ended(list(top_images(engine, tmp_path, LAYER)))
    assert [row.picture for row in found.of(0)] == [str(tmp_path / "only.png")]
    with pytest.raises(Problem, match="900"):
        found.of(900)


def test_that_a_folder_without_pictures_is_refused(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(Problem):
        list(top_images(engine, tmp_path, LAYER))
