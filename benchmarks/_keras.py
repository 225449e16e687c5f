"""The judge: Keras on its torch back end. ``python -m benchmarks._keras DIR SIZE…``.

Reads ``DIR/ours.h5`` (ten classes), so Keras itself says whether it can; writes what Keras writes
of the same weights (``top.h5``, ``top.weights.h5``, ``notop.h5``) and ``SIZE.npz``: the seeded
picture, and what every block, activation and the last layer give for it, channels first.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import numpy as np

os.environ["KERAS_BACKEND"] = "torch"
sys.modules["matplotlib"] = None  # type: ignore[assignment]  # Keras would import it for its plots

CLASSES = 10
LAYERS = {
    "entry.act1": "block1_conv1_act",
    "entry.act2": "block1_conv2_act",
    **{f"entry.block{n}": f"add_{n - 1}" if n > 1 else "add" for n in range(1, 4)},
    **{f"middle.block{n}": f"add_{n - 1}" for n in range(4, 12)},
    "exit.block12": "add_11",
    "exit.act3": "block14_sepconv1_act",
    "exit.act4": "block14_sepconv2_act",
}
"""Our places, and Keras' layers that give the same."""


def main(folder: Path, sizes: list[int]) -> None:
    """Write the files and the activations."""
    import h5py
    import keras
    from keras.applications import Xception
    from keras.src.legacy.saving import legacy_h5_format

    base = Xception(weights=None, include_top=False, pooling="avg", input_shape=(None, None, 3))
    # As include_top=True makes it, but for pictures of any size.
    head = keras.layers.Dense(CLASSES, name="predictions")
    full = keras.Model(base.input, head(base.output))
    full.load_weights(folder / "ours.h5")
    full.save_weights(folder / "top.weights.h5")
    for name, model in {"top": full, "notop": base}.items():
        with h5py.File(folder / f"{name}.h5", "w") as file:
            legacy_h5_format.save_weights_to_hdf5_group(file, model)
    outputs = [base.get_layer(layer).output for layer in LAYERS.values()]
    taps = keras.Model(base.input, [*outputs, full.output])
    for size in sizes:
        np.savez(folder / f"{size}.npz", **_answers(taps, size))


def _answers(taps: Any, size: int) -> dict[str, Any]:
    picture = np.random.default_rng(size).standard_normal((1, size, size, 3)).astype(np.float32)
    *given, logits = taps(picture)
    found = {path: _first(_array(value)) for path, value in zip(LAYERS, given, strict=True)}
    return {**found, "picture": _first(picture), "logits": _array(logits)}


def _first(value: Any) -> Any:
    """Channels first."""
    return value.transpose(0, 3, 1, 2)


def _array(tensor: Any) -> Any:
    return tensor.detach().cpu().numpy()


if __name__ == "__main__":
    main(Path(sys.argv[1]), [int(word) for word in sys.argv[2:]])
