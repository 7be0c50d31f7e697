"""What is installed: locked to the byte, and under licences that are listed."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import zipfile
from importlib import metadata

import licences
import pytest
from conftest import ROOT

#: A requirement of a lock: exact version, marker, and all its hashes.
LOCKED = re.compile(
    r"[a-z0-9][a-z0-9.-]*==[0-9][A-Za-z0-9.+!]*(?: ; [^\\\n]+)?"
    r"(?: \\\n    --hash=sha256:[0-9a-f]{64})+"
)
LOCKS = sorted(path.name for path in ROOT.glob("*.lock"))


def test_every_lock_is_listed():
    assert sorted(licences.LOCKS) == LOCKS


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_has_a_version_and_hashes(lock):
    """One `--hash` makes pip demand one of every requirement, also of those it finds itself."""
    text = (ROOT / lock).read_text("utf-8")
    rest = LOCKED.sub("", text)
    assert rest.strip() == "", f"not locked to the byte: {rest.strip()[:200]}"
    assert text.count("--hash=sha256:") >= text.count("==")


@pytest.mark.parametrize(
    "line",
    [
        "a==1",
        "a>=1 \\\n    --hash=sha256:" + "0" * 64,
        "a==1 \\\n    --hash=md5:" + "0" * 32,
        "a @ https://example.org/a.whl",
        "-i https://example.org/",
        "-e .",
        "--trusted-host example.org",
    ],
)
def test_other_requirements_would_be_found(line):
    assert LOCKED.sub("", line).strip() != ""


def test_the_page_of_licences_agrees_with_the_locks():
    rows = licences.known()
    wanted = {package for lock in licences.LOCKS for package in licences.locked(lock)}
    assert set(rows) == wanted, "run `python tests/licences.py`, see its docstring"
    assert [package for package, found in rows.items() if found == licences.UNKNOWN] == []


def test_the_page_of_licences_agrees_with_what_is_installed():
    """Of every package that is, in the version of the lock."""
    compared = 0
    for package, listed in licences.known().items():
        try:
            if metadata.version(package.name) != package.version:
                continue
        except metadata.PackageNotFoundError:
            continue
        assert licences.licence(package.name) == listed, package
        compared += 1
    assert compared > 30


#: Words of licences that would bind whoever publishes a dataset or the program.
BINDING = re.compile(r"(?<![A-Za-z])A?GPL|SSPL|BUSL|Commons Clause|Proprietary|NonCommercial")


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-test.lock"])
def test_what_builds_and_tests_binds_nobody(lock):
    rows = licences.known()
    assert [p for p in licences.locked(lock) if BINDING.search(rows[p])] == []


def wheel(folder, name, needs=""):
    """Write a package with nothing in it; give its SHA-256."""
    path = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as file:
        info = f"{name}-1.0.dist-info"
        need = f"Requires-Dist: {needs}\n" if needs else ""
        file.writestr(
            f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n{need}"
        )
        file.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        file.writestr(f"{info}/RECORD", "")
    return hashlib.sha256(path.read_bytes()).hexdigest()


def installed(folder, lines):
    """Install a lock from a folder of packages, as the README says; give what pip says."""
    (folder / "lock").write_text("\n".join(lines), encoding="utf-8")
    options = [
        "--no-index",
        "-f",
        folder,
        "--target",
        folder / "to",
        "--disable-pip-version-check",
    ]
    done = subprocess.run(  # noqa: S603  (pip, without an index)
        [sys.executable, "-m", "pip", "install", *map(str, options), "-r", str(folder / "lock")],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    return done.returncode, done.stderr


def test_pip_refuses_what_the_lock_does_not_list(tmp_path):
    one, two = wheel(tmp_path, "one", needs="two"), wheel(tmp_path, "two")
    locked = [f"one==1.0 --hash=sha256:{one}", f"two==1.0 --hash=sha256:{two}"]
    assert installed(tmp_path, locked) == (0, "")
    code, said = installed(tmp_path, [locked[0], f"two==1.0 --hash=sha256:{'0' * 64}"])
    assert (code, "DO NOT MATCH THE HASHES" in said) == (1, True)
    code, said = installed(tmp_path, locked[:1])
    assert (code, "must have their versions pinned" in said) == (1, True)
