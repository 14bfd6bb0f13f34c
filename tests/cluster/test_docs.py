"""The examples of `docs/cluster.md`: each is a script that writes the records of all articles."""

import re
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dnextract import extract_batches

PAGE = (Path(__file__).parents[2] / "docs" / "cluster.md").read_text(encoding="utf-8")
SCRIPTS = dict(re.findall(r"^### (\w+)\n.*?^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))


def records(batches: list[pa.RecordBatch]) -> list[dict[str, object]]:
    rows = pa.Table.from_batches(batches).to_pylist()
    return sorted(rows, key=lambda row: (row["document_id"], row["start"]))


@pytest.mark.parametrize("engine", ["Ray", pytest.param("Spark", marks=pytest.mark.spark), "Dask", "Polars"])
def test_an_example_gives_the_records_of_all_articles(engine: str, tmp_path: Path) -> None:
    texts = [
        f"Năm {2000 + k % 20}, doanh thu đạt {k},5 tỷ đồng, tăng {k}% so với năm trước." for k in range(50)
    ]
    articles = pa.table(
        {"text": [*texts, None], "published": ["2025-01-15"] * 51, "place": [None, "Huế", *[None] * 49]}
    )
    pq.write_table(articles, tmp_path / "articles.parquet", row_group_size=20)
    (tmp_path / "example.py").write_text(SCRIPTS[engine], encoding="utf-8")
    subprocess.run([sys.executable, "example.py"], cwd=tmp_path, check=True)
    written = pq.ParquetDataset(tmp_path / "records").read().to_batches()
    assert records(written) == records(list(extract_batches(articles.to_batches())))
