"""What commands need, for the column `needs` of the table in `actions.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xception_gui.base.results import ModuleInfo
from xception_gui.gui.answers import is_explainable
from xception_gui.gui.language import mark

if TYPE_CHECKING:
    from xception_gui.gui.main_window import MainWindow

NEEDS = {
    "picture": mark("needs a picture"),
    "zoomable": mark("needs a picture"),
    "back": mark("nothing was selected before"),
    "forward": mark("nothing was selected after"),
    "heatmap": mark("needs a heat map"),
    "module": mark("needs a picture and a module"),
    "network": mark("needs a network"),
    "block": mark("needs a picture and a selected block with a skip connection"),
    "channel": mark("needs a chosen feature map"),
    "selected": mark("needs a selected module"),
    "maps": mark("needs a picture and the tab Feature maps"),
    "many": mark("needs several pictures"),
    "answers": mark("needs an answered picture"),
    "undo": mark("nothing to undo"),
    "redo": mark("nothing to redo"),
    "startable": mark("needs class folders"),
    "idle-data": mark("needs class folders, and no run that goes on"),
    "training": mark("needs a run that goes on"),
    "run": mark("needs a run with weights"),
}


def facts(window: MainWindow) -> frozenset[str]:
    """Which of them there is now."""
    work, network = window.workspace, window.workspace.network
    module = network.tree.find(work.module) if network and work.module else None
    train = window.used_train_tab
    found = {
        "picture": work.picture is not None,
        "zoomable": work.picture is not None or window.tab == "diagram",
        "back": window.selections.can_go_back,
        "forward": window.selections.can_go_forward,
        "heatmap": work.heatmap is not None,
        "module": module is not None and is_explainable(module) and bool(work.picture),
        "network": network is not None,
        "block": work.picture is not None and module is not None and _can_go(module),
        "channel": work.picture is not None and bool(window.chosen_channel[0]),
        "selected": bool(work.module),
        "maps": window.tab == "maps" and window.maps.has_picture,
        "many": window.classify.filmstrip.count() > 1,
        "answers": bool(work.history.rows),
        "undo": work.undo_stack.canUndo(),
        "redo": work.undo_stack.canRedo(),
        "startable": train is not None and train.startable,
        "idle-data": train is not None and train.free_data is not None,
        "training": work.training.busy,
        "run": train is not None and train.has_weights,
    }
    return frozenset(name for name, true in found.items() if true)


def _can_go(module: ModuleInfo) -> bool:
    """Whether a module is a block that something flows around."""
    return module.type == "Block" and ("Skip connection", "none") not in module.details
