"""No run on view: drop the data, choose a recipe, read what it will take, start."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from xception_gui.base.numbers import exact, size
from xception_gui.base.training_data import Checked, Estimate, TrainingData
from xception_gui.gui import style
from xception_gui.gui.language import mark, tr
from xception_gui.gui.views.choice import Choice
from xception_gui.gui.views.dashed_card import CARD, DashedCard
from xception_gui.gui.views.elide import ElidedLabel
from xception_gui.gui.views.link import Link
from xception_gui.gui.views.pills import Pills
from xception_gui.gui.views.plain_tip import plain_tip
from xception_gui.gui.views.separator import Separator
from xception_gui.gui.views.train_data import ClassCounts, Samples
from xception_gui.gui.views.train_facts import causes, checking, judged_on, trouble
from xception_gui.gui.views.train_model import FIELD, KEY, TrainModel
from xception_gui.gui.views.train_recipes import FIRST, RECIPE_HINTS, RECIPE_WORDS
from xception_gui.gui.views.train_words import span
from xception_gui.gui.views.translated import Translated

_WIDE = 560
_LATE_MS = 200  # before it is said that data are read
Measuring = Literal["going", "later", "failed"]
_NOT_KNOWN: dict[Measuring, str] = {
    "going": mark("measuring…"),
    "later": mark("measured when the run has ended"),
    "failed": "–",
}


class DropCard(DashedCard):
    """Nothing yet: what to drop, and two buttons that choose it: a folder, a zip."""

    chosen, zip_chosen = Signal(), Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sign, self._title = QLabel(), ElidedLabel(kind="title")
        self._words, self._example = ElidedLabel(role="muted"), ElidedLabel(role="muted")
        self.button = QPushButton()
        self.button.setProperty("primary", True)
        self.button.clicked.connect(self.chosen)
        self.zip_button = QPushButton()
        self.zip_button.clicked.connect(self.zip_chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[style.px(side) for side in (24, 36, 24, 32)])
        column.setSpacing(0)
        parts = ((self._sign, 16), (self._title, 6), (self._words, 4), (self._example, 20))
        for part, gap in parts:
            if isinstance(part, ElidedLabel):
                part.take_own_width()
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
            column.addSpacing(style.px(gap))
        column.addLayout(_line((None, self.button, self.zip_button, None)))
        self.setFixedWidth(style.px(CARD))
        self.retranslate()

    def retranslate(self) -> None:
        """Read the texts again; icons too."""
        self._title.set_text(tr("Drop pictures to learn from"))
        self._words.set_text(tr("A folder or zip with one subfolder for each class,"))
        self._example.set_text(tr("for instance cats/ and dogs/."))
        self.button.setText(tr("Choose folder…"))
        self.button.setIcon(style.icon("folder", "on_accent"))
        self.zip_button.setText(tr("Choose zip…"))
        self._sign.setPixmap(style.pixmap("chart", "muted", style.px(40), self.devicePixelRatioF()))

    def changeEvent(self, event: QEvent) -> None:
        """Another language or theme."""
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self.retranslate()
        super().changeEvent(event)


class NewRun(Translated):
    """The data that was chosen, the recipe, what it will take, and Start."""

    start_wanted = Signal(str)
    recipe_chosen = Signal(str)
    choose_data_wanted, choose_zip_wanted = Signal(), Signal()
    advanced_wanted = Signal()
    rate_wanted = Signal()
    variants_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._data: TrainingData | None = None
        self._checked: Checked | None = None
        self._found: Estimate | None = None
        self._not_known: Measuring = "going"
        self._name = ElidedLabel(kind="title", mode=Qt.TextElideMode.ElideMiddle)
        self._facts, self.warnings = ElidedLabel(role="muted"), Pills()
        self.change, self.change_zip = Link(), Link()
        self.counts, self.samples = ClassCounts(), Samples()
        self._recipe_key, self._about = ElidedLabel(role="muted"), QLabel(wordWrap=True)
        self._about.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.recipe, self.model = Choice(RECIPE_WORDS, RECIPE_HINTS), TrainModel()
        self._takes_key, self._takes = ElidedLabel(role="muted"), ElidedLabel()
        self._pictures_key, self.pictures = ElidedLabel(role="muted"), ElidedLabel()
        self.start, self.advanced = QPushButton(), QPushButton()
        self.rate, self.variants = QPushButton(), QPushButton()
        self._compared_key, self.compared = ElidedLabel(role="muted"), ElidedLabel()
        self.start.setProperty("primary", True)
        self.recipe.set_key(FIRST)
        self.recipe.picked.connect(self._pick)
        self.start.clicked.connect(lambda: self.start_wanted.emit(self.recipe.currentData()))
        self.change.clicked.connect(self.choose_data_wanted)
        self.change_zip.clicked.connect(self.choose_zip_wanted)
        self.advanced.clicked.connect(self.advanced_wanted)
        self.rate.clicked.connect(self.rate_wanted)
        self.variants.clicked.connect(self.variants_wanted)
        self._arrange()
        self.retranslate()

    def set_data(self, data: TrainingData) -> None:
        """The data set that is to be learnt."""
        self._data, self._checked = data, None
        self.counts.set_classes(data.classes)
        self.samples.set_data(data)
        self.retranslate()

    def set_checked(self, checked: Checked | None) -> None:
        """How many of the pictures were opened, and which cannot be read; None: nobody looks."""
        self._checked = checked
        self.retranslate()

    def set_recipe(self, name: str) -> None:
        """Choose without a signal."""
        self.recipe.set_key(name)
        self.retranslate()

    def set_estimate(self, found: Estimate | None, measuring: Measuring = "going") -> None:
        """What it will take; None: that is being measured, will be, or could not be."""
        self._found, self._not_known = found, measuring
        self.retranslate()

    def set_variants(self, names: Sequence[str]) -> None:
        """What is trained beside the run: "residual=false"."""
        for part in (self._compared_key, self.compared):
            part.setVisible(bool(names))
        self.compared.set_text(" · ".join(names))

    def retranslate(self) -> None:
        """Read the texts again; icons too."""
        self._tell_data()
        self.change.set_text(tr("Folder…"), tr("Choose other data"))
        self.change_zip.set_text(tr("Zip…"), tr("Choose other data: a zip"))
        self._recipe_key.set_text(tr("Recipe"))
        self.recipe.retranslate(tr("Recipe"))
        self._about.setText(tr(RECIPE_HINTS[self.recipe.currentData()]))
        self._takes_key.set_text(tr("Takes"))
        without = tr(_NOT_KNOWN[self._not_known])
        self._takes.set_text(_taking(self._found) if self._found else without)
        self._pictures_key.set_text(tr("Pictures"))
        self.pictures.set_text(_reading(self._found) if self._found else without)
        self.pictures.setToolTip(tr("Decoded pictures may take half of the memory that is free."))
        self.start.setText(tr("Start"))
        self.start.setIcon(style.icon("play", "on_accent"))
        self.advanced.setText(tr("Advanced…"))
        self.rate.setText(tr("Find learning rate…"))
        self.variants.setText(tr("Variants…"))
        self._compared_key.set_text(tr("Compared"))

    def changeEvent(self, event: QEvent) -> None:
        """Another theme has another icon."""
        if event.type() == QEvent.Type.PaletteChange:
            self.retranslate()
        super().changeEvent(event)

    def _tell_data(self) -> None:
        data = self._data
        if data is None:
            return
        self._name.set_text(data.name)
        self._name.setToolTip(plain_tip(data.path))
        facts = (
            tr("{count} classes", count=exact(len(data.classes))),
            tr("{count} to learn from", count=exact(data.train)),
            judged_on(data),
            checking(self._checked),
        )
        self._facts.set_text(" · ".join(filter(None, facts)))
        self.warnings.set_texts(trouble(data, self._checked))
        self.warnings.setToolTip(causes(self._checked))

    def _pick(self, name: str) -> None:
        self.retranslate()
        self.recipe_chosen.emit(name)

    def _arrange(self) -> None:
        for label in (self._name, self._facts):
            label.take_own_width()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.px(12))
        column.addLayout(_line((self._name, None, self.change, self.change_zip)))
        column.addWidget(self._facts)
        column.addWidget(self.warnings)
        column.addWidget(self.counts)
        column.addWidget(self.samples)
        column.addWidget(Separator())
        keys = (self._recipe_key, self._takes_key, self._compared_key, self._pictures_key)
        for key in keys:
            # Not Ignored, as elided labels are: a layout takes no notice of its fixed width then.
            key.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            key.setFixedWidth(style.px(KEY))
        self.recipe.setMinimumWidth(style.px(FIELD))
        recipe = _line((self._recipe_key, self.recipe, None))
        about = QHBoxLayout()
        about.setContentsMargins(style.px(KEY) + recipe.spacing(), 0, 0, 0)
        about.addWidget(self._about)
        takes = _line((self._takes_key,))
        takes.addWidget(self._takes, 1)
        compared = _line((self._compared_key,))
        compared.addWidget(self.compared, 1)
        column.addLayout(recipe)
        column.addLayout(about)
        column.addWidget(self.model)
        column.addLayout(compared)
        column.addLayout(takes)
        pictures = _line((self._pictures_key,))
        pictures.addWidget(self.pictures, 1)
        column.addLayout(pictures)
        self.set_variants(())
        column.addSpacing(style.px(4))
        column.addLayout(_line((self.start, self.advanced, self.rate, self.variants, None)))
        self.setMaximumWidth(style.px(_WIDE))

    def sizeHint(self) -> QSize:
        """As wide as it may be; a narrow window makes it narrower."""
        return QSize(style.px(_WIDE), super().sizeHint().height())


class Reading(DashedCard):
    """Class folders are being listed: which, and a way to give it up."""

    given_up = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._data_name = ""
        self._title, self._words = ElidedLabel(kind="title"), ElidedLabel(role="muted")
        self.cancel = QPushButton()
        self.cancel.clicked.connect(self.given_up)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[style.px(side) for side in (24, 36, 24, 32)])
        column.setSpacing(style.px(8))
        for part in (self._title, self._words):
            part.take_own_width()
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(style.px(12))
        column.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignHCenter)
        self.setFixedWidth(style.px(CARD))
        self.retranslate()

    def set_name(self, name: str) -> None:
        """What is read."""
        self._data_name = name
        self.retranslate()

    def retranslate(self) -> None:
        """Read the texts again."""
        self._title.set_text(tr("Reading {name}…", name=self._data_name))
        self._words.set_text(tr("Its classes and pictures are counted."))
        self.cancel.setText(tr("Cancel"))

    def changeEvent(self, event: QEvent) -> None:
        """Another language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


class TrainEmpty(Translated):
    """The page: the drop card, what is being read, or the data that came with the recipe below."""

    start_wanted = Signal(str)
    recipe_chosen = Signal(str)
    choose_data_wanted, choose_zip_wanted = Signal(), Signal()
    advanced_wanted = Signal()
    rate_wanted = Signal()
    variants_wanted = Signal()
    reading_given_up = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.card, self.run, self.reading = DropCard(), NewRun(), Reading()
        self._pages, self._data = QStackedWidget(), False
        self._late = QTimer(self, interval=_LATE_MS, singleShot=True)
        self._late.timeout.connect(lambda: self._pages.setCurrentIndex(2))
        for part in (self.card, self.run, self.reading):
            page = QWidget()
            inside = QVBoxLayout(page)
            inside.setContentsMargins(*[style.px(12)] * 4)
            inside.addWidget(part, 0, Qt.AlignmentFlag.AlignCenter)
            self._pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)
        self.card.chosen.connect(self.choose_data_wanted)
        self.card.zip_chosen.connect(self.choose_zip_wanted)
        self.reading.given_up.connect(self.reading_given_up)
        self.run.start_wanted.connect(self.start_wanted)
        self.run.recipe_chosen.connect(self.recipe_chosen)
        self.run.choose_data_wanted.connect(self.choose_data_wanted)
        self.run.choose_zip_wanted.connect(self.choose_zip_wanted)
        self.run.advanced_wanted.connect(self.advanced_wanted)
        self.run.rate_wanted.connect(self.rate_wanted)
        self.run.variants_wanted.connect(self.variants_wanted)

    def set_data(self, data: TrainingData | None) -> None:
        """The data to learn from; None: none has been chosen yet."""
        if data is not None:
            self.run.set_data(data)
        self._data = data is not None
        self.set_reading("")

    def set_reading(self, name: str) -> None:
        """Data are being listed, which is said if it takes longer; "": no longer."""
        self.reading.set_name(name)
        if name:
            self._late.start()
        else:
            self._late.stop()
            self._pages.setCurrentIndex(int(self._data))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Surface."""
        QPainter(self).fillRect(self.rect(), style.colour("base"))


def _taking(found: Estimate) -> str:
    """``about 25 min · 1.2 GB of memory``."""
    time = tr("about {time}", time=span(found.seconds))
    return f"{time} · {tr('{size} of memory', size=size(found.memory))}"


def _reading(found: Estimate) -> str:
    """Where they will lie."""
    need, free = size(found.decoded), size(found.room)
    if found.read_while:
        return tr(
            "read while training: {need} decoded do not fit into {room}", need=need, room=free
        )
    return tr("read into memory first, {need} decoded", need=need)


def _line(parts: tuple[QWidget | None, ...]) -> QHBoxLayout:
    """Widgets side by side; None is where room is left."""
    row = QHBoxLayout()
    row.setSpacing(style.px(8))
    for part in parts:
        if part is None:
            row.addStretch(1)
        else:
            row.addWidget(part)
    return row
