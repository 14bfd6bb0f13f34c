import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dnextract.parallel import WorkerPool


def double(chunk: list[int]) -> list[int]:
    time.sleep(0.01 * (chunk[0] % 3) if chunk else 0)  # later chunks may be done first
    return [2 * item for item in chunk]


def die_at_seven(chunk: list[int]) -> list[int]:
    if 7 in chunk:
        os.kill(os.getpid(), signal.SIGKILL)
    return double(chunk)


def process(chunk: list[int]) -> int:
    return os.getpid()


@pytest.mark.parametrize("workers", [0, 1, 3])
def test_chunks_come_back_in_order(workers: int) -> None:
    chunks = [list(range(k)) for k in (3, 0, 5, 1, 0, 0, 2, 4, 6, 1, 0)]
    with WorkerPool(workers) as pool:
        for _ in range(2):  # the same processes, if there are any
            assert list(pool.map(double, chunks)) == [[double(chunk)] for chunk in chunks]


@pytest.mark.parametrize(("workers", "chunks"), [(0, [[1], [2]]), (2, []), (2, [[]] * 50)])
def test_no_process_starts_where_none_is_wanted_or_for_nothing(workers: int, chunks: list[list[int]]) -> None:
    with WorkerPool(workers) as pool:
        assert list(pool.map(process, chunks)) == [[os.getpid()]] * len(chunks)


def test_processes_start_also_after_much_of_nothing() -> None:
    with WorkerPool(2) as pool:
        numbers = [number for (number,) in pool.map(process, [[]] * 20 + [[1]] * 20)]
    assert set(numbers[:20]) == {os.getpid()}
    assert os.getpid() not in numbers[20:]


def test_chunks_are_read_a_bounded_number_ahead() -> None:
    read = []

    def chunks() -> Iterator[list[int]]:
        for k in range(1000):
            read.append(k)
            yield [k]

    with WorkerPool(2) as pool:
        results = pool.map(double, chunks())
        for k in range(10):
            assert next(results) == [[2 * k]]
            assert len(read) <= k + 5


@pytest.mark.parametrize("workers", [1, 2])
def test_what_kills_its_process_is_told_and_the_rest_is_done(workers: int) -> None:
    chunks = [[k, k + 1, k + 2] for k in range(0, 30, 3)]
    with WorkerPool(workers) as pool:
        results = list(pool.map(die_at_seven, chunks, crashed=lambda item: [-item]))
        again = list(pool.map(double, chunks))
    flat = [[item for result in chunk for item in result] for chunk in results]
    assert flat == [[-7 if item == 7 else 2 * item for item in chunk] for chunk in chunks]
    assert again == [[double(chunk)] for chunk in chunks]


_FOREVER = """
import time
from test_parallel import process
from dnextract.parallel import WorkerPool

def numbers():
    while True:
        yield [1]

if __name__ == "__main__":
    with WorkerPool(2) as pool:
        for (number,) in pool.map(process, numbers()):
            print(number, flush=True)
"""


def test_workers_end_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "forever.py"
    script.write_text(_FOREVER, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, env=environment) as parent:
        assert parent.stdout is not None
        workers = {int(parent.stdout.readline()) for _ in range(50)}
        parent.kill()
    until = time.monotonic() + 20
    while any(Path(f"/proc/{worker}").exists() for worker in workers):
        assert time.monotonic() < until
        time.sleep(0.05)


def sleep(chunk: list[int]) -> None:
    time.sleep(60)


def test_an_error_ends_the_workers_at_once() -> None:
    began = time.monotonic()

    def chunks() -> Iterator[list[int]]:
        yield [1]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), WorkerPool(1) as pool:
        list(pool.map(sleep, chunks()))
    assert time.monotonic() - began < 30


def test_workers_are_not_fewer_than_none() -> None:
    with pytest.raises(ValueError, match="at least 0, not -1"):
        WorkerPool(-1)
