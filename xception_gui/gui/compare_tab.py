"""The tab Compare, kept like the workspace; what it shows is worked out when it is looked at."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt

from xception_gui.base.beside_table import beside_file
from xception_gui.base.comparison_table import comparison_file
from xception_gui.base.preprocessing import steps_id
from xception_gui.base.results import ModuleInfo
from xception_gui.base.stamp import stamp
from xception_gui.base.texts import problem_text
from xception_gui.base.weight_difference import WeightsDifference, difference_file
from xception_gui.gui import dialogs, messages
from xception_gui.gui.answers import LAST_ACTIVATION, is_explainable
from xception_gui.gui.comparing import Asked, Comparing, Pair
from xception_gui.gui.drawing import as_image, as_svg
from xception_gui.gui.lanes import Failure, Job
from xception_gui.gui.language import language, tr
from xception_gui.gui.sources import Source, file_source, shown_name
from xception_gui.gui.views.compare import PAGES, CompareView
from xception_gui.gui.weights_words import fetched

if TYPE_CHECKING:
    from xception_gui.gui.main_window import MainWindow

_PICTURE = "picture:"


class CompareTab(QObject):
    """Fills its `CompareView`."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.view = CompareView()
        self._window, self._workspace = window, window.workspace
        self._work = Comparing(window.workspace.session)
        self._file = ""  # weights of a file that was chosen or dropped
        self._photo: Source | None = None  # a picture that was chosen for this tab
        self._asked: dict[str, object] = {}  # what each page shows or waits for
        self._failed: set[str] = set()  # pages of which it could not be had
        self._connect()
        self._follow_network()

    def shown(self) -> None:
        """The tab has come to the top."""
        self.view.setFocus()
        self._offer()
        self._retry()

    def take_weights(self, path: str) -> None:
        """Compare with the weights in a file."""
        self._file = path
        self._offer()
        for choice in (self.view.weights.choice, self.view.answers.weights):
            choice.set_key(path)
        if self.view.page == PAGES[0]:
            self.view.show_page(1)
        self._retry()

    def _connect(self) -> None:
        view, work = self.view, self._workspace
        work.network_changed.connect(self._follow_network)
        work.module_selected.connect(self._follow_module)
        work.prepared_changed.connect(lambda _prepared: self._refresh())
        work.queue_changed.connect(lambda _items: self._follow_queue())
        view.spoken.connect(self._name)
        view.page_changed.connect(lambda _name: self._retry())
        view.export_requested.connect(self._export)
        view.architectures.changed.connect(self._retry)
        view.weights.picked.connect(self._pick_weights)
        view.answers.weights.picked.connect(self._pick_weights)
        view.answers.changed.connect(self._retry)
        # Queued: the choice is told right after the list has closed, and must find its row.
        queued = Qt.ConnectionType.QueuedConnection
        view.answers.list_closed.connect(self._follow_queue, queued)
        view.answers.module.picked.connect(work.select_module)
        view.weights.file_wanted.connect(self._ask_weights)
        view.answers.file_wanted.connect(self._ask_file)
        view.architectures.path_selected.connect(self._select)
        view.weights.path_selected.connect(self._select_owner)

    # What is so

    def _follow_network(self, _network: object = None) -> None:
        network = self._workspace.network
        if network is None:
            return
        self.view.architectures.set_size(network.weights.input_size)
        modules = [row for row in network.tree.walk() if row.path and is_explainable(row)]
        self.view.answers.module.set_modules(modules)
        self._follow_module(self._workspace.module)
        self._name()

    def _name(self) -> None:
        """Say what there is, in the language in force."""
        network = self._workspace.network
        if network is not None:
            self.view.weights.set_active(messages.weights_name(network.weights))
            self._offer()
            self._refresh()

    def _follow_module(self, path: str) -> None:
        self.view.select(path)
        self.view.answers.module.set_path(self._layer())
        self._refresh()

    def _follow_queue(self) -> None:
        """Other pictures may be open; a page that is not seen is told when it comes to the top."""
        seen = self._window.tab == "compare" and self.view.page == PAGES[2]
        if seen and self._offer_pictures():
            self._refresh()

    def _layer(self) -> str:
        """The selected module if it can be explained, else the last activation."""
        found = self._info(self._workspace.module)
        return found.path if found is not None and is_explainable(found) else LAST_ACTIVATION

    def _info(self, path: str) -> ModuleInfo | None:
        network = self._workspace.network
        return network.tree.find(path) if network is not None and path else None

    def _select(self, path: str) -> None:
        """A module of the active network or of the paper's, which the tree has as well.

        What another network alone has, the page itself tells.
        """
        if self._info(path) is not None or self._is_papers(path):
            self._workspace.select_module(path)

    def _is_papers(self, path: str) -> bool:
        page = self.view.architectures
        sides = {page.left.key, page.right.key}
        return self.view.page == PAGES[0] and "paper" in sides and self._window.tree.has_paper(path)

    def _select_owner(self, path: str) -> None:
        """A module, or of a tensor the module that it belongs to."""
        self._select(path if self._info(path) is not None else path.rpartition(".")[0])

    # What can be chosen

    def _offer(self) -> None:
        """The weights that have a name here, the file, the other pictures."""
        names = {"": tr("Choose weights"), "demo": tr("Demonstration weights"), **fetched()}
        names["none"] = tr("None (untrained)")
        if self._file:
            names[self._file] = shown_name(os.path.basename(self._file))
        self.view.weights.choice.set_words(names, tr("Weights to compare with"))
        self.view.answers.weights.set_words(names, tr("Weights to compare with"))
        self._offer_pictures()

    def _offer_pictures(self) -> bool:
        """Whether others are offered than before."""
        return self.view.answers.set_pictures(
            {key: source.name or tr("pasted picture") for key, source in self._sources().items()}
            or {"": tr("No other picture is open")},
            tr("Picture to compare with"),
        )

    def _sources(self) -> dict[str, Source]:
        """The opened pictures that are not shown, and the one that was chosen here."""
        found = {
            f"{_PICTURE}{item.key}": item.source
            for item in self._workspace.pictures
            if item.source is not self._workspace.source
        }
        return {**found, "file": self._photo} if self._photo is not None else found

    def _pick_weights(self, name: str) -> None:
        """Both pages speak of the same weights."""
        self.view.weights.choice.set_key(name)
        self.view.answers.weights.set_key(name)
        self._retry()

    def _ask_weights(self) -> None:
        self._ask(tr("Compare with weights"), dialogs.WEIGHTS, self.take_weights)

    def _ask_file(self) -> None:
        """Of the answers' page: a picture or weights."""
        if self.view.answers.by_picture:
            self._ask(tr("Compare with a picture"), dialogs.PICTURES, self._take_picture)
        else:
            self._ask_weights()

    def _ask(self, title: str, kind: str, take: Callable[[str], None]) -> None:
        def chosen(paths: Sequence[str]) -> None:
            for path in paths[:1]:
                take(path)

        folder = self._window.settings.values.last_folder or os.path.expanduser("~")
        dialogs.choose_files(self._window, title, folder, (kind, dialogs.EVERYTHING), chosen)

    def _take_picture(self, path: str) -> None:
        self._photo = file_source(path)
        self._offer_pictures()
        self.view.answers.pictures.set_key("file")
        self._retry()

    # What is worked out

    def _retry(self) -> None:
        """The user asks: what has failed is tried again. A module that is selected does not."""
        for page in tuple(self._failed):
            self._forget(page)
        self._refresh()

    def _refresh(self) -> None:
        """What the page that is shown wants, if it is something else than before."""
        if self._workspace.network is not None and self._window.tab == "compare":
            (self._measure, self._hold, self._answer)[PAGES.index(self.view.page)]()

    def _submit(
        self,
        page: str,
        asked: object,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[Failure], None] | None = None,
    ) -> bool:
        """Whether it had to be asked for."""
        if self._asked.get(page) == asked:
            return False
        self._asked[page] = asked
        self._failed.discard(page)
        tell = partial(self._fail, page, failed or self._workspace.failed.emit)
        job = Job("Compare", work, done, tell, latest=f"compare-{page}")
        self._window.lanes.submit("model", job)
        return True

    def _fail(self, page: str, tell: Callable[[Failure], None], failure: Failure) -> None:
        self._failed.add(page)
        tell(failure)

    def _forget(self, page: str) -> None:
        """Nothing is asked for there: what is still worked out is not wanted either."""
        self._asked.pop(page, None)
        self._failed.discard(page)
        self._window.lanes.cancel(f"compare-{page}")

    def _measure(self) -> None:
        network, page = self._workspace.network, self.view.architectures
        assert network is not None
        name = messages.weights_name(network.weights)
        asked = (network, name, page.left.key, page.right.key, page.side.value())
        self._submit(PAGES[0], asked, partial(self._work.architectures, *asked), self._show_trees)

    def _show_trees(self, pair: Pair) -> None:
        page = self.view.architectures
        page.show_pair(*pair)
        if not page.tree.path:  # a row that only the other network has stays selected
            page.tree.select(self._workspace.module)

    def _hold(self) -> None:
        """The active weights against the others; numbers never stand under another name."""
        network, name = self._workspace.network, self.view.weights.choice.key
        assert network is not None
        if not name:
            self._forget(PAGES[1])
            self.view.weights.show_difference(None)
            return
        asked = (network.state_id, network.weights.name, name)
        work = partial(self._work.difference, *asked)
        if self._submit(PAGES[1], (*asked, stamp(name)), work, self._show_difference):
            self.view.weights.show_difference(None)

    def _show_difference(self, found: WeightsDifference) -> None:
        self.view.weights.show_difference(found)
        self.view.weights.tree.select(self._workspace.module)

    def _answer(self) -> None:
        """Both answers, once there is something to hold against the picture."""
        self._offer_pictures()
        asked = self._wanted()
        if asked is None:
            self._forget(PAGES[2])
            self.view.answers.show_pair(None)
            self.view.answers.await_what(self._missing())
            return
        work, done = partial(self._work.beside, asked), self.view.answers.show_pair
        if self._submit(PAGES[2], _key(asked), work, done, self._tell):
            self.view.answers.remark.set_text("")
            self.view.answers.await_what("work")

    def _wanted(self) -> Asked | None:
        work, page = self._workspace, self.view.answers
        network, prepared, source, picture = work.network, work.prepared, work.source, work.picture
        if network is None or prepared is None or source is None or picture is None:
            return None
        if prepared.preprocessing_id != steps_id(network.weights.preprocessing):
            return None  # of the network before: the picture is being prepared anew
        weights = messages.weights_name(network.weights)
        other = self._sources().get(page.pictures.key) if page.by_picture else None
        name = "" if page.by_picture else page.weights.key
        if other is None and not name:
            return None
        shown = (prepared, picture.name, source)
        return Asked(network.state_id, *shown, other, name, weights, self._layer())

    def _missing(self) -> str:
        """What is wanted before anything can be held against the picture."""
        work, page = self._workspace, self.view.answers
        if work.picture is None:
            return "picture"
        chosen = page.pictures.key in self._sources() if page.by_picture else page.weights.key
        return "work" if chosen else "other" if page.by_picture else "weights"

    def _tell(self, failure: Failure) -> None:
        """A module or class that the other network does not have is told in place."""
        text, problem = "", failure.problem
        if problem is None:
            self._workspace.failed.emit(failure)
        else:
            text = problem_text(problem.code, dict(problem.fields), language())
        self.view.answers.show_pair(None, text)
        self.view.answers.await_what("")

    # Export

    def _export(self, kind: str) -> None:
        saving, trees = self._window.commands.saving, self.view.architectures.shown
        found, answers = self.view.weights.shown, self.view.answers.view
        if self.view.page == PAGES[0] and trees is not None:
            saving.data("architectures", kind, comparison_file(*trees, f".{kind}"))
        elif self.view.page == PAGES[1] and found is not None:
            saving.data("weights", kind, difference_file(found, f".{kind}"))
        elif self.view.page == PAGES[2] and kind == "png":
            saving.image("answers.png", as_image(answers))
        elif self.view.page == PAGES[2] and kind == "svg":
            saving.svg("answers.svg", as_svg(answers, tr("Answers")))
        elif self.view.page == PAGES[2] and answers.found is not None:
            saving.data("answers", kind, beside_file(answers.found, f".{kind}"))


def _key(asked: Asked) -> tuple[object, ...]:
    """What makes two wishes the same: arrays are not compared."""
    prepared = (asked.picture.image_id, asked.picture.preprocessing_id)
    weights = (asked.weights, stamp(asked.weights), asked.weights_name)
    return (asked.state_id, prepared, asked.other, *weights, asked.layer)
