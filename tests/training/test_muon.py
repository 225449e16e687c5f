"""Muon: singular values made level, lengths kept, everything else as torch's SGD does it."""

from __future__ import annotations

import copy
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from torch import Tensor, nn
from torch.optim import Muon as TorchMuon

from tests.training.samples import CONFIG, finish, interrupted, weights_of
from xception_gui.training.muon import levelled
from xception_gui.training.optimise import optimiser_of
from xception_gui.training.state import fresh

CPU = torch.device("cpu")
MUON = replace(CONFIG, optimiser="muon", learning_rate=0.05, weight_decay=1e-3)


def noise(*shape: int) -> Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(sum(shape)))


@pytest.mark.parametrize("shape", [(40, 90), (90, 40), (12, 108)])
def test_that_a_levelled_matrix_keeps_its_singular_vectors_alone(shape: tuple[int, int]) -> None:
    matrix = noise(*shape)
    left, _, right = torch.linalg.svd(matrix, full_matrices=False)
    inside = left.T @ levelled(matrix) @ right.T
    assert 0.6 < inside.diagonal().min() < inside.diagonal().max() < 1.3
    assert (inside - inside.diagonal().diag()).abs().max() < 0.05


def stepped(model: nn.Module, optimiser: torch.optim.Optimizer, steps: int = 3) -> None:
    for step in range(steps):
        for number, parameter in enumerate(model.parameters()):
            parameter.grad = noise(*parameter.shape, step + 1, number + 1).sum((-1, -2))
        optimiser.step()


def test_that_what_is_no_dense_convolution_learns_as_with_sgd() -> None:
    one, two = (fresh(MUON, CPU).model for _ in range(2))
    stepped(one, optimiser_of(MUON, one))
    stepped(two, optimiser_of(replace(MUON, optimiser="sgd"), two))
    for (name, mine), theirs in zip(one.named_parameters(), two.parameters(), strict=True):
        dense = mine.ndim == 4 and mine.shape[1] > 1
        same = torch.allclose(mine, theirs, rtol=1e-4, atol=1e-6)
        assert same is not dense, name


def test_that_a_dense_convolution_turns_by_the_rate_and_keeps_its_length() -> None:
    model = fresh(MUON, CPU).model
    before = copy.deepcopy(model)
    stepped(model, optimiser_of(MUON, model), 1)
    weight, was = (m.middle.block4.sepconv1.pointwise.weight.detach() for m in (model, before))
    assert weight.norm() == pytest.approx(float(was.norm()), rel=1e-5)
    assert (weight - was).norm() / was.norm() == pytest.approx(MUON.learning_rate, rel=0.2)


def test_that_its_direction_is_that_of_torchs_own() -> None:
    """torch's takes matrices only, and moves them by another length."""
    weight = nn.Parameter(noise(24, 60))
    before = weight.detach().clone()
    judge = TorchMuon([weight], 0.01, weight_decay=0.0, momentum=0.9, ns_steps=4)
    weight.grad = noise(24, 60, 2).sum(-1)
    judge.step()
    own = levelled(weight.grad)
    cosine = nn.functional.cosine_similarity((before - weight).flatten(), own.flatten(), 0)
    assert cosine > 0.999


def test_that_a_run_with_muon_learns_and_resumes_to_the_bit(data: Path, tmp_path: Path) -> None:
    finish(data, tmp_path / "whole", MUON)
    interrupted(data, tmp_path / "cut", 5, MUON)
    torch.rand(7)
    finish(data, tmp_path / "cut", resume=True)
    one, two = weights_of(tmp_path / "whole"), weights_of(tmp_path / "cut")
    assert all(torch.equal(one[name], two[name]) for name in one)
