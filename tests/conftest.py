from pathlib import Path

import pytest
from hypothesis import settings

# A slow machine is no failure.
settings.register_profile("project", deadline=None)
settings.load_profile("project")


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """Where a store is to be."""
    return tmp_path / "metrics.duckdb"
