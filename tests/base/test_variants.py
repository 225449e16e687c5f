"""The names of the runs of an ablation say what it was."""

from __future__ import annotations

from pathlib import Path

from xception_gui.base.variants import ablation_of, variant_names

CHANGES = (("mid_activation", "relu"), ("middle_blocks", 4), ("residual", False))


def test_that_an_ablation_is_known_by_any_of_its_directories(tmp_path: Path) -> None:
    begin = tmp_path / "demo-20261122-2211"
    runs = [begin.with_name(f"{begin.name}-{name}") for name in variant_names(CHANGES)]
    for run in (*runs, tmp_path / "demo-20261122-2212-residual=false", begin):
        run.mkdir()
    assert [ablation_of(run) for run in runs] == [(begin, CHANGES)] * 4
    assert ablation_of(begin) is None, "a run by itself"
    assert ablation_of(tmp_path / "demo-20261122-2212-residual=false") is None, "the run is gone"


def test_that_a_variant_whose_folder_is_gone_is_a_run_by_itself(tmp_path: Path) -> None:
    assert ablation_of(tmp_path / "gone" / "demo-20261122-2211-residual=false") is None
