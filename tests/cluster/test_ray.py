"""The cluster engine, on a cluster of up to three nodes on this machine, one processor each."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import ray
from batch import write_articles
from deadly import deadly
from kills import contents
from ray.cluster_utils import Cluster
from stores import reasons, run_once

from dnextract.batch import LocalEngine, Progress, RayEngine
from dnextract.errors import ClusterError
from dnextract.pipeline import default_extractor
from dnextract.store import Counts

pytestmark = pytest.mark.filterwarnings(r"default:::ray\..*")  # Ray sets what it says is deprecated


# Half a second between the questions whether a node lives, of which three may go without an answer.
_HEALTH = {
    "health_check_initial_delay_ms": 0,
    "health_check_period_ms": 500,
    "health_check_timeout_ms": 500,
    "health_check_failure_threshold": 3,
}


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    """A cluster of one node, which soon notices when one is gone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(Path(__file__).parent.parent))  # where actors find the extractors
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        head = {"num_cpus": 1, "object_store_memory": 100_000_000, "_system_config": _HEALTH}
        made = Cluster(initialize_head=True, head_node_args=head)
        try:
            yield made
        finally:
            ray.shutdown()
            made.shutdown()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Texts, pages, JSON lines and Parquet, the same address in two of them, and what cannot be read."""
    root = tmp_path / "articles"
    write_articles(root, 200)
    rows = [json.loads(line) for line in (root / "rows.jsonl").read_text(encoding="utf-8").splitlines()]
    later = [{**row, "text": row["text"] + "\nLạm phát năm 2023 là 3,25%."} for row in rows[::2]]
    pq.write_table(pa.Table.from_pylist([*later, {"text": None}]), root / "rows.parquet")
    (root / "texts" / "empty.txt").write_text("", encoding="utf-8")
    (root / "texts" / "binary.txt").write_bytes(b"\0\1\2")
    (root / "broken.jsonl").write_text('{"text": "Giá tăng 5%."}\n{"text"\n', encoding="utf-8")
    return root


def test_a_node_that_dies_in_the_middle_loses_nothing(cluster: Cluster, folder: Path, tmp_path: Path) -> None:
    nodes = [cluster.add_node(num_cpus=1, object_store_memory=100_000_000) for _ in range(2)]
    cluster.wait_for_nodes()
    alive: list[int] = []

    def kill_a_node(progress: Progress) -> None:
        if not alive:
            cluster.remove_node(nodes[0], allow_graceful=False)
        alive.append(sum(node["Alive"] for node in ray.nodes()))

    local, clustered = tmp_path / "local.duckdb", tmp_path / "ray.duckdb"
    expected = run_once(local, folder, extractor=default_extractor, engine=LocalEngine(2))
    engine = RayEngine(cluster.address)
    done = run_once(clustered, folder, extractor=default_extractor, engine=engine, on_progress=kill_a_node)
    assert alive[-1] == 2
    assert len(alive) > 5
    assert done == expected
    assert contents(clustered) == contents(local)


def test_an_article_that_ends_its_process_costs_itself_alone(
    cluster: Cluster, db: Path, tmp_path: Path
) -> None:
    rows = [{"text": f"Giá tăng {k}%."} for k in range(20)]
    rows[7]["text"] = "Làm chết tiến trình."
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    done = run_once(db, path, extractor=deadly, engine=RayEngine(cluster.address))
    assert done == Counts(new=19, failed=1, records=19)
    assert [(name, line) for name, line, _ in reasons(db)] == [("rows.jsonl", 8)]
    assert run_once(db, path, extractor=deadly, engine=RayEngine(cluster.address)) == Counts(
        known=19, failed=1
    )


def test_the_command_runs_on_a_cluster(cluster: Cluster, folder: Path, tmp_path: Path) -> None:
    def run(name: str, *options: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "dnextract", "batch", "articles", "gone.txt", "--db", name, *options]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, encoding="utf-8")

    local = run("1.duckdb")
    done = run("2.duckdb", "--engine", "ray", "--address", cluster.address)
    failures = [line for line in done.stderr.splitlines() if line.startswith("dnextract: ")]
    assert (done.returncode, done.stdout) == (1, local.stdout.replace("1.duckdb", "2.duckdb"))
    assert failures == local.stderr.splitlines()
    assert contents(tmp_path / "1.duckdb") == contents(tmp_path / "2.duckdb")


def test_where_no_cluster_is_one_line_says_so(db: Path, folder: Path) -> None:
    with pytest.raises(ClusterError, match=r"127\.0\.0\.1:1: no Ray cluster answers there"):
        run_once(db, folder, engine=RayEngine("127.0.0.1:1"))
