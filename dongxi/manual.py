"""What the code says of itself in, two pages of the documentation out.

python -m dongxi.manual cli > docs/cli.md
python -m dongxi.manual api > docs/api.md
"""

from __future__ import annotations

import argparse
import ast
import inspect
import re
import sys
from importlib import import_module
from textwrap import dedent
from typing import TYPE_CHECKING

import dongxi
from dongxi import cli

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: What the public functions take and give, in the order of the page.
CLASSES = (
    ("dongxi.page", "Page"), ("dongxi.page", "Document"), ("dongxi.damage", "Repaired"),
    ("dongxi.model", "Edit"), ("dongxi.model", "Claim"), ("dongxi.model", "Span"),
    ("dongxi.model", "Problem"), ("dongxi.model", "Limits"), ("dongxi.options", "Shown"),
)  # fmt: skip
CLI_HEAD = """# Command line

Generated from the program itself: `python -m dongxi.manual cli > docs/cli.md`.

`python build_dataset.py` and the console script `dongxi` (after `pip install .`) are one program. Without a verb it
builds. Exit codes: 0 clean, 1 findings, 2 misuse. `--version` gives the version, `--help` behind a verb what stands here.

Completion for shells is made by [shtab](https://pypi.org/project/shtab/), which need not be installed for anything else:
`shtab --shell bash --prog dongxi dongxi.cli.parser` writes it for bash (zsh and tcsh too)."""
API_HEAD = """# Library

Generated from the docstrings: `python -m dongxi.manual api > docs/api.md`.

`import dongxi` gives these names; what they give and take is described below them. All of it is typed (`py.typed`).
Nothing here asks the network for anything."""
#: A doctest with its results, up to the next blank line.
EXAMPLES = re.compile("(?:^>>> .*\n(?:.+\n?)*)+", re.MULTILINE)


def command_line() -> str:
    """Write `docs/cli.md`."""
    top = cli.parser()
    verbs = next(a for a in _actions(top) if isinstance(a, argparse._SubParsersAction))  # noqa: SLF001  (no public way)
    parts = [CLI_HEAD]
    for name in cli.VERBS:
        parser = verbs.choices[name]
        text = import_module(f"dongxi.commands.{name}").__doc__ or ""
        actions = [a for a in _actions(parser) if a.dest != "help"]
        used = " ".join(["dongxi", name, *(_usage(a) for a in actions)])
        rows = [f"| {_code(_spelled(a))} | {_cell(_help(a))} |" for a in actions]
        parts += [f"## {name}", text.strip(), f"```text\n{used}\n```"]
        parts += ["\n".join(["| option | what it does |", "|---|---|", *rows])]
    return "\n\n".join(parts) + "\n"


def _actions(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    return parser._actions  # noqa: SLF001  (argparse has no public way to list them)


def _spelled(action: argparse.Action) -> str:
    """Write an option with what it takes."""
    name = action.option_strings[0] if action.option_strings else ""
    if action.nargs == 0:
        return name
    takes = "|".join(map(str, action.choices or ())) or action.metavar or action.dest.upper()
    return f"{name} {takes}".strip()


def _usage(action: argparse.Action) -> str:
    """Write an option as a line of usage has it."""
    many = " …" if action.nargs == "+" else ""
    free = not action.required or action.nargs == "?"
    return f"[{_spelled(action)}]" if free else _spelled(action) + many


def _help(action: argparse.Action) -> str:
    return action.help or ""


def interface() -> str:
    """Write `docs/api.md`."""
    names = [name for name in dongxi.__all__ if name != "__version__"]
    parts = [API_HEAD, "## Functions"]
    for name in names:
        function = getattr(dongxi, name)
        parts += [f"### dongxi.{name}", _signature(name, function), _prose(function)]
    parts.append("## What they give and take")
    for module, name in CLASSES:
        found = getattr(import_module(module), name)
        parts += [f"### {name}", _prose(found), "\n".join(_members(found))]
    return "\n\n".join(parts) + "\n"


def _signature(name: str, function: Callable[..., object]) -> str:
    """Write how a function is called, an argument a line."""
    found = inspect.signature(function)
    lines, star = [], False
    for one in found.parameters.values():
        if one.kind is one.KEYWORD_ONLY and not star:
            lines.append("*")
            star = True
        mark = "**" if one.kind is one.VAR_KEYWORD else ""
        value = getattr(one.default, "__name__", None) or repr(one.default)
        default = "" if one.default is one.empty else f" = {value}"
        lines.append(f"{mark}{one.name}: {one.annotation}{default}")
    inner = "".join(f"    {line},\n" for line in lines)
    return f"```text\ndongxi.{name}(\n{inner}) -> {found.return_annotation}\n```"


def _prose(thing: object) -> str:
    """Write a docstring, its examples as code."""
    text = inspect.getdoc(thing) or ""
    return EXAMPLES.sub(lambda hit: f"```text\n{hit.group().rstrip()}\n```\n", text).strip()


def _members(found: type) -> Iterator[str]:
    """Write the fields, properties and methods of a class that are for others."""
    (tree,) = ast.parse(dedent(inspect.getsource(found))).body
    body = tree.body if isinstance(tree, ast.ClassDef) else []
    yield from ("| member | what it is |", "|---|---|")
    for at, node in enumerate(body):
        if isinstance(node, ast.AnnAssign):
            after = body[at + 1] if at + 1 < len(body) else None
            said = _said(after.value) if isinstance(after, ast.Expr) else ""
            name = f"{ast.unparse(node.target)}: {ast.unparse(node.annotation)}"
            yield f"| {_code(name)} | {_cell(said)} |"
        elif isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            called = "" if node.decorator_list else "()"
            gives = f": {ast.unparse(node.returns)}" if node.returns else ""
            said = (ast.get_docstring(node) or "").partition("\n\n")[0]
            yield f"| {_code(node.name + called + gives)} | {_cell(' '.join(said.split()))} |"


def _said(value: ast.expr) -> str:
    """Give the text of a docstring, on one line."""
    text = value.value if isinstance(value, ast.Constant) else ""
    return " ".join(str(text).split())


def _code(text: str) -> str:
    return f"`{_cell(text)}`"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


#: The pages, and what writes them.
PAGES = {"cli": command_line, "api": interface}

if __name__ == "__main__":
    sys.stdout.buffer.write(PAGES[sys.argv[1]]().encode("utf-8"))
