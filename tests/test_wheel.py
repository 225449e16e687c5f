"""The wheel holds all that the program needs: installed elsewhere, it classifies a picture."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from PIL import Image

ROOT = Path(__file__).resolve().parents[1]


def _pip(*arguments: str | Path) -> None:
    command = [sys.executable, "-m", "pip", "--no-input", "--disable-pip-version-check", *arguments]
    subprocess.run(command, check=True, capture_output=True, timeout=600)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    _pip("wheel", "--no-deps", "--no-index", "--no-build-isolation", "--wheel-dir", folder, ROOT)
    (built,) = folder.glob("xception_gui-*.whl")
    return built


def test_that_the_wheel_holds_the_package_and_its_assets_alone(wheel: Path) -> None:
    names = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assets = {f"xception_gui/{p.relative_to(ROOT)}" for p in (ROOT / "assets").rglob("*.*")}
    assert assets
    assert assets <= names
    docs = {p.relative_to(ROOT / "docs") for p in (ROOT / "docs/guide").rglob("*.md")}
    assert {Path("guide/README.md"), Path("guide/zh/README.md")} <= docs
    assert {f"xception_gui/assets/{page}" for page in docs} <= names
    assert "xception_gui/assets/glossary.md" in names
    assert not [name for name in names if "/guide/" in name and not name.endswith(".md")]
    assert {name for name in names if not name.startswith("xception_gui/")} == set()


@pytest.fixture(scope="module")
def site(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    _pip("install", "--no-deps", "--no-index", "--target", folder, wheel)
    return folder


def _python(site: Path, *arguments: str) -> str:
    """Standard output of Python where the wheel in `site` is found before the checkout."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=site.parent,
        env={**os.environ, "PYTHONPATH": str(site)},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_that_the_installed_package_finds_its_own_assets(site: Path) -> None:
    code = "from xception_gui.base.assets import asset; print(asset('icons'))"
    assert Path(_python(site, "-c", code).strip()) == site / "xception_gui" / "assets" / "icons"


def test_that_an_installed_wheel_classifies_a_picture(site: Path, tmp_path: Path) -> None:
    if not (ROOT / "assets/weights/demo.safetensors").exists():
        pytest.skip("assets/weights/demo.safetensors does not exist yet")
    picture = tmp_path / "picture.png"
    Image.linear_gradient("L").convert("RGB").save(picture)
    (answer,) = json.loads(_python(site, "-m", "xception_gui", "classify", str(picture), "--json"))
    assert answer["weights"] == "demo"
    assert len(answer["top"]) == 5
    assert 0.5 < sum(row["probability"] for row in answer["top"]) <= 1.001
