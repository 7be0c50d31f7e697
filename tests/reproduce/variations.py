"""The surroundings that must not matter, each with the proof that it was there."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tests import venvs
from tests.reproduce.bench import ROOT, Bench, Surroundings
from tests.venvs import NotHereError

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).parent
#: What a build imports, of `requirements.lock`; `datasets` and `pandas` are for readers.
NEEDED = frozenset(
    {
        "attrs", "jinja2", "jsonschema", "jsonschema-specifications", "markupsafe", "numpy", "opencc-python-reimplemented",
        "pyarrow", "pyyaml", "referencing", "rpds-py", "tqdm", "typing-extensions",
    }
)  # fmt: skip
PYTHONS = ("3.11", "3.12", "3.13")
#: Other majors of pyarrow than that of the lock, with what is true of each there.
PYARROWS = ("25", "24")
#: The library that fakes the clock, where Debian's package `faketime` puts it.
FAKETIME = "/usr/lib/*/faketime/libfaketime.so.1"


class Variation(NamedTuple):
    """One change."""

    label: str
    probe: str
    """What is true in these surroundings and not in the plain ones, where that can be said."""
    make: Callable[[Bench], Surroundings]
    quick: bool = False
    """Whether the suite builds it: it takes nothing but a second."""
    content: bool = False
    """Whether only the content must agree, not the bytes."""


def env(**values: str | None) -> Callable[[Bench], Surroundings]:
    """Change the environment."""
    return lambda bench: Surroundings(bench.pages, env=values)


def launched(**changes: object) -> Callable[[Bench], Surroundings]:
    """Change what only the process itself can."""
    return lambda bench: Surroundings(bench.pages, changes=changes)


def clock(time: str) -> Callable[[Bench], Surroundings]:
    """Start the clock at another time."""

    def made(bench: Bench) -> Surroundings:
        values = {"LD_PRELOAD": faketime(bench.folder / "faketime"), "FAKETIME": f"@{time}"}
        return Surroundings(bench.pages, env=values)

    return made


def faketime(folder: Path) -> str:
    """Find the library that fakes the clock, or install it into a folder."""
    for where, name in ((Path("/"), FAKETIME[1:]), (folder, "lib/**/libfaketime.so.1")):
        if found := sorted(where.glob(name)):
            return str(found[0])
    lock = ["--no-deps", "--require-hashes", "-r", str(HERE / "libfaketime.lock")]
    venvs.make(folder, sys.executable, lock)
    found = sorted(folder.glob("lib/**/libfaketime.so.1"))
    if not found:
        raise NotHereError("libfaketime was not compiled")
    return str(found[0])


def in_locale(language: str, charset: str) -> Callable[[Bench], Surroundings]:
    """Make a locale in a folder and use it, with nothing of Python's that would override it."""

    def made(bench: Bench) -> Surroundings:
        program = shutil.which("localedef")
        if program is None:
            raise NotHereError("no program localedef")
        folder = bench.folder / "locales"
        folder.mkdir(exist_ok=True)
        name = f"{language}.{charset}"
        command = [program, "-i", language, "-f", charset, str(folder / name)]
        if not (folder / name).exists():
            done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
            if not (folder / name).is_dir():
                raise NotHereError(
                    f"localedef cannot make {name}: {done.stderr.strip()[-100:]}"
                )
        values = {
            "LOCPATH": str(folder), "LC_ALL": name, "LANG": name, "LANGUAGE": language,
            "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": None,
        }  # fmt: skip
        return Surroundings(bench.pages, env=values)

    return made


def relative(bench: Bench) -> Surroundings:
    """Name the pages from a folder whose name is not ASCII."""
    folder = bench.folder / "另一个 folder"
    folder.mkdir(exist_ok=True)
    return Surroundings(Path("..") / bench.pages.name, cwd=folder)


def at_the_root(bench: Bench) -> Surroundings:
    """Work in the root of the disk."""
    return Surroundings(bench.pages, cwd=Path("/"))


def source_elsewhere(bench: Bench) -> Surroundings:
    """Run a copy of the source under another name."""
    source = bench.folder / "源 code" / "somewhere-else"
    for name in ("dongxi", "schema"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, source / name, ignore=ignored, dirs_exist_ok=True)
    shutil.copy(ROOT / "build_dataset.py", source)
    return Surroundings(bench.pages, source=source)


def linked_folder(bench: Bench) -> Surroundings:
    """Name the folder of pages by a link."""
    link = bench.folder / "link to pages"
    link.unlink(missing_ok=True)
    link.symlink_to(bench.pages, target_is_directory=True)
    return Surroundings(link)


def linked_pages(bench: Bench) -> Surroundings:
    """Keep the pages in a store in the folder, under other names, and link to them."""
    folder = bench.folder / "linked"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / ".store").mkdir(parents=True)
    for number, path in enumerate(sorted(bench.pages.rglob("*"), reverse=True)):
        if path.is_file():
            stored = folder / ".store" / f"{number}"
            shutil.copyfile(path, stored)
            place = folder / path.relative_to(bench.pages)
            place.parent.mkdir(exist_ok=True)
            place.symlink_to(os.path.relpath(stored, place.parent))
    return Surroundings(folder)


def old_files(bench: Bench) -> Surroundings:
    """Give the pages other times and modes, made in another order."""
    folder = bench.folder / "old files"
    shutil.rmtree(folder, ignore_errors=True)
    for path in sorted(bench.pages.rglob("*"), reverse=True):
        if path.is_file():
            place = folder / path.relative_to(bench.pages)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place)
            place.chmod(0o400)
            os.utime(place, (0, 0))
    return Surroundings(folder)


def everything(bench: Bench) -> Surroundings:
    """Change at once whatever takes no installing."""
    values = {
        "TZ": "SST+11", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0",
        "PYTHONHASHSEED": "42", "HOME": "/nonexistent", "ARROW_USER_SIMD_LEVEL": "NONE",
    }  # fmt: skip
    return Surroundings(
        linked_pages(bench).pages, source=source_elsewhere(bench).source, env=values, alone=True,
        options=("-OO",), changes={"listing": 7, "cpus": 1}, umask=0o077, cwd=Path("/"),
    )  # fmt: skip


def workers(bench: Bench) -> Surroundings:
    """Read with several workers."""
    from dongxi.commands.build import arguments  # noqa: PLC0415

    options = argparse.ArgumentParser()
    arguments(options)
    if "--workers" not in options.format_help():
        raise NotHereError("build has no option --workers: one process reads all pages")
    return Surroundings(bench.pages, arguments=("--workers", "3"))


def other_python(version: str, given: tuple[str, ...]) -> Callable[[Bench], Surroundings]:
    """Use another Python: one that was given, or one that is found, with the locked packages."""

    def made(bench: Bench) -> Surroundings:
        for path in given:
            done = venvs.run([path, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"])
            if done.stdout.strip() == version:
                return Surroundings(bench.pages, python=path)
        folder = bench.folder / f"python-{version}"
        lock = venvs.some_of(ROOT / "requirements.lock", NEEDED, bench.folder / "needed.lock")
        return Surroundings(
            bench.pages, python=str(venvs.make(folder, venvs.python(version), lock))
        )

    return made


def other_pyarrow(major: str) -> Callable[[Bench], Surroundings]:
    """Use another pyarrow, all else as locked."""

    def made(bench: Bench) -> Surroundings:
        folder, lock = bench.folder / f"pyarrow-{major}", ROOT / "requirements.lock"
        rest = venvs.some_of(lock, NEEDED - {"pyarrow"}, bench.folder / "rest.lock")
        other = ["--no-deps", "--require-hashes", "-r", str(HERE / f"pyarrow-{major}.lock")]
        return Surroundings(
            bench.pages, python=str(venvs.make(folder, sys.executable, rest, other))
        )

    return made


def variations(given: tuple[str, ...] = ()) -> list[Variation]:
    """Give all variations; `given` are Pythons that have the packages."""
    plain = [
        Variation("clock at 1970", "time.gmtime().tm_year == 1970", clock("1970-01-02 00:00:00")),
        Variation("clock at 2038", "time.gmtime().tm_year == 2038", clock("2038-01-20 00:00:00")),
        Variation("time zone, far east", "time.timezone == -50400", env(TZ="LINT-14")),
        Variation("time zone, far west", "time.timezone == 39600", env(TZ="SST+11")),
        Variation(
            "locale C, no UTF-8", "sys.getfilesystemencoding() == 'ascii'",
            env(LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0"), quick=True,
        ),
        Variation(
            "locale zh_CN.GB18030", "sys.getfilesystemencoding() == 'gb18030'",
            in_locale("zh_CN", "GB18030"),
        ),
        Variation(
            "locale tr_TR.UTF-8", "locale.setlocale(locale.LC_ALL, '') == 'tr_TR.UTF-8'",
            in_locale("tr_TR", "UTF-8"),
        ),
        Variation(
            "locale tr_TR.ISO-8859-9", "sys.getfilesystemencoding() == 'iso8859-9'",
            in_locale("tr_TR", "ISO-8859-9"),
        ),
        Variation("hash seed 0", "sys.flags.hash_randomization == 0", env(PYTHONHASHSEED="0")),
        *(
            Variation(
                f"hash seed {seed}", f"os.environ.get('PYTHONHASHSEED') == '{seed}'",
                env(PYTHONHASHSEED=seed),
            )
            for seed in ("1", "4294967295")
        ),
        *(
            Variation(
                f"umask {umask:03o}", f"mask == {umask}",
                lambda bench, umask=umask: Surroundings(bench.pages, umask=umask),
            )
            for umask in (0o000, 0o077)
        ),
        Variation("no home", "not Path.home().exists()", env(HOME="/nonexistent")),
        Variation(
            "no environment", "'HOME' not in os.environ",
            lambda bench: Surroundings(bench.pages, alone=True),
        ),
        Variation(
            "file order, reversed",
            "[p.name for p in Path(os.__file__).parent.glob('*')] == sorted(os.listdir(Path(os.__file__).parent), reverse=True)",
            launched(listing="reversed"), quick=True,
        ),
        *(
            Variation(
                f"file order, shuffled {number}", "os.listdir.__module__ == '__main__'",
                launched(listing=number),
            )
            for number in (1, 2)
        ),
        Variation("one processor", "len(os.sched_getaffinity(0)) == 1", launched(cpus=1)),
        Variation("three workers", "", workers),
        Variation("at the root of the disk", "os.getcwd() == '/'", at_the_root),
        Variation("relative names", "os.path.basename(os.getcwd()) == '另一个 folder'", relative),
        Variation("source elsewhere", "'somewhere-else' in dongxi.__file__", source_elsewhere),
        Variation("folder of pages linked", "", linked_folder),
        Variation("pages linked", "", linked_pages),
        Variation("other times and modes of pages", "", old_files),
        Variation(
            "no docstrings, no assertions", "sys.flags.optimize == 2",
            lambda bench: Surroundings(bench.pages, options=("-OO",)),
        ),
        Variation(
            "memory that is not clean", "pa.default_memory_pool().backend_name == 'system'",
            env(ARROW_DEFAULT_MEMORY_POOL="system", MALLOC_PERTURB_="165"),
        ),
        Variation(
            "plain instructions of the processor", "pa.runtime_info().simd_level == 'none'",
            env(ARROW_USER_SIMD_LEVEL="NONE"),
        ),
        Variation(
            "all of these at once", "sys.flags.optimize == 2 and time.timezone == 39600", everything,
            quick=True,
        ),
    ]  # fmt: skip
    return plain + [
        Variation(f"Python {version}", f"sys.version_info[:2] == {tuple(map(int, version.split('.')))}", other_python(version, given))
        for version in PYTHONS if version != f"{sys.version_info[0]}.{sys.version_info[1]}"
    ] + [
        Variation(f"pyarrow {major}", f"pa.__version__.startswith('{major}.')", other_pyarrow(major), content=True)
        for major in PYARROWS
    ]  # fmt: skip
