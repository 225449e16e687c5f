"""Model ▸ New: what is shown is what comes back, and the numbers are of that network alone."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDoubleSpinBox, QLineEdit, QSpinBox
from pytestqt.qtbot import QtBot

from tests.gui.workbench import wait_idle
from xception_gui.base.config import XceptionConfig
from xception_gui.base.presets import KEPT, PRESETS, preset_of, with_preset
from xception_gui.base.problem import Problem
from xception_gui.gui.config_fields import SIZE, value_of
from xception_gui.gui.config_form import ConfigForm
from xception_gui.gui.language import set_language
from xception_gui.gui.main_window import MainWindow
from xception_gui.gui.network_numbers import NetworkNumbers, fact_rows, numbers_of
from xception_gui.gui.new_network import NewNetwork
from xception_gui.gui.views.elide import ElidedLabel
from xception_gui.gui.views.exact_spin import ExactSpin
from xception_gui.gui.views.fact_rows import FactRowView

OTHERS = (
    XceptionConfig(width=0.125, num_classes=7),
    XceptionConfig(width=0.02),
    XceptionConfig(width=1 / 3),
    XceptionConfig(width=0.01, middle_blocks=64, in_chans=1024),
    XceptionConfig(middle_blocks=24, num_classes=21_841),
    XceptionConfig(in_chans=1, segments=5000),
    XceptionConfig(strides=(1, 2, 3, 4, 1), hidden=(4096,) * 9),
    XceptionConfig(stem_padding="one", pool_padding="symmetric", conv_bias=True),
    XceptionConfig(drop_rate=0.1 + 0.2, bn_eps=1e-12, bn_momentum=3e-4),
    XceptionConfig(residual=False, order="pointwise", mid_activation="elu", segments=4),
)


@pytest.fixture
def form(qtbot: QtBot) -> ConfigForm:
    made = ConfigForm()
    qtbot.addWidget(made)
    made.retranslate()
    return made


@pytest.fixture
def dialog(qtbot: QtBot, ready_window: MainWindow) -> NewNetwork:
    ready_window.menu_actions.action("new-network").trigger()
    wait_idle(qtbot, ready_window.lanes)
    (made,) = ready_window.findChildren(NewNetwork)
    return made


def write(form: ConfigForm, name: str, text: str) -> None:
    """As a user does who then goes elsewhere."""
    field = form.controls[name]
    assert isinstance(field, QLineEdit)
    field.setText(text)
    field.editingFinished.emit()


def lines(dialog: NewNetwork) -> dict[str, tuple[str, str]]:
    """Name → value and note of the facts that are in sight."""
    shown = [row.fact for row in dialog.facts.findChildren(FactRowView) if row.isVisible()]
    return {fact.name: (fact.value, fact.note) for fact in shown}


def cut(dialog: NewNetwork) -> list[str]:
    """Words that are not shown whole."""
    labels = dialog.findChildren(ElidedLabel)
    return [label.text() for label in labels if label.isVisible() and label.is_cut()]


@pytest.mark.parametrize("config", [*OTHERS, *PRESETS.values()])
def test_that_showing_a_network_does_not_change_it(
    form: ConfigForm, config: XceptionConfig
) -> None:
    form.set_config(config)
    assert form.config() == config


def test_that_every_value_of_the_config_has_its_control(form: ConfigForm) -> None:
    assert set(form.controls) == {SIZE, *(field.name for field in fields(XceptionConfig))}


@pytest.mark.parametrize("name", ["in_chans", "num_classes", "width", "middle_blocks", "segments"])
def test_that_a_control_reaches_as_far_as_the_config(form: ConfigForm, name: str) -> None:
    control = form.controls[name]
    assert isinstance(control, QSpinBox | QDoubleSpinBox)
    form.set_config(XceptionConfig())
    for end in (control.minimum(), control.maximum()):
        control.setValue(end)
        form.config()
    beyond = (control.maximum() + 1, control.minimum() - (1 if name != "segments" else 0))
    for value in beyond:
        with pytest.raises(Problem):
            replace(XceptionConfig(), **{name: value})


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("strides", "1,2  2，1 2", (1, 2, 2, 1, 2)),
        ("hidden", "512", (512,)),
        ("hidden", "", ()),
        ("drop_rate", " 0.5 ", 0.5),
        ("bn_eps", "1e-5", 1e-5),
    ],
)
def test_that_written_values_count(
    qtbot: QtBot, form: ConfigForm, name: str, text: str, value: object
) -> None:
    with qtbot.waitSignal(form.changed):
        write(form, name, text)
    assert form.config() == XceptionConfig(**{name: value})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "text"),
    [("strides", "2, 2"), ("strides", "2 2 2 2 x"), ("hidden", "9" * 5000), ("bn_eps", "little")],
)
def test_that_a_value_that_is_none_is_refused_by_its_name(
    form: ConfigForm, name: str, text: str
) -> None:
    write(form, name, text)
    with pytest.raises(Problem) as told:
        form.config()
    assert told.value.fields["field"] == name


def test_that_the_closed_line_says_what_is_behind_it(form: ConfigForm) -> None:
    line = form.disclosure
    form.set_config(XceptionConfig(num_classes=3))
    assert line.accessibleDescription() == "as in the paper"
    form.set_config(XceptionConfig(strides=(1, 2, 2, 2, 1), conv_bias=True, stem_padding="one"))
    said = "Strides: 1, 2, 2, 2, 1 · Padding of the stem: one pixel · Biases of convolutions"
    assert line.accessibleDescription() == said
    form.show()
    assert not form.controls["strides"].isVisible()
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert form.controls["strides"].isVisible()


def test_that_a_width_takes_every_digit_and_steps_leave_no_crumbs(qtbot: QtBot) -> None:
    spin = ExactSpin(0.01, 8.0, 0.05)
    qtbot.addWidget(spin)
    for text in ("0.125", "0.0123456789"):
        spin.selectAll()
        QTest.keyClicks(spin, text)
        QTest.keyClick(spin, Qt.Key.Key_Return)
        assert (spin.value(), spin.text()) == (float(text), text)
    spin.setValue(0.1)
    spin.stepUp()
    assert spin.text() == "0.15"
    spin.setValue(0.02)
    spin.stepDown()
    assert spin.value() == 0.01
    spin.selectAll()
    QTest.keyClicks(spin, "9")
    QTest.keyClick(spin, Qt.Key.Key_Return)
    assert spin.value() == 0.01


@pytest.mark.parametrize("name", PRESETS)
def test_that_a_preset_keeps_pictures_classes_and_training(name: str) -> None:
    before = XceptionConfig(in_chans=1, num_classes=7, drop_rate=0.5, bn_eps=1e-5, bn_momentum=0.1)
    after = with_preset(before, name)
    assert {field: getattr(after, field) for field in KEPT} == {
        field: getattr(before, field) for field in KEPT
    }
    assert preset_of(after) == name
    assert preset_of(replace(after, strides=(1, 2, 2, 2, 2))) == ""


def test_that_the_shapes_of_the_flows_are_told_with_the_sides_on_the_way() -> None:
    rows = {row.name: row for row in fact_rows(numbers_of(XceptionConfig(), 299))}
    way = "299 → 149 → 147 → 74 → 37 → 19 pixels"
    assert (rows["After the entry flow"].value, rows["After the entry flow"].note) == (
        "728×19×19", way,
    )  # fmt: skip
    assert (rows["After the middle flow"].value, rows["After the middle flow"].note) == (
        "728×19×19", "",
    )  # fmt: skip
    assert rows["After the exit flow"].value == "2048×10×10"
    assert rows.keys() == {row.name for row in fact_rows(None)}


def test_that_a_preset_chosen_in_the_dialog_keeps_the_channels_of_the_picture(
    qtbot: QtBot, dialog: NewNetwork, ready_window: MainWindow
) -> None:
    dialog.set_config(XceptionConfig(in_chans=1, strides=(1, 1, 1, 1, 1)))
    dialog.preset.activated.emit(dialog.preset.findData("narrow"))
    assert dialog.config() == replace(PRESETS["narrow"], in_chans=1)
    assert dialog.preset.currentData() == "narrow"
    wait_idle(qtbot, ready_window.lanes)
    assert dialog.numbers == numbers_of(dialog.config(), 48)


def test_that_shapes_follow_the_strides_and_stay_in_sight(
    qtbot: QtBot, dialog: NewNetwork, ready_window: MainWindow
) -> None:
    before = lines(dialog)
    dialog.form.disclosure.click()
    qtbot.waitUntil(lambda: dialog.area.verticalScrollBar().value() > 0)
    write(dialog.form, "strides", "1, 2, 1, 1, 1")
    wait_idle(qtbot, ready_window.lanes)
    after = lines(dialog)
    assert after["After the exit flow"] == ("205×22×22", "")
    assert after != before
    assert dialog.rect().contains(dialog.facts.geometry())


def test_that_numbers_of_values_left_behind_do_not_come_back(
    qtbot: QtBot, dialog: NewNetwork, ready_window: MainWindow
) -> None:
    dialog.blocks.setValue(3)  # its numbers are under way
    write(dialog.form, "strides", "2")
    wait_idle(qtbot, ready_window.lanes)
    assert dialog.numbers is None
    assert "five are needed" in dialog.error.text()
    assert not dialog.error.is_cut()
    assert not dialog.make.isEnabled()
    assert {value for value, _ in lines(dialog).values()} == {"–"}
    write(dialog.form, "strides", "2, 2, 2, 2, 2")
    wait_idle(qtbot, ready_window.lanes)
    assert isinstance(dialog.numbers, NetworkNumbers)
    assert dialog.make.isEnabled()


def test_that_a_refusal_follows_the_language(
    qtbot: QtBot, dialog: NewNetwork, ready_window: MainWindow
) -> None:
    write(dialog.form, "bn_eps", "5")
    wait_idle(qtbot, ready_window.lanes)
    assert "a number from" in dialog.error.text()
    ready_window.commands.set_language("zh_CN")
    qtbot.waitUntil(lambda: "1e-12 到 1.0 的数" in dialog.error.text())


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_that_no_words_are_cut(qtbot: QtBot, dialog: NewNetwork, language: str) -> None:
    set_language(language)
    dialog.form.disclosure.click()
    labels = [label for label in dialog.findChildren(ElidedLabel) if label.isVisible()]
    assert len(labels) > 30
    qtbot.waitUntil(lambda: not cut(dialog))  # when all have their places


def test_that_everything_can_be_set_with_the_keyboard_from_top_to_bottom(
    dialog: NewNetwork,
) -> None:
    dialog.form.disclosure.setChecked(True)
    wanted = [dialog.preset, *dialog.form.controls.values()]
    found, widget = [], dialog.preset
    while len(found) < len(wanted):
        if widget in wanted:
            found.append(widget)
        widget = widget.nextInFocusChain()
    assert found == wanted
    assert value_of(dialog.residual) is True
