from pathlib import Path

import pytest


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """Where a store is to be."""
    return tmp_path / "metrics.duckdb"
