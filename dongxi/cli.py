"""The command line: `python build_dataset.py` and the console script `dongxi`."""

from __future__ import annotations

import argparse
import io
import os
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from dongxi import __version__
from dongxi.swap import SwapError, recover

if sys.platform != "win32":
    import resource

if TYPE_CHECKING:
    from collections.abc import Sequence

#: The verbs, in the order of the help; each is a module of `dongxi.commands`.
VERBS = (
    "init", "add", "build", "reproduce", "validate", "explain", "stats", "diff", "review", "export",
    "report",
)  # fmt: skip
CLEAN, FINDINGS, MISUSE = 0, 1, 2
#: Verbs that only show: who stops reading has seen enough.
SHOWING = frozenset({"explain", "stats", "diff", "review"})
#: Files open at once that a build may want: some for each container and piece. Linux maps about
#: as many.
MOST_FILES = 1 << 16


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a verb, `build` if none is named; give its exit code (0, 1, or 2 for misuse)."""
    _speak_utf8()
    _open_many()
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given or (
        given[0].startswith("-") and given[0] not in {"-h", "--help", "--version"}
    ):
        given.insert(0, "build")
    options = parser([given[0]] if given[0] in VERBS else VERBS).parse_args(given)
    verb = import_module(f"dongxi.commands.{options.verb}")
    try:
        _mend(options)
        code = int(verb.run(options))
        sys.stdout.flush()
    except BrokenPipeError:
        _let_go()
        return CLEAN if options.verb in SHOWING else FINDINGS
    except (ValueError, OSError, SwapError) as fault:
        sys.stderr.write(f"dongxi {options.verb}: {_plain(str(fault))}\n")
        return MISUSE
    except KeyboardInterrupt:
        sys.stderr.write(f"dongxi {options.verb}: stopped; the old output is as it was\n")
        return MISUSE
    return code


def _plain(message: str) -> str:
    """Make a message safe to print, line by line: it may quote a page or name a file."""
    from dongxi.commands.console import plain  # noqa: PLC0415  (keeps the start light)

    return "\n".join(map(plain, message.split("\n")))


def _mend(options: argparse.Namespace) -> None:
    """Complete or undo what a killed build left beside the dataset a verb names."""
    for folder in (getattr(options, "out", None), getattr(options, "dir", None)):
        if folder is not None:
            recover(folder)


def _speak_utf8() -> None:
    """Write UTF-8 under any locale; what has no UTF-8 form becomes a visible escape.

    A stream that was closed before the start, which Python has as None, leads nowhere.
    """
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            nowhere = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  (for good)
            setattr(sys, name, nowhere)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _open_many() -> None:
    """Let as many files be open as the system lets one ask for; 1,024 are few for a crawl."""
    if sys.platform == "win32":
        return
    most, allowed = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_FILES if allowed == resource.RLIM_INFINITY else min(MOST_FILES, allowed)
    if most != resource.RLIM_INFINITY and most < wanted:
        with suppress(ValueError, OSError):  # some systems allow fewer than they say
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, allowed))


def _let_go() -> None:
    """Send the rest nowhere, once nobody reads: Python flushes at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BrokenPipeError:
            os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def parser(names: Sequence[str] = VERBS) -> argparse.ArgumentParser:
    """Make the parser for some verbs; a verb's help is its module's docstring."""
    top = argparse.ArgumentParser(
        prog="dongxi",
        description="Turn raw Chinese pages into a dataset one can publish and defend.",
        epilog="Exit codes: 0 clean, 1 findings, 2 misuse.",
    )
    top.add_argument("--version", action="version", version=f"dongxi {__version__}")
    verbs = top.add_subparsers(dest="verb", required=True, metavar="VERB")
    for name in names:
        module = import_module(f"dongxi.commands.{name}")
        text = module.__doc__ or ""
        sub = verbs.add_parser(
            name,
            help=text.partition("\n")[0].rstrip("."),
            description=text,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        module.arguments(sub)
    return top
