"""The commands that speak of architectures: what they print, and how they end."""

from __future__ import annotations

import json

import pytest

from tests.cli.test_commands import run


def test_that_the_check_ends_well_for_the_papers_network(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, out, err = run(capsys, "summary", "--check")
    assert (code, err) == (0, "")
    assert "✓ trainable: 22,855,952 · Chollet 2017, Table 3" in out
    assert "Nothing differs" in out


def test_that_the_check_ends_with_one_and_says_what_differs(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, out, _ = run(capsys, "summary", "--check", "--input-size", "224")
    assert code == 1
    assert "✗ middle: 728×14×14 (published: 728×19×19) · Chollet 2017, Figure 5" in out
    code, out, _ = run(capsys, "summary", "--check", "--input-size", "224", "--json")
    found = json.loads(out)
    states = [fact["state"] for fact in found["facts"]]
    assert (code, found["differ"]) == (1, states.count("bad"))
