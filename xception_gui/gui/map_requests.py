"""Feature maps for the window: of the selected module, or one module of each flow.

Part of the workspace: it is told what is shown, asks for maps only while somebody looks at them,
and drops what belongs to another picture or network.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import cast

from PySide6.QtCore import QObject, Signal

from xception_gui.base.feature_maps import ModuleMaps, Relevance, Scale, ShownMaps, shown
from xception_gui.base.preprocessing import steps_id
from xception_gui.base.results import ModuleInfo, Prepared
from xception_gui.gui.cache import ByteCache
from xception_gui.gui.session import Network, Session
from xception_gui.gui.waiting import Waiting

FLOWS = ("entry", "middle", "exit")


@dataclass(frozen=True)
class _Request:
    """What is asked for: a key of the cache, and whether an answer is still wanted."""

    state_id: str
    image_id: str
    paths: tuple[str, ...]
    scale: Scale


class MapRequests(QObject):
    """Keeps the maps that are shown in step with picture, network, module, mode and scale."""

    module_changed = Signal(object)  # `ShownMaps` of the selected module, or None
    flow_changed = Signal(str, object)  # flow, its `ShownMaps`; None also where it has no module
    flow_modules_changed = Signal(object)  # flow → path of the module that stands for it
    relevance_changed = Signal(object)  # tuple of `Relevance`, of everything that is shown

    def __init__(
        self, session: Session, waiting: Waiting, cache: ByteCache, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._waiting, self._cache = session, waiting, cache
        self._network: Network | None = None
        self._prepared: Prepared | None = None
        self._module, self._class_index = "", 0
        self._flows: dict[str, str] = {}
        self._mode = "module"
        self._scale: Scale = "map"
        self._relevant = self._active = False
        self._told: _Request | None = None

    @property
    def flow_modules(self) -> Mapping[str, str]:
        """The module that stands for each flow."""
        return dict(self._flows)

    # What is wanted

    def set_active(self, active: bool) -> None:
        """Whether anybody looks: nothing is computed for a tab that is hidden."""
        self._active = active
        self._ask()

    def set_mode(self, mode: str) -> None:
        """The selected module ("module"), or one of each flow ("flows")."""
        self._mode = mode
        self._ask()

    def set_scale(self, scale: str) -> None:
        """Another scale, one of `SCALES`, needs other levels, not another pass."""
        self._scale = cast("Scale", scale)
        self._ask()

    def set_relevant(self, relevant: bool) -> None:
        """Whether the maps are sorted by gradient × activation, which needs a backward pass."""
        self._relevant = relevant
        self._ask_relevance()

    def set_flow_module(self, flow: str, path: str) -> None:
        """Another module stands for a flow."""
        self._flows[flow] = path
        self.flow_modules_changed.emit(self.flow_modules)
        self._ask()

    # What is so

    def set_network(self, network: Network) -> None:
        """Other weights: other modules, perhaps."""
        self._network = network
        kept = {flow: path for flow, path in self._flows.items() if network.tree.find(path)}
        self._flows = {**default_modules(network.tree), **kept}
        self.flow_modules_changed.emit(self.flow_modules)
        self._ask()

    def set_prepared(self, prepared: Prepared | None) -> None:
        """Another picture."""
        self._prepared = prepared
        if prepared is None:
            self._tell_nothing()
        self._ask()

    def set_module(self, path: str) -> None:
        """Another module is selected, or none."""
        self._module = path
        if not path:
            self._waiting.cancel("maps")
            self._told = None
            self.module_changed.emit(None)
        self._ask()

    def set_class(self, index: int) -> None:
        """Another class is explained."""
        if index != self._class_index:
            self._class_index = index
            self._ask_relevance()

    # Asking

    def _request(self) -> _Request | None:
        """What should be on view, if anything can be."""
        network, prepared = self._network, self._prepared
        if not self._active or network is None or prepared is None:
            return None
        if prepared.preprocessing_id != steps_id(network.weights.preprocessing):
            return None  # of the network before: the picture is being prepared anew
        flows = tuple(self._flows[flow] for flow in self._flows_of_network())
        paths = flows if self._mode == "flows" else (self._module,) if self._module else ()
        known = all(network.tree.find(path) for path in paths)
        if not paths or not known:
            return None
        return _Request(network.state_id, prepared.image_id, paths, self._scale)

    def _flows_of_network(self) -> list[str]:
        """Those that have modules: a network may be built without middle blocks."""
        return [flow for flow in FLOWS if flow in self._flows]

    def _ask(self) -> None:
        request = self._request()
        if request is None or self._prepared is None:
            return
        if request == self._told:
            self._waiting.cancel("maps")  # of a module that is no longer wanted; it could yet fail
            self._ask_relevance()  # the class may be another one than when somebody looked last
            return
        kept = self._kept(request)
        if kept is not None:
            self._waiting.cancel("maps")
            self._tell(request, kept)
            return
        known = (self._cache.get(("captured", *_place(request), p)) for p in request.paths)
        captured = [maps for maps in known if maps is not None]
        arrived = partial(self._arrived, request)
        if len(captured) == len(request.paths):
            work = partial(_scaled, captured, request.scale)
            self._waiting.submit("io", "maps", "Feature maps", work, arrived)
        else:
            work = partial(_captured, self._session, request, self._prepared)
            self._waiting.submit("model", "maps", "Feature maps", work, arrived)

    def _arrived(self, request: _Request, found: tuple[ShownMaps, ...]) -> None:
        for maps in found:
            self._cache.put(("captured", *_place(request), maps.maps.path), maps.maps)
        self._cache.put(_levels_key(request), found)
        if request == self._request():
            self._tell(request, found)

    def _kept(self, request: _Request) -> tuple[ShownMaps, ...] | None:
        kept: tuple[ShownMaps, ...] | None = self._cache.get(_levels_key(request))
        return kept

    # Telling

    def _tell(self, request: _Request, found: tuple[ShownMaps, ...]) -> None:
        self._told = request
        if self._mode == "flows":
            maps = dict(zip(self._flows_of_network(), found, strict=True))
            for flow in FLOWS:
                self.flow_changed.emit(flow, maps.get(flow))
        else:
            self.module_changed.emit(found[0])
        self._ask_relevance()

    def _tell_nothing(self) -> None:
        self._told = None
        self.module_changed.emit(None)
        for flow in FLOWS:
            self.flow_changed.emit(flow, None)

    def _ask_relevance(self) -> None:
        request = self._request()
        if request is None or self._prepared is None or not self._relevant:
            return
        key = ("relevance", *_place(request), request.paths, self._class_index)
        kept: tuple[Relevance, ...] | None = self._cache.get(key)
        if kept is not None:
            self._waiting.cancel("relevance")  # of the class before
            self.relevance_changed.emit(kept)
            return
        work = partial(
            self._session.relevance,
            request.state_id,
            self._prepared,
            request.paths,
            self._class_index,
        )
        arrived = partial(self._relevance_arrived, key, request)
        self._waiting.submit("model", "relevance", "Gradient × activation", work, arrived)

    def _relevance_arrived(
        self, key: tuple[object, ...], request: _Request, found: tuple[Relevance, ...]
    ) -> None:
        self._cache.put(key, found)
        if self._relevant and request == self._request():
            self.relevance_changed.emit(found)


def default_modules(tree: ModuleInfo) -> dict[str, str]:
    """The module that stands for each flow at first: block 2, the last block, the last activation.

    The entry flow's last block is as coarse as the middle flow: one sees more in the one before.
    """
    flows = {flow.path: [row.path for row in flow.children] for flow in tree.children}
    found = {flow: flows[flow][-1] for flow in FLOWS if flows.get(flow)}
    return found | ({"entry": "entry.block2"} if "entry.block2" in flows["entry"] else {})


def _place(request: _Request) -> tuple[str, str]:
    return (request.image_id, request.state_id)


def _levels_key(request: _Request) -> tuple[object, ...]:
    return ("levels", *_place(request), request.paths, request.scale)


def _captured(session: Session, request: _Request, prepared: Prepared) -> tuple[ShownMaps, ...]:
    """In the model lane: one pass for all modules, then their levels."""
    maps = session.features(request.state_id, prepared, request.paths)
    return _scaled(maps, request.scale)


def _scaled(maps: Sequence[ModuleMaps], scale: Scale) -> tuple[ShownMaps, ...]:
    """All in one scale; the shared one is that of everything that stands side by side."""
    peak = max(part.peak for found in maps for part in found.parts)
    return tuple(shown(found, scale, peak) for found in maps)
