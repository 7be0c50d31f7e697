"""Engines give the results of `map`, in order, whatever happens to a worker."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest
from conftest import SEEDS

from dongxi import build
from dongxi.cli import main
from dongxi.compare import compare
from dongxi.engine import WorkerError, engine, here, opened

NUMBERS = list(range(40))


def square(number):
    return number * number


def refuse(number):
    if number == 7:
        raise ValueError("seven")
    return number


def die(folder, number, *, times):
    """Kill the worker that has this item, so often, then do the work."""
    marks = Path(folder)
    if number == 7 and len(list(marks.iterdir())) < times:
        (marks / f"{len(list(marks.iterdir()))}").touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def counting(taken):
    for number in NUMBERS:
        taken.append(number)
        yield number


@pytest.fixture
def run():
    """Map in two processes."""
    with opened(2) as engine_:
        yield engine_


def test_processes_give_what_map_gives(run):
    assert list(run(square, NUMBERS)) == list(here(square, NUMBERS))


def test_items_are_taken_as_they_are_needed(run):
    taken = []
    results = run(square, counting(taken))
    assert next(results) == 0
    assert len(taken) < 10
    assert list(results) == [square(number) for number in NUMBERS[1:]]


def test_no_items_give_no_results(run):
    assert list(run(square, [])) == []


def test_what_the_function_raises_comes_through(run):
    with pytest.raises(ValueError, match="seven"):
        list(run(refuse, NUMBERS))


def test_work_that_died_with_its_worker_is_done_again(run, tmp_path):
    function = partial(die, str(tmp_path), times=2)
    assert list(run(function, NUMBERS)) == NUMBERS
    assert len(list(tmp_path.iterdir())) == 2


def test_a_worker_that_always_dies_is_a_fault_that_says_what_to_do(run, tmp_path):
    function = partial(die, str(tmp_path), times=99)
    with pytest.raises(WorkerError, match="fewer --workers"):
        list(run(function, NUMBERS))


def own_id(_):
    return os.getpid()


def test_processes_stay_from_one_call_to_the_next(tmp_path):
    """And are new ones where a worker died."""
    with opened(2) as run:
        first = set(run(own_id, NUMBERS))
        assert set(run(own_id, NUMBERS)) <= first
        list(run(partial(die, str(tmp_path), times=1), NUMBERS))
        assert not set(run(own_id, NUMBERS)) & first
        assert list(run(square, NUMBERS)) == list(here(square, NUMBERS))


def asleep(_):
    """Say which process this is, and stay."""
    sys.stdout.write(f"{os.getpid()}\n")
    sys.stdout.flush()
    time.sleep(600)


def test_workers_go_with_who_started_them():
    """Also where it is killed: nobody else would ever end them."""
    code = "from test_engine import asleep, opened\nwith opened(2) as run: list(run(asleep, [1, 2]))"
    code = f"if __name__ == '__main__':\n    import sys; sys.path.insert(0, {str(Path(__file__).parent)!r})\n    exec({code!r})"
    driver = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)  # noqa: S603
    workers = [int(driver.stdout.readline()) for _ in range(2)]
    driver.kill()
    driver.stdout.close()
    driver.wait()
    for _ in range(300):
        if not any(Path(f"/proc/{worker}").exists() for worker in workers):
            break
        time.sleep(0.1)
    assert [worker for worker in workers if Path(f"/proc/{worker}").exists()] == []


def test_a_fault_leaves_nothing_under_way():
    with opened(2) as run:
        with pytest.raises(ValueError, match="seven"):
            list(run(refuse, NUMBERS))
        assert list(run(square, NUMBERS)) == list(here(square, NUMBERS))


@pytest.mark.parametrize("workers", [0, -1])
def test_less_than_one_worker_is_misuse(workers):
    with pytest.raises(ValueError, match="expected 1 or more"):
        engine(workers)


def test_more_workers_than_a_machine_can_have_are_misuse(tmp_path, capsys):
    assert engine(1_024)
    with pytest.raises(ValueError, match="workers: found 1025, expected 1,024 at most; give"):
        engine(1_025)
    given = ["--seeds", str(SEEDS), "--out", str(tmp_path / "out"), "--workers", "1000000"]
    assert main(given) == 2
    assert "workers: found 1000000" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_build_with_workers_is_the_same_to_the_byte(tmp_path, capsys):
    one = build(SEEDS, tmp_path / "one")
    assert main(["--seeds", str(SEEDS), "--out", str(tmp_path / "two"), "--workers", "2"]) == 0
    assert capsys.readouterr().out.endswith("34 documents from 5 seeds, 0 rejected\n")
    assert list(compare(one, tmp_path / "two")) == []


def test_a_script_without_its_guard_is_told_what_it_lacks(tmp_path):
    """Workers import the script that starts them; the fault is not the disk's."""
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages/a.txt").write_text(
        "山里的路修通了，乡亲们的日子好了。", encoding="utf-8"
    )
    script = tmp_path / "script.py"
    script.write_text(
        "from dongxi import build\nbuild('pages', 'out', workers=2)\n", encoding="utf-8"
    )
    done = subprocess.run(  # noqa: S603
        [sys.executable, script],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])},
    )
    last = done.stderr.strip().splitlines()[-1]
    assert done.returncode == 1
    assert last.startswith("dongxi.engine.WorkerError")
    assert last.endswith('below `if __name__ == "__main__":`')
