"""Why the network said so: heat maps. Start at `explain.py`.

`cam.py` has the two methods as plain functions, `classes.py` understands a class as people type
it, `overlay.py` lays a heat map over its photo, `relevance.py` weighs single feature maps.
"""

from xception_gui.explanation.classes import resolve_class
from xception_gui.explanation.explain import explain
from xception_gui.explanation.overlay import compose
from xception_gui.explanation.relevance import relevance

__all__ = ["compose", "explain", "relevance", "resolve_class"]
