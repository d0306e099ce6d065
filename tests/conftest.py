"""What several rooms of tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
STARTER = ROOT / "models" / "starter-en"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home, and the model that comes along, or the one that was named for tests."""
    for name in ("VOICECOACH_MODEL", "VOSK_MODEL_PATH"):
        monkeypatch.delenv(name, raising=False)
    named = os.environ.get("VOICECOACH_TEST_MODEL", "")
    if named and not (STARTER / "am" / "final.mdl").is_file():
        monkeypatch.setenv("VOICECOACH_MODEL", named)
    monkeypatch.setenv("VOICECOACH_SECOND_EAR", "none")
    monkeypatch.setenv("VOICECOACH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    return tmp_path / "home"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What sounds in one file stays together where tests run side by side: it is begun first."""
    if config.pluginmanager.hasplugin("xdist"):
        for item in items:
            if item.get_closest_marker("sound"):
                item.add_marker(pytest.mark.xdist_group(item.path.stem))
