"""Labels in a file: the forms in which ImageNet's are found, and what cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from xception_gui.base.problem import Problem
from xception_gui.images.label_file import LabelledFiles

NAMES = [f"ILSVRC2012_val_0000000{number}.JPEG" for number in (1, 2, 3)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "val"
    made.mkdir()
    for name in reversed(NAMES):
        Image.new("RGB", (9, 9)).save(made / name, "PNG")
    return made


def read(folder: Path, text: str, name: str = "labels.txt") -> list[tuple[str, str]]:
    (folder.parent / name).write_text(text, "utf-8")
    found = LabelledFiles(folder, folder.parent / name)
    return [
        (name, found.classes[label]) for name, label in zip(found.names, found.labels, strict=True)
    ]


@pytest.mark.parametrize(
    "text",
    [
        # Caffe's val.txt, PaddleClas' val_list.txt
        f"{NAMES[1]} 970\n{NAMES[0]} 65\n{NAMES[2]} 230\n",
        # a table, with a heading or without, in another order, as spreadsheets write it
        f"\ufefffile,label\r\n{NAMES[2]},230\r\n{NAMES[0]},65\r\n{NAMES[1]},970\r\n",
        f"{NAMES[0]}\t65\n{NAMES[1]}\t970\n{NAMES[2]}\t230",
        # one by line, in the order of the names
        "65\n970\n230\n",
    ],
)
def test_that_every_usual_form_says_the_same(folder: Path, text: str) -> None:
    assert read(folder, text) == list(zip(NAMES, ["65", "970", "230"], strict=True))


def test_that_kaggles_solution_gives_the_first_word_of_its_second_column(folder: Path) -> None:
    rows = [f"{NAMES[0][:-5]},n01751748 111 108 370 297 ", f"{NAMES[2][:-5]},n02105855 1 1 9 9"]
    found = read(folder, "\n".join(["ImageId,PredictionString", *rows]))
    assert found == [(NAMES[0], "n01751748"), (NAMES[2], "n02105855")]  # the other has no label


def test_that_names_with_blanks_and_chinese_names_are_labels(folder: Path) -> None:
    found = read(folder, f"{NAMES[0]},great white shark\n{NAMES[1]},大白鲨\n")
    assert [label for _, label in found] == ["great white shark", "大白鲨"]
    assert read(folder, "great white shark\ntench\nSt. Bernard\n")[2] == (NAMES[2], "St. Bernard")


def test_that_a_label_of_thousands_of_digits_is_a_label(folder: Path) -> None:
    assert read(folder, f"{'9' * 5000}\n1\n2\n")[0] == (NAMES[0], "9" * 5000)


@pytest.mark.parametrize(
    ("text", "name", "code", "words"),
    [
        ("65\n970\n", "labels.txt", "labels-unusable", "2 labels for 3 pictures"),
        ("a.jpg,1\nb.jpg,2\n", "labels.csv", "labels-unusable", "none of the pictures"),
        (f"{NAMES[0]},1\n970\n", "labels.csv", "labels-unusable", "others only one"),
        ("490\n361\n171\n", "ILSVRC2012_validation_ground_truth.txt", "labels-devkit", "order"),
        ("490\n361\n1000\n", "labels.txt", "labels-devkit", "order"),
        (f'"{"x" * 140_000}",1\n', "labels.csv", "labels-unusable", "it is no table"),
        ("", "labels.txt", "file-empty", "labels.txt"),
    ],
)
def test_that_what_cannot_be_meant_is_one_line(
    folder: Path, text: str, name: str, code: str, words: str
) -> None:
    with pytest.raises(Problem) as caught:
        read(folder, text, name)
    assert caught.value.code == code
    assert words in str(caught.value)
    assert name in str(caught.value)


DEVKIT = "ILSVRC2012_validation_ground_truth.txt"


def test_that_the_development_kits_numbers_are_translated_by_its_own_list(folder: Path) -> None:
    rows = "n02119789 1 kit_fox\nn01751748 490 sea_snake\nn02105855 361 sheepdog\n"
    (folder.parent / "map_clsloc.txt").write_text(rows)
    found = read(folder, "490\n361\n1\n", DEVKIT)
    assert [label for _, label in found] == ["n01751748", "n02105855", "n02119789"]


@pytest.mark.parametrize("rows", ["n02119789 1 kit_fox\n", "\xff", "1\n"])
def test_that_a_list_of_other_classes_is_named(folder: Path, rows: str) -> None:
    (folder.parent / "map_clsloc.txt").write_bytes(rows.encode("latin-1"))
    with pytest.raises(Problem, match=r"map_clsloc\.txt.*it has no class 490") as caught:
        read(folder, "490\n361\n1\n", DEVKIT)
    assert caught.value.code == "labels-unusable"


def test_that_two_classes_for_one_picture_are_named(folder: Path) -> None:
    """The last would count, and nobody know; the same class once more is no matter."""
    assert read(folder, f"{NAMES[0]},65\n{NAMES[0]},65\n") == [(NAMES[0], "65")]
    with pytest.raises(Problem, match=f"it gives {NAMES[0]} two classes: 65 and 970") as caught:
        read(folder, f"{NAMES[0]},65\n{NAMES[1]},970\n{NAMES[0]},970\n")
    assert caught.value.code == "labels-unusable"


def test_that_pictures_and_lines_without_each_other_are_counted(folder: Path) -> None:
    """A picture may be named with its ending or without, by its path or by its name."""
    file = folder.parent / "labels.csv"
    file.write_text(f"file,label\n{NAMES[0][:-5]},65\nval/x.jpg,65\ny.jpg,970\nz.jpg,65\n")
    found = LabelledFiles(folder, file)
    assert (found.names, found.unnamed, found.missing) == ([NAMES[0]], 2, 3)
    file.write_text("65\n970\n230\n")
    found = LabelledFiles(folder, file)
    assert (found.unnamed, found.missing) == (0, 0)
