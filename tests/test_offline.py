"""No verb uses the network, nor starts a program that could.

Each runs in a process whose audit hook, in place before anything is imported, ends it at the
first call that reaches for the network or starts another program.
"""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from conftest import ROOT, SEEDS

FORBIDDEN = 97
GUARD = f"""
import os, sys

NETWORK = ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname",
    "socket.gethostbyaddr", "socket.sendto", "socket.sendmsg", "urllib.", "http.client.",
    "ftplib.", "smtplib.", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork",
    "subprocess.", "pty.spawn", "webbrowser.")

def guard(event, found):
    if event.startswith(NETWORK):
        os.write(2, f"{{event}} {{found!r}}".encode())
        os._exit({FORBIDDEN})

sys.addaudithook(guard)
"""


@pytest.fixture
def guarded(tmp_path):
    """Run Python with the guard in place; give exit code and what was said."""
    (tmp_path / "guard").mkdir()
    (tmp_path / "guard" / "sitecustomize.py").write_text(GUARD, encoding="utf-8")

    def run(*arguments):
        done = subprocess.run(  # noqa: S603  (our own program)
            [sys.executable, *map(str, arguments)], check=False, capture_output=True, cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": f"{tmp_path / 'guard'}{os.pathsep}{ROOT}"},
        )  # fmt: skip
        return done.returncode, done.stderr.decode()

    return run


def test_every_verb_works_without_network(guarded, tmp_path):
    main, out = ROOT / "build_dataset.py", tmp_path / "out"
    for verb in (
        ("build", "--seeds", SEEDS, "--out", out),
        ("reproduce", "--seeds", SEEDS, "--out", out),
        ("validate", out, "--seeds", SEEDS),
        ("explain", "001_c2e5e1d926910ab8", "--seeds", SEEDS),
        ("stats", out),
    ):
        assert guarded(main, *verb) == (0, ""), verb


#: What the guard must stop, lest it lets everything pass.
REACHING = [
    "import socket; socket.create_connection(('127.0.0.1', 9))",
    "import socket; socket.getaddrinfo('localhost', 80)",
    "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/')",
    "import subprocess; subprocess.run(['true'])",
    "import os; os.system('true')",
]


@pytest.mark.parametrize("code", REACHING)
def test_the_guard_stops_what_reaches_out(guarded, code):
    assert guarded("-c", code)[0] == FORBIDDEN
