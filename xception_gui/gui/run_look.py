"""How curves are looked at, kept from session to session."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from xception_gui.base.curves import Axis
from xception_gui.gui.views.train import TrainView

if TYPE_CHECKING:
    from xception_gui.gui.main_window import MainWindow


def keep_look(window: MainWindow, view: TrainView) -> None:
    """Show them as the user left them, and remember what is changed from here on."""
    values, change = window.settings.values, window.change_settings
    view.set_axis(cast("Axis", values.train_axis))
    view.set_smoothing(values.train_smoothing)
    view.set_log(values.train_log)
    view.set_log_x(values.train_log_x)
    view.set_hidden(values.train_hidden)
    view.axis_changed.connect(lambda axis: change(train_axis=axis))
    view.smoothing_changed.connect(lambda amount: change(train_smoothing=amount))
    view.log_changed.connect(lambda log: change(train_log=log))
    view.log_x_changed.connect(lambda log: change(train_log_x=log))
    view.hidden_changed.connect(lambda names: change(train_hidden=tuple(sorted(names))))
