"""The example notebook: its cells run, and what they print is what is stored beside them."""

import json
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

from matplotlib import pyplot

NOTEBOOK = Path(__file__).resolve().parent.parent / "docs" / "example.ipynb"


def printed(cell: dict[str, Any]) -> str:
    return "".join("".join(output.get("text", ())) for output in cell["outputs"])


def test_the_notebook_prints_what_it_says() -> None:
    pyplot.switch_backend("agg")
    names: dict[str, Any] = {}
    cells = [c for c in json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"] if c["cell_type"] == "code"]
    for cell in cells:
        source = "".join(cell["source"])
        with redirect_stdout(StringIO()) as out:
            exec(compile(source, NOTEBOOK.name, "exec"), names)
        assert out.getvalue() == printed(cell), source
    drawn = {line.get_label(): line.get_ydata().tolist() for line in names["axes"].lines}
    pyplot.close("all")
    assert drawn == {"Bạc Liêu": [61, 58, 70.4, 66.5], "Cà Mau": [82.5, 74.8, 96.2, 91]}
