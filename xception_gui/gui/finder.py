"""What the command palette finds in this window, and what happens when it is chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from xception_gui.base.key_names import keras_key, timm_key
from xception_gui.gui.actions import TABLE, Entry
from xception_gui.gui.facts import NEEDS
from xception_gui.gui.item_models.class_texts import class_words
from xception_gui.gui.item_models.palette import Offer
from xception_gui.gui.language import tr
from xception_gui.gui.menus import written
from xception_gui.gui.settings_table import BY_ID
from xception_gui.gui.views.palette import Palette

if TYPE_CHECKING:
    from xception_gui.gui.commands import Commands
    from xception_gui.gui.main_window import MainWindow

USED = 12
Found = tuple[Offer, Callable[[], object]]


class Finder(QObject):
    """Opens the palette over a window with all that can be found there now."""

    def __init__(self, window: MainWindow, commands: Commands) -> None:
        super().__init__(window)
        self._window, self._commands = window, commands
        self._calls: dict[str, Callable[[], object]] = {}
        self.palette = Palette(window, window.menu_actions.action("palette").shortcuts())
        self.palette.chosen.connect(self._run)

    def open(self) -> None:
        """Open the palette."""
        by_text: dict[str, Found] = {}
        for offer, call in self._all():
            by_text.setdefault(offer.text, (offer, call))  # a choice of a menu may be a setting too
        self._calls = {offer.id: call for offer, call in by_text.values()}
        offers = [offer for offer, _ in by_text.values()]
        self.palette.open_with(offers, self._window.settings.values.used)

    def _run(self, name: str) -> None:
        call = self._calls[name]
        used = self._window.settings.values.used
        others = (other for other in used if other != name)
        self._window.change_settings(used=(name, *others)[:USED])
        call()

    def _all(self) -> Iterator[Found]:
        for entry in TABLE:
            if entry.menu.endswith("/*"):
                yield from self._choices(entry)
            elif entry.id != "palette":
                yield self._command(entry)
        yield from self._settings()
        yield from self._modules()
        yield from self._classes()

    def _command(self, entry: Entry) -> Found:
        action = self._window.menu_actions.action(entry.id)
        text, english = tr(entry.text), entry.text
        _, submenu, menu = entry.menu.rpartition("/")
        if submenu and entry.value:
            text = tr("{what}: {choice}", what=tr(menu), choice=text)
            english = f"{menu}: {english}"
        enabled = action.isEnabled()
        return (
            Offer(
                f"command:{entry.id}",
                "choice" if submenu and entry.value else "command",
                entry.icon,
                text,
                english,
                (entry.also, tr(entry.also)) if entry.also else (),
                written(action.shortcut()),
                "" if enabled or entry.needs not in NEEDS else tr(NEEDS[entry.needs]),
                enabled,
            ),
            action.trigger,
        )

    def _choices(self, entry: Entry) -> Iterator[Found]:
        """The rows of a menu that is filled when it opens."""
        for choice in getattr(self._commands, entry.call)():
            if choice.call is not None:
                text = tr("{what}: {choice}", what=tr(entry.text), choice=choice.text)
                english = f"{entry.text}: {choice.text}"
                name = f"command:{entry.id}={choice.text}"
                yield Offer(name, "choice", entry.icon, text, english), choice.call

    def _settings(self) -> Iterator[Found]:
        """Each setting, and what it can be set to."""
        for setting in BY_ID.values():
            show = partial(self._commands.pages.show_setting, setting.id)
            name, detail = f"setting:{setting.id}", tr("Setting")
            text = tr(setting.text)
            yield Offer(name, "setting", "settings", text, setting.text, detail=detail), show
            for value, words in self._commands.choices_of(setting):
                offer = Offer(
                    f"{name}={value}",
                    "choice",
                    "settings",
                    tr("{what}: {choice}", what=text, choice=words),
                    f"{setting.text}: {dict(setting.choices).get(value, value)}",
                )
                yield offer, partial(getattr(self._commands, setting.call), value)

    def _modules(self) -> Iterator[Found]:
        work = self._window.workspace
        if work.network is None:
            return
        for info in work.network.tree.walk():
            if info.path:
                others = filter(None, (timm_key(info.path), keras_key(info.path)))
                offer = Offer(
                    f"module:{info.path}",
                    "module",
                    "layers",
                    info.path,
                    also=tuple(others),
                    detail=tr("Module"),
                )
                yield offer, partial(work.select_module, info.path)

    def _classes(self) -> Iterator[Found]:
        work = self._window.workspace
        if work.network is None:
            return
        weights = work.network.weights
        answered = work.prediction is not None and not work.is_stale
        detail = tr("Class") if answered else tr(NEEDS["picture"])
        for index in range(weights.config.num_classes):
            label = weights.label(index)
            words = class_words(label)
            offer = Offer(
                f"class:{label}", "class", "target", words, label, detail=detail, enabled=answered
            )
            yield offer, partial(work.explain_class, index)
