"""Words for weights: who wrote them, and what belongs to them and not to the architecture."""

from __future__ import annotations

from platformdirs import user_data_path

from xception_gui.base.published import PUBLISHED, Published
from xception_gui.base.results import Weights
from xception_gui.gui.language import mark, tr

TITLES = {
    "own": "xception-gui",
    "checkpoint": mark("training checkpoint"),
    "none": mark("random"),
    "timm": "timm",
    "cadene": "Cadene",
    "segmentation_models": "segmentation_models",
    "faceforensics": "FaceForensics++",
    "deepfakebench": "DeepfakeBench",
    "keras": "Keras",
}
_PADDINGS = {"same": mark("as TensorFlow"), "symmetric": mark("symmetric")}


def about_file(weights: Weights) -> str:
    """One line: ``timm: 299 × 299, ε 1e-05, pooling symmetric``; what a user replaced is told."""
    size, config = weights.input_size, weights.config
    words = tr(
        "{dialect}: {size} × {size}, ε {epsilon}, pooling {padding}",
        dialect=tr(TITLES.get(weights.dialect, weights.dialect)),
        size=size,
        epsilon=f"{config.bn_eps:g}",
        padding=paddings(config.pool_padding),
    )
    if config.stem_padding != "valid":
        words = tr("{words}, padded stem", words=words)
    replaced = weights.record.get("replaced")
    if isinstance(replaced, list):
        return tr("{words}; replaced: {names}", words=words, names=", ".join(map(str, replaced)))
    return words


NAMED = {"demo", "none", *(row.name for row in PUBLISHED)}
"""What is asked for by a name, wherever its file lies."""


def paddings(kind: str) -> str:
    """How poolings pad, in words."""
    return tr(_PADDINGS[kind])


def fetched() -> dict[str, str]:
    """Names and titles of the published weights that are on this machine."""
    return {row.name: row.title for row in PUBLISHED if row.name and _is_here(row)}


def _is_here(row: Published) -> bool:
    """Asked when a menu opens, so without the room of weights, which imports torch."""
    folder = user_data_path("xception-gui", appauthor=False) / "weights"
    return any((folder / name).is_file() for name in (row.file, f"{row.name}.safetensors"))
