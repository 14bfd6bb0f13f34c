from pathlib import Path

from kills import kill_runs


def test_runs_killed_at_random_moments_end_as_if_undisturbed(tmp_path: Path) -> None:
    results = list(kill_runs(tmp_path, kills=10, articles=30, workers=0, seed=7))
    assert results
    assert all(results)
