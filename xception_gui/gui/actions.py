"""Everything the window can be told to do, as a table; menus and keys follow it (`menus.py`).

A record names a method of `Commands` (`commands.py`). What does not exist yet is not in the table.
"""

from __future__ import annotations

from dataclasses import dataclass

from xception_gui.gui.language import mark
from xception_gui.gui.settings_table import BY_ID, Setting

MENUS = (mark("File"), mark("Edit"), mark("View"), mark("Model"), mark("Train"), mark("Help"))
KEYS_ONLY = mark("In the view")


@dataclass(frozen=True)
class Entry:
    """One thing to do.

    Parameters
    ----------
    id : str
        Name in code.
    text : str
        English, as in the menu.
    menu : str
        One of `MENUS`, with a submenu after a slash; `KEYS_ONLY`: a key without a menu entry.
    call : str
        Method of `Commands`; called with `value` if there is one, else, if `checked` is set, with
        the new state.
    keys : str
        Shortcuts, separated by spaces; as they are written for a view that handles them itself if
        `call` is empty.
    needs : str
        What must be there: a key of `NEEDS` in `facts.py`; empty: nothing.
    value : str
        Of a choice; the choices of a submenu exclude each other.
    line : bool
        A line above it.
    icon : str
        Its icon in the command palette.
    also : str
        English words by which the palette finds it too.
    """

    id: str
    text: str
    menu: str
    call: str
    keys: str = ""
    needs: str = ""
    value: str = ""
    checkable: bool = False
    line: bool = False
    icon: str = "play"
    also: str = ""


def _choices(menu: str, setting: Setting, icon: str) -> tuple[Entry, ...]:
    """A submenu with the choices of a setting."""
    return tuple(
        Entry(
            f"{setting.id}.{value}",
            text,
            f"{menu}/{setting.text}",
            setting.call,
            value=value,
            checkable=True,
            icon=icon,
        )
        for value, text in setting.choices
    )


TABLE: tuple[Entry, ...] = (
    Entry("open", mark("Open…"), "File", "open_files", "Ctrl+O", icon="open"),
    Entry(
        "open-folder", mark("Open folder…"), "File", "open_folder", "Ctrl+Shift+O", icon="folder"
    ),
    Entry("recent", mark("Open recent"), "File/*", "recent_files", icon="clock"),
    Entry(
        "save", mark("Save overlay…"), "File", "saving.overlay", "Ctrl+S", "heatmap", line=True,
        icon="save", also=mark("heat map"),
    ),
    Entry(
        "save-heatmap", mark("Save heat map…"), "File", "saving.heatmap", "", "heatmap",
        icon="save",
    ),
    Entry(
        "save-input", mark("Save network input…"), "File", "saving.network_input", "", "picture",
        icon="save",
    ),
    Entry("save-maps", mark("Save maps…"), "File", "saving.maps", "", "maps", icon="save"),
    Entry("save-view", mark("Save view…"), "File", "saving.view", icon="save"),
    Entry(
        "export", mark("Export table…"), "File", "saving.history", "Ctrl+E", "answers", line=True,
        icon="save",
    ),
    Entry(
        "export-architecture", mark("Export architecture…"), "File", "saving.architecture",
        needs="network", icon="save", also=mark("tree, HTML, CSV"),
    ),
    Entry("history", mark("History…"), "File", "show_history", "Ctrl+H", icon="clock"),
    Entry(
        "close", mark("Close picture"), "File", "close_picture", "Ctrl+W", "picture", line=True,
        icon="close",
    ),
    Entry(
        "settings", mark("Settings…"), "File", "pages.show_settings", "Ctrl+,", line=True,
        icon="settings",
    ),
    Entry("quit", mark("Quit"), "File", "quit", "Ctrl+Q", line=True, icon="stop"),
    Entry("undo", mark("Undo"), "Edit", "undo", "Ctrl+Z", "undo", icon="undo"),
    Entry("redo", mark("Redo"), "Edit", "redo", "Ctrl+Shift+Z", "redo", icon="undo"),
    Entry(
        "copy", mark("Copy overlay"), "Edit", "saving.copy_overlay", "Ctrl+C", "heatmap",
        line=True, icon="copy", also=mark("heat map"),
    ),
    Entry(
        "copy-heatmap", mark("Copy heat map"), "Edit", "saving.copy_heatmap", "", "heatmap",
        icon="copy",
    ),
    Entry(
        "copy-input", mark("Copy network input"), "Edit", "saving.copy_input", "", "picture",
        icon="copy",
    ),
    Entry("copy-maps", mark("Copy maps"), "Edit", "saving.copy_maps", "", "maps", icon="copy"),
    Entry("copy-view", mark("Copy view"), "Edit", "saving.copy_view", icon="copy"),
    Entry(
        "copy-table", mark("Copy table"), "Edit", "saving.copy_history", "Ctrl+Shift+C", "answers",
        icon="copy",
    ),
    Entry(
        "copy-python", mark("Copy as Python"), "Edit", "copy_python", "Ctrl+Alt+C", "selected",
        icon="code",
    ),
    Entry("paste", mark("Paste picture"), "Edit", "paste", "Ctrl+V", icon="paste"),
    Entry(
        "filter", mark("Filter modules"), "Edit", "filter_modules", "Ctrl+F", line=True,
        icon="filter",
    ),
    Entry(
        "palette", mark("Command palette…"), "Edit", "show_palette", "Ctrl+K Ctrl+Shift+P",
        icon="search",
    ),
    Entry(
        "classify", mark("Classify"), "View", "show_tab", "Ctrl+1", value="classify",
        checkable=True, icon="image",
    ),
    Entry(
        "maps", mark("Feature maps"), "View", "show_tab", "Ctrl+2", value="maps",
        checkable=True, icon="grid",
    ),
    Entry(
        "train", mark("Train"), "View", "show_tab", "Ctrl+3", value="train", checkable=True,
        icon="chart",
    ),
    Entry(
        "diagram", mark("Diagram"), "View", "show_tab", "Ctrl+4", value="diagram",
        checkable=True, icon="diagram", also=mark("figure of the paper"),
    ),
    Entry(
        "compare", mark("Compare"), "View", "show_tab", "Ctrl+5", value="compare",
        checkable=True, icon="compare", also=mark("side by side, difference"),
    ),
    Entry(
        "heatmap", mark("Show heat map"), "View", "show_heatmap", "H", "heatmap",
        checkable=True, line=True, icon="eye",
    ),
    Entry(
        "layer", mark("Explain selected module"), "View", "explain_module", "L", "module",
        icon="layers", also=mark("heat map"),
    ),
    Entry(
        "input", mark("Network input"), "View", "show_input", "I", "picture", checkable=True,
        icon="grid",
    ),
    Entry(
        "previous", mark("Previous picture"), "View", "previous", "PgUp", "many", line=True,
        icon="chevron-left",
    ),
    Entry("next", mark("Next picture"), "View", "next", "PgDown", "many", icon="chevron-right"),
    Entry(
        "zoom-in", mark("Zoom in"), "View", "zoom_in", "Ctrl++ Ctrl+=", "zoomable", line=True,
        icon="search",
    ),
    Entry("zoom-out", mark("Zoom out"), "View", "zoom_out", "Ctrl+-", "zoomable", icon="search"),
    Entry("fit", mark("Fit"), "View", "fit", "Ctrl+0", "zoomable", icon="fit"),
    Entry(
        "tree", mark("Architecture"), "View", "show_tree", "Ctrl+B", checkable=True, line=True,
        icon="side-left",
    ),
    Entry(
        "inspector", mark("Inspector"), "View", "show_inspector", "Ctrl+I", checkable=True,
        icon="side-right",
    ),
    *_choices("View", BY_ID["theme"], "eye"),
    *_choices("View", BY_ID["language"], "flag"),
    Entry(
        "full-screen", mark("Full screen"), "View", "full_screen", "F11", checkable=True,
        line=True, icon="fit",
    ),
    Entry("new-network", mark("New…"), "Model", "pages.new_network", "Ctrl+N", icon="layers"),
    Entry(
        "load", mark("Load weights…"), "Model", "load_weights", "Ctrl+L", icon="weights"
    ),
    Entry(
        "save-weights", mark("Save weights…"), "Model", "saving.weights",
        "Ctrl+Shift+S", "network", icon="save", also=mark("export, ONNX, Keras, timm"),
    ),
    Entry(
        "inspect", mark("Check weights file…"), "Model", "inspect_weights", icon="search",
        also=mark("inspect, examine"),
    ),
    Entry("catalogue", mark("Weights…"), "Model", "pages.show_catalogue", icon="weights"),
    Entry(
        "parity", mark("Port parity…"), "Model", "pages.show_parity", "", "picture", icon="compare",
        also=mark("conventions, published accuracy"),
    ),
    Entry(
        "evaluate", mark("Evaluate…"), "Model", "pages.show_evaluate", icon="check",
        also=mark("accuracy, labels file, ImageNet"),
    ),
    Entry("device", mark("Device"), "Model/*", "devices", line=True, icon="chip"),
    Entry("precision", mark("Precision"), "Model/*", "precisions", icon="chip"),
    Entry(
        "back", mark("Back"), "Model", "back", "Alt+Left", "back", line=True, icon="chevron-left",
        also=mark("selected before"),
    ),
    Entry(
        "forward", mark("Forward"), "Model", "forward", "Alt+Right", "forward",
        icon="chevron-right",
    ),
    Entry(
        "paper-check", mark("Paper check…"), "Model", "pages.show_paper_check", line=True,
        icon="check",
    ),
    Entry(
        "worth", mark("What is it worth?…"), "Model", "pages.show_worth", "Ctrl+M", "picture",
        icon="compare", also=mark("mute, ablation"),
    ),
    Entry(
        "mute-block", mark("Take out selected block"), "Model", "mute_block", "", "block",
        icon="close", also=mark("mute, ablation"),
    ),
    Entry(
        "mute-skip", mark("Take out its skip connection"), "Model", "mute_skip", "", "block",
        icon="close", also=mark("mute, ablation"),
    ),
    Entry(
        "mute-channel", mark("Take out chosen feature map"), "Model", "mute_channel", "",
        "channel", icon="close", also=mark("mute, ablation"),
    ),
    Entry(
        "field", mark("What does a unit see?…"), "Model", "pages.show_field", "", "channel",
        icon="target", also=mark("receptive field"),
    ),
    Entry(
        "top-images", mark("Pictures that excite a map…"), "Model", "pages.show_top", "",
        "channel", icon="image", also=mark("strongest, top images"),
    ),
    Entry("tutorials", mark("Tutorials…"), "Model", "pages.show_tutorials", icon="info"),
    Entry(
        "layer-cost", mark("Cost of a layer…"), "Model", "pages.show_layer_cost", icon="chart",
        also=mark("calculator"),
    ),
    Entry(
        "profile", mark("Profile…"), "Model", "pages.show_profile", "", "network", icon="chart",
        also=mark("milliseconds, time, memory"),
    ),
    Entry(
        "figures", mark("From Inception to Xception…"), "Model", "pages.show_figures",
        icon="diagram", also=mark("Figures 1 to 4 of the paper"),
    ),
    Entry("new-run", mark("New run…"), "Train", "train.ask_data", "Ctrl+T"),
    Entry(
        "start-run", mark("Start or pause"), "Train", "train.start_or_pause", "Ctrl+R",
        "startable", icon="play",
    ),
    Entry(
        "find-rate", mark("Find learning rate…"), "Train", "train.tools.find_rate", "", "idle-data",
        icon="chart", also=mark("rate finder, LR"),
    ),
    Entry(
        "variants", mark("Compare variants…"), "Train", "train.tools.show_variants", "",
        "idle-data", icon="compare", also=mark("ablation, residual, depth"),
    ),
    Entry("finish-epoch", mark("Finish epoch"), "Train", "train.finish_epoch", "", "training"),
    Entry(
        "stop-run", mark("Stop"), "Train", "train.stop", "Ctrl+.", "training", icon="stop",
        also=mark("stop run, training"),
    ),
    Entry(
        "follow-run", mark("Follow run…"), "Train", "train.ask_run", line=True, icon="folder",
    ),
    Entry(
        "run-weights", mark("Use best weights"), "Train", "train.use_weights", "", "run",
        icon="weights",
    ),
    Entry(
        "save-run-weights", mark("Save best weights…"), "Train", "train.save_weights", "", "run",
        icon="save",
    ),
    Entry(
        "guide", mark("Guide"), "Help", "pages.show_guide", "F1", icon="info",
        also=mark("how to, help"),
    ),
    Entry("shortcuts", mark("Shortcuts"), "Help", "pages.show_shortcuts", "Ctrl+/", icon="info"),
    Entry("doctor", mark("Doctor…"), "Help", "pages.show_doctor", line=True, icon="check"),
    Entry("log", mark("Log…"), "Help", "pages.show_log", icon="code"),
    Entry("about", mark("About"), "Help", "pages.show_about", icon="info"),
    Entry("next-pane", mark("Next pane"), KEYS_ONLY, "next_pane", "F6", icon="columns"),
    Entry(
        "previous-pane", mark("Previous pane"), KEYS_ONLY, "previous_pane", "Shift+F6",
        icon="columns",
    ),
)  # fmt: skip
