"""How good are the weights that come with the program? ``python -m benchmarks.demonstration``.

Judges them on CIFAR-10's test pictures and on ten photographs of known classes, and says for each
photograph whether the heat map's maximum lies in the object's box. Needs the data folder
(``--data``, by default ``../shared/data`` beside the checkout); without it nothing is judged.
"""

from __future__ import annotations

import argparse
import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks._common import print_target
from xception_gui.base.results import Evaluation, Heatmap
from xception_gui.explanation import explain
from xception_gui.images import ClassFolders, open_picture, prepare
from xception_gui.inference import Engine, evaluate
from xception_gui.weights import load_weights

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
BOXES = "boxes.csv"


@dataclass(frozen=True)
class Verdict:
    """One photograph: what it shows, what was answered, whether the maximum lies in the box."""

    file: str
    label: str
    answer: str
    probability: float
    inside: bool


def verdicts(engine: Engine, folder: Path) -> list[Verdict]:
    """One per row of ``boxes.csv``."""
    with open(folder / BOXES, newline="") as file:
        return [_verdict(engine, folder, row) for row in csv.DictReader(file)]


def _verdict(engine: Engine, folder: Path, row: dict[str, str]) -> Verdict:
    opened = open_picture(folder / row["file"])
    picture = opened.picture
    prepared = prepare(opened.image, engine.weights.preprocessing, picture.image_id)
    prediction, activation = engine.predict(prepared)
    top = prediction.top(1)[0]
    x, y = peak(explain(engine, prepared, top.index, activation=activation), prepared.box)
    x, y = x / picture.width, y / picture.height
    box = {edge: float(row[edge]) for edge in ("x0", "y0", "x1", "y1")}
    inside = box["x0"] <= x <= box["x1"] and box["y0"] <= y <= box["y1"]
    return Verdict(row["file"], row["label"], top.label, top.probability, inside)


def peak(heatmap: Heatmap, box: tuple[float, float, float, float]) -> tuple[float, float]:
    """Where the largest cell's centre lies on the photo, pixels."""
    rows, columns = heatmap.values.shape
    row, column = np.unravel_index(int(heatmap.values.argmax()), heatmap.values.shape)
    left, top, right, bottom = box
    across, down = (int(column) + 0.5) / columns, (int(row) + 0.5) / rows
    return left + across * (right - left), top + down * (bottom - top)


def main() -> None:
    """Print both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--weights", default="demo")
    options = parser.parse_args()
    photos, pictures = options.data / "photos", options.data / "cifar10" / "test.zip"
    if missing := [str(path) for path in (photos / BOXES, pictures) if not path.is_file()]:
        print(f"  skipped, not here: {', '.join(missing)} (--data names another folder)")
        return
    engine = Engine(load_weights(options.weights), "cpu", "float32")
    rows = verdicts(engine, photos)
    for row in rows:
        where = "in the box" if row.inside else "outside"
        print(f"  {row.file:<13} {row.label:<6} {row.answer:<11}{row.probability:6.1%}  {where}")
    right = [row for row in rows if row.answer == row.label]
    print_target("photographs wrong, of ten", len(rows) - len(right), 3)
    print_target("right ones with the maximum outside", sum(not r.inside for r in right), 1)
    *_, result = evaluate(engine, ClassFolders(pictures))
    assert isinstance(result, Evaluation)
    print(f"  test pictures: {result.count:,}, top-1 {result.top1:.2%}, top-5 {result.top5:.2%}")
    print_target("error on the test pictures, %", 100 * (1 - result.top1), 10)


if __name__ == "__main__":
    main()
