"""Colours, fonts, icons and controls, in both themes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QByteArray, QEvent, QObject, Qt
from PySide6.QtGui import QColor, QFontMetrics, QIcon, QImage, QPalette
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QMenu,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QScrollBar,
    QSlider,
    QSpinBox,
    QTabBar,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)
from pytestqt.qtbot import QtBot

from xception_gui.base.assets import asset
from xception_gui.gui import style
from xception_gui.gui.style import tokens

THEMES = ("light", "dark")
TABLES = {"light": tokens.LIGHT, "dark": tokens.DARK}
ICONS = {
    *("open", "folder", "image", "paste", "copy", "save", "eye", "layers", "search", "filter"),
    *("sort", "fit", "more", "collapse", "columns", "side-left", "side-right", "code", "target"),
    *("play", "pause", "stop", "flag", "chevron-up", "chevron-down", "chevron-left"),
    *("chevron-right", "close", "check", "warning", "error", "info", "chip", "weights", "clock"),
    *("memory", "settings", "grid", "chart", "diagram", "compare", "drop", "trash", "undo"),
}


def luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: QColor | str, second: QColor | str) -> float:
    low, high = sorted((luminance(QColor(first)), luminance(QColor(second))))
    return (high + 0.05) / (low + 0.05)


def colours_of(widget: QWidget) -> set[str]:
    image = widget.grab().toImage()
    return {
        image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())
    }


def coverage(image: QImage) -> float:
    """Mean opacity of a picture."""
    seen = [image.pixelColor(x, y).alphaF() for x in range(16) for y in range(16)]
    return sum(seen) / len(seen)


def test_that_contrast_is_computed_as_the_standard_says() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_that_every_role_exists_in_both_themes() -> None:
    assert tokens.LIGHT.keys() == tokens.DARK.keys()


@pytest.mark.parametrize("theme", THEMES)
def test_that_every_text_is_legible_on_its_surface(theme: str) -> None:
    table = TABLES[theme]
    ratios = {pair: contrast(table[pair[0]], table[pair[1]]) for pair in tokens.PAIRS}
    assert not {pair: ratio for pair, ratio in ratios.items() if ratio < 4.5}


def test_that_every_text_role_is_among_the_pairs() -> None:
    texts = {text for text, _ in tokens.PAIRS}
    assert texts >= {"text", "muted", "faint", "accent", "on_accent", "tip_text"}
    assert texts >= {"warning", "error", "good"}
    assert {surface for _, surface in tokens.PAIRS} >= {"soft", "hover", "track"}


@pytest.mark.parametrize("theme", THEMES)
def test_that_data_colours_are_seen_on_both_bases(theme: str) -> None:
    colours = [*tokens.FLOWS.values(), *tokens.RUNS]
    assert not [data for data in colours if contrast(data, TABLES[theme]["base"]) < 3]


@pytest.mark.parametrize("theme", THEMES)
def test_that_the_palette_is_that_of_the_theme(qapp: QApplication, theme: str) -> None:
    style.apply(qapp, theme)
    palette, table = qapp.palette(), TABLES[theme]
    assert style.is_dark() == (theme == "dark")
    assert style.colour("text").name().upper() == table["text"]
    for role, name in (
        (QPalette.ColorRole.Window, "window"),
        (QPalette.ColorRole.Highlight, "soft"),
        (QPalette.ColorRole.HighlightedText, "text"),
        (QPalette.ColorRole.Accent, "accent"),
    ):
        assert palette.color(role).name().upper() == table[name]
    disabled = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText)
    assert disabled.name().upper() == table["disabled"]


def test_that_an_unknown_role_or_theme_is_refused(qapp: QApplication) -> None:
    with pytest.raises(KeyError):
        style.colour("pink")
    with pytest.raises(KeyError):
        style.apply(qapp, "sepia")


def test_that_widgets_hear_of_another_theme(qapp: QApplication, qtbot: QtBot) -> None:
    class Listener(QObject):
        def __init__(self) -> None:
            super().__init__()
            self.heard: list[str] = []

        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.PaletteChange:
                self.heard.append(style.colour("base").name())
            return False

    widget, listener = QWidget(), Listener()
    qtbot.addWidget(widget)
    widget.installEventFilter(listener)
    style.apply(qapp, "dark")
    qtbot.waitUntil(lambda: listener.heard == [tokens.DARK["base"].lower()])


def test_that_the_system_theme_follows_the_desktop(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    scheme = Qt.ColorScheme.Dark
    style.apply(qapp, "system")
    monkeypatch.setattr(type(qapp.styleHints()), "colorScheme", lambda _hints: scheme)
    qapp.styleHints().colorSchemeChanged.emit(scheme)
    assert style.is_dark()
    style.apply(qapp, "light")
    qapp.styleHints().colorSchemeChanged.emit(scheme)
    assert not style.is_dark()


@pytest.mark.parametrize(
    ("kind", "scale", "bold"),
    [
        ("small", 0.92, False),
        ("body", 1, False),
        ("bold", 1, True),
        ("title", 1.33, True),
        ("headline", 1.83, True),
        ("figure", 1.83, False),
        ("mono", 1, False),
    ],
)
def test_that_fonts_are_multiples_of_the_system_font(kind: str, scale: float, bold: bool) -> None:
    font = style.font(kind)
    assert font.pointSizeF() / style.font("body").pointSizeF() == pytest.approx(scale, abs=0.01)
    assert font.bold() == bold
    assert font.featureValue(font.Tag("tnum")) == 1


def test_that_paths_are_written_in_letters_of_equal_width(qapp: QApplication) -> None:
    metrics = QFontMetrics(style.font("mono"))
    assert metrics.horizontalAdvance("i") == metrics.horizontalAdvance("W")


def test_that_every_icon_of_the_look_has_a_file_and_every_file_is_known() -> None:
    files = {path.stem for path in asset("icons").glob("*.svg")}
    assert files == {*ICONS, "xception-gui"}


def test_that_every_icon_is_valid_and_not_empty() -> None:
    for name in [*ICONS, "xception-gui"]:
        data = asset("icons", f"{name}.svg").read_bytes()
        assert QSvgRenderer(QByteArray(data)).isValid(), name
        assert 0.02 < coverage(style.pixmap(name, "text", 16).toImage()) < 0.95, name


def test_that_icons_leave_their_colour_and_stroke_to_the_style() -> None:
    for name in ICONS:
        source = asset("icons", f"{name}.svg").read_text("utf-8")
        assert "#" not in source, name
        assert source.count('viewBox="0 0 16 16"') == 1, name
        assert source.count('stroke-width="1.35"') == 1, name


def test_that_an_icon_is_drawn_anew_in_another_theme(qapp: QApplication) -> None:
    def darkest() -> int:
        image = style.pixmap("stop", "text", 16).toImage()
        return min(
            image.pixelColor(x, y).lightness()
            for x in range(16)
            for y in range(16)
            if image.pixelColor(x, y).alpha() == 255
        )

    light = darkest()
    style.apply(qapp, "dark")
    assert light < 60 < 200 < darkest()


def test_that_an_icon_has_the_pixels_of_its_screen() -> None:
    pixmap = style.pixmap("open", "text", 16, 2.0)
    assert pixmap.width() == 32
    assert pixmap.deviceIndependentSize().width() == 16


def test_that_a_missing_icon_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        style.pixmap("no-such-icon")


def test_that_a_disabled_icon_is_paler_and_a_checked_one_has_the_accent() -> None:
    icon = style.icon("stop")
    seen = [
        icon.pixmap(16, QIcon.Mode.Normal, QIcon.State.Off),
        icon.pixmap(16, QIcon.Mode.Disabled, QIcon.State.Off),
        icon.pixmap(16, QIcon.Mode.Normal, QIcon.State.On),
    ]
    tints = [pixmap.toImage().pixelColor(8, 3).name().upper() for pixmap in seen]
    assert tints == [tokens.LIGHT[role] for role in ("text", "disabled", "accent")]


def every_control() -> list[QWidget]:
    tree = QTreeWidget()
    tree.setHeaderLabels(["Module", "MACs"])
    parent = QTreeWidgetItem(["Entry flow", "2.69 G"])
    parent.addChild(QTreeWidgetItem(["conv1", "–"]))
    tree.addTopLevelItem(parent)
    combo = QComboBox()
    combo.addItems(["Per map", "All maps"])
    tabs = QTabBar()
    tabs.addTab("Classify")
    menu = QMenu()
    menu.addAction(style.icon("open"), "Open…\tCtrl+O")
    menu.addSeparator()
    menu.addMenu("Open recent")
    scroll = QScrollBar()
    scroll.setRange(0, 100)
    tool = QToolButton()
    tool.setText("1:1")
    simple: list[QWidget] = [QPushButton("OK"), tool, QLineEdit("text"), QSpinBox()]
    simple += [QCheckBox("Check"), QRadioButton("Radio"), QSlider(), QProgressBar()]
    return [*simple, tree, combo, tabs, menu, scroll]


@pytest.mark.parametrize("theme", THEMES)
def test_that_every_control_is_drawn_in_every_state(
    qapp: QApplication, qtbot: QtBot, theme: str
) -> None:
    style.apply(qapp, theme)
    for control in every_control():
        qtbot.addWidget(control)
        assert len(colours_of(control)) > 1, type(control).__name__
        control.setEnabled(False)
        assert len(colours_of(control)) > 1, type(control).__name__


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("kind", [QCheckBox, QRadioButton])
def test_that_an_empty_box_is_seen(
    qapp: QApplication, qtbot: QtBot, theme: str, kind: type[QCheckBox]
) -> None:
    style.apply(qapp, theme)
    box = kind("")
    qtbot.addWidget(box)
    window = style.colour("window")
    assert max(contrast(name, window) for name in colours_of(box)) >= 3


def test_that_only_the_primary_button_is_filled_with_the_accent(qtbot: QtBot) -> None:
    button = QPushButton("")
    qtbot.addWidget(button)
    accent = style.colour("accent").name()
    assert accent not in colours_of(button)
    button.setProperty("primary", True)
    assert accent in colours_of(button)
    button.setEnabled(False)
    assert accent not in colours_of(button)


def test_that_buttons_and_fields_share_one_height(qtbot: QtBot) -> None:
    controls = [QPushButton("OK"), QLineEdit(), QComboBox(), QSpinBox(), QToolButton()]
    for control in controls:
        qtbot.addWidget(control)
    assert {control.sizeHint().height() for control in controls} == {style.px(tokens.CONTROL)}


def test_that_choosing_a_tab_moves_no_other(qtbot: QtBot) -> None:
    tabs = QTabBar()
    qtbot.addWidget(tabs)
    for text in ("Classify", "Feature maps", "Train"):
        tabs.addTab(text)
    before = [tabs.tabRect(index) for index in range(3)]
    tabs.setCurrentIndex(1)
    assert [tabs.tabRect(index) for index in range(3)] == before


def test_that_the_focus_ring_comes_with_the_keyboard_alone(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    button = QPushButton("", window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    button.setFocus(Qt.FocusReason.MouseFocusReason)
    assert button.hasFocus()
    assert style.colour("accent").name() not in colours_of(button)
    assert not style.has_keyboard_focus(button)
    window.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
    assert style.colour("accent").name() in colours_of(button)
    assert style.has_keyboard_focus(button)


def test_that_dragging_a_slider_from_end_to_end_reaches_both_ends(qtbot: QtBot) -> None:
    slider = QSlider(Qt.Orientation.Horizontal)
    qtbot.addWidget(slider)
    slider.resize(100, 20)
    left, right = slider.rect().center(), slider.rect().center()
    left.setX(7)
    right.setX(95)
    qtbot.mousePress(slider, Qt.MouseButton.LeftButton, pos=left)
    qtbot.mouseMove(slider, right)
    qtbot.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=right)
    assert slider.value() == slider.maximum()


def test_that_a_scroll_bar_pages_beside_its_handle(qtbot: QtBot) -> None:
    scroll = QScrollBar()
    qtbot.addWidget(scroll)
    scroll.setRange(0, 100)
    scroll.setPageStep(10)
    scroll.resize(11, 200)
    end = scroll.rect().center()
    end.setY(190)
    qtbot.mouseClick(scroll, Qt.MouseButton.LeftButton, pos=end)
    assert scroll.value() == 10
