"""The tab Classify, kept like the workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from xception_gui.base.results import Heatmap, Origin, Picture, Prediction
from xception_gui.gui import messages
from xception_gui.gui.answers import is_explainable
from xception_gui.gui.film import Film
from xception_gui.gui.lanes import Job
from xception_gui.gui.language import tr
from xception_gui.gui.session import Network
from xception_gui.gui.sources import Example, read_examples
from xception_gui.gui.views.classify import ClassifyView

if TYPE_CHECKING:
    from xception_gui.gui.main_window import MainWindow


class Classifying(QObject):
    """Fills a `ClassifyView`, and passes on what the user wants there.

    Parameters
    ----------
    window : MainWindow
        Has settings and the commands that open and save.
    """

    def __init__(self, window: MainWindow, view: ClassifyView) -> None:
        super().__init__(window)
        self._window, self._view, self._workspace = window, view, window.workspace
        self._film = Film(view)
        self._examples: tuple[Example, ...] = ()
        self._origin: Origin | None = None  # of the heat map on view
        self._restore()
        self._connect_workspace()
        self._connect_commands()
        self._connect_view()

    def offer_examples(self) -> None:
        """Read the pictures to begin with, once."""
        if not self._examples:
            job = Job("Read the examples", read_examples, self._show_examples)
            self._window.lanes.submit("io", job)

    def retranslate(self) -> None:
        """Name weights, pictures and answers in the language in force."""
        self._film.retranslate()
        network = self._workspace.network
        if network is not None:
            self._name_weights(network)

    def _restore(self) -> None:
        """As the user left it."""
        values = self._window.settings.values
        self._view.set_opacity(values.opacity)
        self._view.set_colours(values.colours)
        self._view.set_most_rows(values.top_k)

    def _connect_workspace(self) -> None:
        work, view = self._workspace, self._view
        work.network_changed.connect(self._show_network)
        work.picture_changed.connect(self._show_picture)
        work.prepared_changed.connect(view.set_prepared)
        work.prediction_changed.connect(self._show_prediction)
        work.heatmap_changed.connect(self._show_heatmap)
        work.stale_changed.connect(view.set_stale)
        work.queue_changed.connect(self._film.show_items)
        work.current_changed.connect(self._film.show_current)
        work.busy_changed.connect(self._show_busy)

    def _connect_commands(self) -> None:
        view, commands = self._view, self._window.commands
        view.open_requested.connect(commands.open_files)
        view.open_folder_requested.connect(commands.open_folder)
        view.paste_requested.connect(commands.paste)
        view.weights_requested.connect(commands.load_weights)
        view.copy_requested.connect(commands.saving.copy_overlay)
        view.save_requested.connect(commands.saving.overlay)

    def _connect_view(self) -> None:
        view, work, window = self._view, self._workspace, self._window
        view.class_chosen.connect(work.explain_class)
        view.layer_chosen.connect(work.explain_layer)
        view.layer_chosen.connect(work.select_module)  # whoever looks at a layer means it
        view.picture_chosen.connect(lambda at: work.show_item(self._film.key(at)))
        view.example_chosen.connect(lambda at: work.open_paths([self._examples[at].path]))
        view.close_requested.connect(lambda _at: work.close_picture())
        view.close_all_requested.connect(work.close_all)
        view.opacity_changed.connect(lambda value: window.change_settings(opacity=value))
        view.colours_chosen.connect(lambda name: window.change_settings(colours=name))
        view.heat_band.eye.toggled.connect(lambda on: window.menu_actions.check("heatmap", on))
        view.input_shown.connect(lambda on: window.menu_actions.check("input", on))

    # Results arrive

    def _show_network(self, network: Network) -> None:
        self._name_weights(network)
        rows = network.tree.walk()
        self._view.set_layers([row.path for row in rows if row.path and is_explainable(row)])

    def _name_weights(self, network: Network) -> None:
        self._view.set_weights(network.weights, messages.about_weights(network.weights))

    def _show_picture(self, picture: Picture | None) -> None:
        self._view.set_picture(picture)
        if picture is None:
            self.offer_examples()

    def _show_prediction(self, prediction: Prediction | None) -> None:
        self._view.set_prediction(prediction, animate=prediction is not None and self._is_calm())

    def _show_heatmap(self, heatmap: Heatmap | None) -> None:
        """Another class or layer of the same answer is the user's choice, also in a queue."""
        before, self._origin = self._origin, heatmap.origin if heatmap else None
        chosen = before is not None and before == self._origin and not self._is_training()
        self._view.set_heatmap(heatmap, animate=heatmap is not None and (chosen or self._is_calm()))

    def _is_training(self) -> bool:
        return self._workspace.training.busy

    def _is_calm(self) -> bool:
        """Nothing moves by itself in a queue or beside a run."""
        return len(self._workspace.pictures) == 1 and not self._is_training()

    def _show_busy(self, action: str) -> None:
        waiting = self._workspace.network is None and bool(action)
        self._view.set_waiting(tr("Loading the network…") if waiting else "")
        self._view.set_loading(bool(action))

    def _show_examples(self, examples: tuple[Example, ...]) -> None:
        self._examples = examples
        self._view.set_examples([(example.name, example.image) for example in examples])
