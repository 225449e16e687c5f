"""What a run writes beside its checkpoints."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.training.samples import CONFIG
from xception_gui.base.events import RunStarted
from xception_gui.base.problem import Problem
from xception_gui.training import recorded

STARTED = RunStarted("run", ("a", "b"), 8, 0, 0, 8, 2, "cpu", "float32")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_that_events_for_which_the_disk_has_no_room_say_how_much_they_need(tmp_path: Path) -> None:
    (tmp_path / "events.jsonl").symlink_to("/dev/full")
    with pytest.raises(Problem, match=r"\d+\sB needed") as caught:
        list(recorded(iter([STARTED]), tmp_path, CONFIG))
    assert caught.value.code == "disk-full"
