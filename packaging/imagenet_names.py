"""Write assets/classes/imagenet.tsv from timm's tables of WordNet ids and words.

``python packaging/imagenet_names.py``. Each class has the first of its words that no class before
it has; two cranes have no other, and get what they are in brackets.
"""

from __future__ import annotations

from typing import Any

from timm.data.imagenet_info import ImageNetInfo

from xception_gui.base.assets import asset

_HEAD = (
    "# ILSVRC 2012: WordNet id and a name of each class, in the order of their ids (WordNet 3.0)."
)
_TWINS = {"n02012849": "crane (bird)", "n03126707": "crane (machine)"}


def main() -> None:
    """Write the file."""
    info: Any = ImageNetInfo()
    names: dict[str, str] = {}
    for index in range(info.num_classes()):
        synset = info.index_to_label_name(index)
        words = [word.strip() for word in info.index_to_description(index).split(",")]
        fresh = [word for word in words if word not in names.values()]
        names[synset] = _TWINS.get(synset) or fresh[0]
    lines = [_HEAD, *(f"{synset}\t{name}" for synset, name in names.items())]
    asset("classes", "imagenet.tsv").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
