"""What the network is made of and what flows through it. Start at `tree.py`.

`shapes.py` works out every module's shapes, `describe.py` says what a module is in words,
`capture.py` holds the only hooks of the project, `features.py` what they see of one picture,
`weight_statistics.py` counts what was learnt, `paper_check.py` holds all that against the paper,
`diagram.py` lays out its Figure 5.
"""

from xception_gui.inspection.architecture_html import as_html
from xception_gui.inspection.architectures import architecture, of_config
from xception_gui.inspection.capture import Captured, capture
from xception_gui.inspection.diagram import default_open, layout
from xception_gui.inspection.diagram_png import as_png
from xception_gui.inspection.diagram_svg import as_svg
from xception_gui.inspection.features import feature_maps
from xception_gui.inspection.footer import Footer, footer
from xception_gui.inspection.paper_check import paper_check
from xception_gui.inspection.parts import Part, parts
from xception_gui.inspection.paths import resolve_path
from xception_gui.inspection.source_code import source_code
from xception_gui.inspection.tree import counterpart, module_tree
from xception_gui.inspection.tutorials import tutorial
from xception_gui.inspection.weight_difference import weight_difference
from xception_gui.inspection.weight_statistics import weight_statistics

__all__ = [
    "Captured",
    "Footer",
    "Part",
    "architecture",
    "as_html",
    "as_png",
    "as_svg",
    "capture",
    "counterpart",
    "default_open",
    "feature_maps",
    "footer",
    "layout",
    "module_tree",
    "of_config",
    "paper_check",
    "parts",
    "resolve_path",
    "source_code",
    "tutorial",
    "weight_difference",
    "weight_statistics",
]
