"""Class names in other languages, for classes whose names are known: ImageNet's, CIFAR-10's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from xception_gui.base.assets import asset

IMAGENET_FILE, CHINESE_FILE = "imagenet.tsv", "imagenet.zh_CN.tsv"
_CIFAR = {
    "airplane": "飞机",
    "automobile": "汽车",
    "bird": "鸟",
    "cat": "猫",
    "deer": "鹿",
    "dog": "狗",
    "frog": "青蛙",
    "horse": "马",
    "ship": "船",
    "truck": "卡车",
}


@cache
def class_table(file: str) -> tuple[tuple[str, str], ...]:
    """Id and name of each class, as a table of ``assets/classes`` lists them."""
    lines = asset("classes", file).read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return tuple((row[0], row[1]) for row in rows)


def chinese_names(classes: Sequence[str]) -> Mapping[str, str]:
    """English name → 简体中文 if `classes` are a list that is known as a whole; else nothing.

    A single name says too little: "kite" is a bird here and a toy elsewhere.
    """
    if tuple(classes) == tuple(_CIFAR):
        return _CIFAR
    english = class_table(IMAGENET_FILE)
    if tuple(classes) == tuple(name for _, name in english):
        names = zip(english, class_table(CHINESE_FILE), strict=True)
        return {ours: theirs for (_, ours), (_, theirs) in names}
    return {}
