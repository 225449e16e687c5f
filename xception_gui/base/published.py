"""The weights that others have published: what they are, where they lie, what they reach.

They are never fetched unasked. Who has fetched one elsewhere puts it, under its own name, into
`weights.listing.folder`; it is taken if its hash fits.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Published:
    """One published file.

    Parameters
    ----------
    name : str
        For ``--weights``; empty for a file that is known but has no name of its own here.
    title : str
    url : str
    size : int
        Bytes; 0 where it is not published.
    sha256 : str
        The whole hash or its beginning, hexadecimal.
    top1, top5 : float
        Published accuracy on ImageNet's validation set, fractions; 0 where none is known.
    """

    name: str
    title: str
    url: str
    size: int
    sha256: str
    licence: str
    top1: float
    top5: float

    @property
    def file(self) -> str:
        """Its file name."""
        return self.url.rpartition("/")[2]


_CADENE = "http://data.lip6.fr/cadene/pretrainedmodels/"
PUBLISHED = (
    Published(
        "keras",
        "Keras, ImageNet: the author's own",
        "https://storage.googleapis.com/tensorflow/keras-applications/xception/"
        "xception_weights_tf_dim_ordering_tf_kernels.h5",
        91_884_032,
        "c5bf1c05b020c4177164039b854c3ef92b16b73384734647c1f0ad5cf79f6975",
        "MIT",
        0.79006,
        0.94452,
    ),
    Published(
        "timm",
        "timm, ImageNet: legacy_xception.tf_in1k",
        "https://github.com/rwightman/pytorch-image-models/releases/download/v0.1-cadene/"
        "xception-43020ad28.pth",
        91_675_053,
        "43020ad28",
        "Apache-2.0",
        0.79058,
        0.94396,
    ),
    Published("", "Cadene, ImageNet", f"{_CADENE}xception-b0b7af25.pth", 0, "b0b7af25", "", 0, 0),
    Published("", "Cadene, the older", f"{_CADENE}xception-b5690688.pth", 0, "b5690688", "", 0, 0),
)


def published(name: str) -> Published | None:
    """The published weights of that name."""
    return next((row for row in PUBLISHED if name and row.name == name), None)


def known(sha256: str) -> Published | None:
    """The published file with that hash."""
    return next((row for row in PUBLISHED if sha256.startswith(row.sha256)), None)
