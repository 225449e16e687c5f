"""Peak memory of the window beside that of a script with timm and captum that does the same.

``python -m benchmarks.memory``: the paper's network, one photo, one heat map, the maps of one
module, each in a process of its own. Needs timm and captum (the extra ``test``).
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks._common import own_homes, print_target, processor

OURS = """
import resource, sys, time
from PySide6.QtWidgets import QApplication
from xception_gui.gui.app import make_application, make_window

application = make_application()
window = make_window("none", [sys.argv[1]])
window.resize(1280, 800)
window.show()

def until(true):
    end = time.monotonic() + 120
    while not true():
        application.processEvents()
        assert time.monotonic() < end

until(lambda: window.workspace.heatmap is not None)
window.show_tab("maps")
came = []
window.workspace.maps.module_changed.connect(came.append)
window.workspace.select_module("middle.block4.sepconv2")
until(lambda: any(came))
window.grab()
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
window.close()
"""

THEIRS = """
import resource, sys
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
import timm, torch
from captum.attr import LayerGradCam
from PIL import Image

model = timm.create_model("legacy_xception", pretrained=False).eval()
transform = timm.data.create_transform(**timm.data.resolve_model_data_config(model))
photo = Image.open(sys.argv[1]).convert("RGB")
x = transform(photo)[None]
with torch.no_grad():
    top = int(model(x).argmax())
heat = LayerGradCam(model, model.act4).attribute(x, target=top)
seen = []
handle = model.block4.rep[4].register_forward_hook(lambda m, i, o: seen.append(o.detach()))
with torch.no_grad():
    model(x)
handle.remove()
figure, axes = plt.subplots(27, 27, figsize=(12, 12))
for axis, values in zip(axes.flat, seen[0][0]):
    axis.imshow(values)
    axis.axis("off")
figure.savefig(sys.argv[2])
plt.figure()
plt.imshow(photo)
plt.imshow(heat[0, 0].detach(), alpha=0.5, extent=(0, photo.width, photo.height, 0))
plt.savefig(sys.argv[2])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def peak(script: str, *arguments: str) -> float:
    """Megabytes at the highest point."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    with tempfile.TemporaryDirectory() as home:
        environment |= own_homes(home)
        done = subprocess.run(
            [sys.executable, "-c", script, *arguments],
            capture_output=True, text=True, env=environment, check=False,
        )  # fmt: skip
    if done.returncode:
        raise SystemExit(done.stderr.strip().splitlines()[-1])
    return float(done.stdout.split()[-1])


def main() -> None:
    """Print both and their ratio."""
    from benchmarks.responsiveness import photo

    print(f"memory, {processor()}")
    with tempfile.TemporaryDirectory() as name:
        picture = photo(Path(name, "photo.jpg"), (1600, 1200), 0)
        ours, theirs = peak(OURS, picture), peak(THEIRS, picture, str(Path(name, "out.png")))
    print(f"  window: {ours:.0f} MB, script with timm and captum: {theirs:.0f} MB")
    print_target("window / script", ours / theirs, 1.0)


if __name__ == "__main__":
    main()
