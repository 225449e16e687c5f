"""What leaves the window: pictures and tables, into files and into the clipboard.

Drawing and writing is work of the `io` lane; what was asked for is frozen first.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QBuffer, QIODevice, QObject
from PySide6.QtGui import QGuiApplication, QImage

from xception_gui.base.atomic import write_bytes
from xception_gui.base.module_table import module_table
from xception_gui.base.results import ByteArray, ModuleInfo
from xception_gui.base.tables import Row, table
from xception_gui.gui import dialogs
from xception_gui.gui.lanes import Job
from xception_gui.gui.language import tr
from xception_gui.gui.messages import weights_name
from xception_gui.gui.overlays import Overlay, drawn, drawn_map, encoded

if TYPE_CHECKING:
    from xception_gui.gui.evaluating import Judged
    from xception_gui.gui.main_window import MainWindow
    from xception_gui.gui.session import Session
    from xception_gui.weights import Loaded
    from xception_gui.weights.convert import Difference

    Held = list[Loaded]

Draw = Callable[[], ByteArray]


class Saving(QObject):
    """The commands that save and copy; they return at once."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._workspace = window, window.workspace

    def overlay(self) -> None:
        """Ask where to write the photo with its heat map."""
        overlay = self._overlay()
        if overlay is not None:
            self._ask(tr("Save overlay"), "overlay", partial(drawn, overlay))

    def heatmap(self) -> None:
        """Ask where to write the heat map alone, in its colours."""
        overlay, prepared = self._overlay(), self._workspace.prepared
        if overlay is not None and prepared is not None:
            size = prepared.shown.shape[0]
            self._ask(tr("Save heat map"), "heat_map", partial(drawn_map, overlay, size))

    def network_input(self) -> None:
        """Ask where to write what the network receives."""
        prepared = self._workspace.prepared
        if prepared is not None:
            self._ask(tr("Save network input"), "input", lambda: prepared.shown)

    def view(self) -> None:
        """Ask where to write the view as it stands there."""
        image = self._window.page.grab().toImage()
        title, name = tr("Save view"), self._name("view")
        write = partial(_write_image, image)
        self._choose(title, name, (dialogs.PNG,), write)

    def architecture(self) -> None:
        """Ask where to write every module of the network in force."""
        network = self._workspace.network
        if network is not None:
            kinds = (dialogs.HTML, dialogs.CSV, dialogs.JSON, dialogs.SVG, dialogs.PNG)
            write = partial(_write_architecture, network.tree, weights_name(network.weights))
            self._choose(tr("Export architecture"), "architecture.html", kinds, write)

    def weights(self) -> None:
        """Ask where to write the weights in force, and for whom."""
        network = self._workspace.network
        if network is not None:
            name = os.path.splitext(network.weights.name)[0]
            chosen = partial(self._export_weights, self._held_weights(network.state_id))
            self._ask_weights(f"{name}.safetensors", chosen)

    def weights_of(self, source: str, name: str) -> None:
        """Ask where to write weights that lie in a file, and for whom; `name` is proposed."""
        self._ask_weights(f"{name}.safetensors", partial(self._convert_weights, source))

    def _ask_weights(self, name: str, chosen: Callable[[Sequence[str]], None]) -> None:
        kinds = (dialogs.OWN, dialogs.TIMM, dialogs.KERAS, dialogs.ONNX)
        title, folder = tr("Save weights"), self._folder()
        dialogs.choose_target(self._window, title, folder, name, chosen, kinds)

    def image(self, name: str, image: QImage) -> None:
        """Ask where to write a drawing as pixels."""
        self._choose(tr("Save picture"), name, (dialogs.PNG,), partial(_write_image, image))

    def svg(self, name: str, data: bytes) -> None:
        """Ask where to write a drawing as lines and letters."""
        self._choose(tr("Save drawing"), name, (dialogs.SVG,), partial(_write_data, data))

    def inside(self, kind: str) -> None:
        """Ask where to write what a separable convolution mixes."""
        from xception_gui.gui.inside_export import export_inside  # when it is wanted

        export_inside(self, self._window.inspector, kind)

    def data(self, name: str, kind: str, data: bytes) -> None:
        """Ask where to write a table that is ready, as "csv" or "json"."""
        kinds = {"csv": dialogs.CSV, "json": dialogs.JSON}
        write = partial(_write_data, data)
        self._choose(tr("Export table"), f"{name}.{kind}", (kinds[kind],), write)

    def history(self) -> None:
        """Ask where to write every answer of this run."""
        rows = self._rows()
        kinds = (dialogs.CSV, dialogs.JSON, dialogs.JSON_LINES)
        self._choose(tr("Export table"), "answers.csv", kinds, partial(_write_table, rows))

    def evaluation(self, judged: Judged, title: str) -> None:
        """Ask where to write what an evaluation found; `title` is that of its drawing."""
        from xception_gui.gui.evaluation_export import words, write_evaluation  # when wanted

        name = judged.name.removesuffix(".zip")
        write = partial(write_evaluation, judged, title, words())
        kinds = (dialogs.JSON, dialogs.CSV, dialogs.SVG, dialogs.PNG)
        self._choose(tr("Export evaluation"), f"{name}_evaluation.json", kinds, write)

    def maps(self) -> None:
        """Ask where to write the feature maps on view."""
        image = self._window.maps.picture_of_view()
        title, name = tr("Save maps"), self._name("maps")
        self._choose(title, name, (dialogs.PNG,), partial(_write_image, image))

    def copy_maps(self) -> None:
        """The feature maps on view into the clipboard."""
        QGuiApplication.clipboard().setImage(self._window.maps.picture_of_view())
        self._window.say_done(tr("Maps copied"))

    def copy_overlay(self) -> None:
        """The photo with its heat map into the clipboard."""
        overlay = self._overlay()
        if overlay is not None:
            done = partial(self._copied, tr("Overlay copied"))
            self._submit("Copy overlay", partial(drawn, overlay), done, "copy")

    def copy_heatmap(self) -> None:
        """The heat map alone, in its colours, into the clipboard."""
        overlay, prepared = self._overlay(), self._workspace.prepared
        if overlay is not None and prepared is not None:
            done, size = partial(self._copied, tr("Heat map copied")), prepared.shown.shape[0]
            self._submit("Copy heat map", partial(drawn_map, overlay, size), done, "copy")

    def copy_input(self) -> None:
        """What the network receives into the clipboard."""
        prepared = self._workspace.prepared
        if prepared is not None:
            self._copied(tr("Network input copied"), prepared.shown)

    def copy_view(self) -> None:
        """The view as it stands there into the clipboard."""
        QGuiApplication.clipboard().setImage(self._window.page.grab().toImage())
        self._window.say_done(tr("View copied"))

    def copy_history(self) -> None:
        """Every answer of this run into the clipboard, to paste into a spreadsheet."""
        text = table(self._rows(), ".csv").decode().replace("\r", "")
        QGuiApplication.clipboard().setText(text)
        self._window.say_done(tr("Table copied"))

    def curves(self, kind: str) -> None:
        """Ask where to write the curves on view: "png", "svg" or "csv"."""
        view, tab = self._window.train, self._window.train_tab
        name = f"{os.path.basename(tab.run) or 'curves'}.{kind}"
        if kind == "png":
            write, kinds = partial(_write_image, view.image(2.0)), dialogs.PNG
        elif kind == "svg":
            write, kinds = partial(_write_data, view.svg()), dialogs.SVG
        else:
            write, kinds = partial(_write_data, tab.as_csv()), dialogs.CSV
        self._choose(tr("Export curves"), name, (kinds,), write)

    # Inside

    def _rows(self) -> list[Row]:
        return self._workspace.history.table(self._window.settings.values.top_k)

    def _overlay(self) -> Overlay | None:
        work, values = self._workspace, self._window.settings.values
        source, picture, heatmap, prepared = work.source, work.picture, work.heatmap, work.prepared
        if source is None or picture is None or heatmap is None or prepared is None:
            return None
        box, image_id = prepared.box, picture.image_id
        return Overlay(source, image_id, heatmap, box, values.opacity, values.colours)

    def _name(self, what: str) -> str:
        picture = self._workspace.picture
        name = picture.name if picture and picture.name else tr("pasted picture")
        return f"{os.path.splitext(name)[0]}_{what}.png"

    def _ask(self, title: str, what: str, draw: Draw) -> None:
        kinds = (dialogs.PNG, dialogs.EVERYTHING)
        self._choose(title, self._name(what), kinds, partial(_write_drawn, draw))

    def _choose(
        self, title: str, name: str, kinds: Sequence[str], write: Callable[[str], str]
    ) -> None:
        chosen = partial(self._write, title, write)
        dialogs.choose_target(self._window, title, self._folder(), name, chosen, kinds)

    def _folder(self) -> str:
        return self._window.settings.values.last_folder or os.path.expanduser("~")

    def _write(self, action: str, write: Callable[[str], str], paths: Sequence[str]) -> None:
        for path in paths[:1]:
            self._window.change_settings(last_folder=os.path.dirname(path))
            self._submit(action, partial(write, path), self._saved)

    def _held_weights(self, state_id: str) -> Held:
        """A copy of the weights in that state: others may be in force when a name is chosen."""
        held: Held = []
        work = partial(self._workspace.session.copied, state_id)
        self._window.lanes.submit("model", Job("Save weights", work, held.append))
        return held

    def _export_weights(self, held: Held, paths: Sequence[str]) -> None:
        """Write them after their copy has come: what one lane is asked comes back in order."""
        for path in paths[:1]:
            self._window.change_settings(last_folder=os.path.dirname(path))
            write = partial(self._write_weights, held, path)
            self._window.lanes.submit("model", Job("Save weights", _nothing, write, owed=True))

    def _write_weights(self, held: Held, path: str, _none: None) -> None:
        for loaded in held:  # none if there was no memory for them, which was told
            work, done = partial(_written, loaded, path), partial(self._exported, path)
            self._window.lanes.submit("io", Job("Save weights", work, done, owed=True))

    def _convert_weights(self, source: str, paths: Sequence[str]) -> None:
        for path in paths[:1]:
            self._window.change_settings(last_folder=os.path.dirname(path))
            work = partial(_convert, self._workspace.session, source, path)
            done = partial(self._exported, path)
            self._window.lanes.submit("model", Job("Save weights", work, done))

    def _exported(self, path: str, differences: Sequence[Difference]) -> None:
        if not differences:
            self._saved(path)
            return
        folder, name = os.path.split(path)
        told = {"name": name, "parts": ", ".join(difference.name for difference in differences)}
        if any(difference.unfit for difference in differences):
            text = tr("Saved {name}; the network there cannot take it ({parts})", **told)
        else:
            text = tr("Saved {name}; its answers there will differ ({parts})", **told)
        self._window.say_done(text, folder)

    def _submit(
        self, action: str, work: Callable[[], Any], done: Callable[[Any], None], key: str = ""
    ) -> None:
        self._window.lanes.submit("io", Job(action, work, done, latest=key))

    def _saved(self, path: str) -> None:
        name, folder = os.path.basename(path), os.path.dirname(path)
        self._window.say_done(tr("Saved {name}", name=name), folder)

    def _copied(self, words: str, pixels: ByteArray) -> None:
        height, width, _ = pixels.shape
        data = pixels.tobytes()
        image = QImage(data, width, height, 3 * width, QImage.Format.Format_RGB888)
        QGuiApplication.clipboard().setImage(image.copy())
        self._window.say_done(words)


def _write_drawn(draw: Draw, path: str) -> str:
    write_bytes(path, encoded(draw, path))
    return path


def _write_image(image: QImage, path: str) -> str:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    write_bytes(path, bytes(buffer.data().data()))
    return path


def _convert(session: Session, source: str, path: str) -> list[Difference]:
    return _written(session.read(source), path)


def _written(loaded: Loaded, path: str) -> list[Difference]:
    from xception_gui.weights.convert import convert

    return convert(loaded, path)


def _nothing() -> None:
    """Only what came before it is waited for."""


def _write_data(data: bytes, path: str) -> str:
    write_bytes(path, data)
    return path


def _write_architecture(tree: ModuleInfo, name: str, path: str) -> str:
    from xception_gui.inspection import as_html, as_png, as_svg, layout

    suffix = os.path.splitext(path)[1].lower()
    if suffix in (".html", ".htm"):
        data = as_html(tree, name).encode()
    elif suffix == ".svg":
        data = as_svg(layout(tree), name).encode()
    elif suffix == ".png":
        data = as_png(layout(tree), name)
    else:
        data = module_table(tree, suffix)
    write_bytes(path, data)
    return path


def _write_table(rows: list[Row], path: str) -> str:
    write_bytes(path, table(rows, os.path.splitext(path)[1].lower()))
    return path
