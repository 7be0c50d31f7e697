r"""The table of rules in, `docs/rules.md` out, and the sentence of each rule for `explain`.

`dongxi/data/rules.jsonl` has one object a rule, in the order of the documentation: `id`, `does`
(one sentence), `changes` and `leaves` (an example each), `gives` (what comes out of the first).
Rules of words have their examples in `dongxi.says`; a rule that no example can show says why in
`unshown`. `python -m dongxi.rules` writes the page. `rules.zh.tsv` beside it says in Chinese what each
rule does, for the report.

An example is a page, or an object with `page` and what else the rule asks for: `url`,
`encoding`, `entry` (of a curator), `file` (its name). ⟦ and ⟧ stand around the line in question
and are no part of the page; `\xff` stands for the byte of that value.
"""

from __future__ import annotations

import json
import re
import sys
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from dongxi.data import lines
from dongxi.says import SAYINGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: The stages in the order of a page's way, each with what it does.
STAGES = {
    "seeds": "The inputs are listed; what is no page, or one that was read already, is reported.",
    "decode": "The encoding is found from the bytes. `decode/euro` and `decode/undecodable` are edits; "
    "the other ids say why the encoding was chosen.",
    "restore": "Damage of transport is undone on the whole page, where a gate finds any; what is "
    "not certain enough becomes a claim `repair`.",
    "blocks": "The page is cut into lines and what lies between them.",
    "tidy": "The typography of each line is mended, behind gates; the page's own words stay.",
    "roles": "Every line is named: by its words, then by its place and by what it repeats. "
    "On a thread the posts of all people are found last.",
    "parts": "A page that numbers its parts (篇一, 篇二) is cut into documents; where else texts may "
    "begin is only suggested.",
    "curation": "What people know and the page does not say is claimed beside the rest.",
    "claims": "What lines, front matter and the address say of a field is claimed, with its bytes. "
    "A label may stand on the line above its value.",
    "head": "What HTML says for machines is claimed: meta elements, JSON-LD, scripts, and elements "
    "named after the field they hold; where two such elements differ, none counts.",
    "genre": "Signs of a document type are claimed; the type is given where all signs agree.",
    "script": "The script and the language of each document are counted and claimed.",
    "personal": "What has the form of personal data is claimed as `personal`, by its kind; `--personal mask` "
    "withholds it, and the same ids stand in `ledger` and `edits`.",
    "withhold": "What was asked to be removed (`removals.yaml`) is withheld; its rows in `ledger` keep "
    "their places.",
    "read": "A page that is none is rejected, and bytes that do not decode are reported.",
    "assemble": "Groups, duplicates and splits are decided over all documents.",
}
#: The top of `docs/rules.md`.
HEAD = """# The rules

Written by `python -m dongxi.rules` from `dongxi/data/rules.jsonl`: change that, then run it
again.

An id is permanent: it is never renamed and never used again for something else. It stands in
the tables `ledger` and `claims` (`rule`), `edits` (`rules`), and before the problems that a build
reports. The checks of `validate` are in [checks.md](checks.md).

Each rule is shown with a page it changes and a look-alike it leaves alone; the tests read them
all. ⟦ and ⟧ stand around the line in question and are no part of the page; ⏎ is the end of a
line, `\\xff` the byte of that value. Behind → stands what comes out: the page's text after an
edit, the value of a claim, the encoding.

Rules read lines folded (Simplified characters, ASCII marks, plain blanks): what holds of `来源:`
holds of `來源：`."""
#: Bytes written out.
BYTE = re.compile(rb"\\x([0-9a-f]{2})")
#: Around the line an example is about.
OPEN, CLOSE = "⟦", "⟧"
FENCE = re.compile("`+")
#: Characters that show as nothing, or like another.
HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\xa0\xad\u200b-\u200f\u2028-\u202f\u2060-\u2064\u2e80-\u2fd5\ue000-\ufaff\ufeff]"
)


class Example(NamedTuple):
    """A page that shows a rule at work, or one it leaves alone."""

    page: str = ""
    """With marks and written-out bytes."""
    url: str | None = None
    encoding: str = "utf-8"
    entry: Mapping[str, str] | None = None
    """What a curator says: `field` and `value`."""
    file: str = ""
    """The name of the file, where that is what counts."""

    def raw(self) -> bytes:
        r"""Give the bytes of the page.

        >>> Example("⟦东⟧"), Example("⟦东⟧").raw() == "东".encode(), Example("a\\xff").raw()
        (Example(page='⟦东⟧', url=None, encoding='utf-8', entry=None, file=''), True, b'a\xff')
        """
        return self._bytes(self.page.replace(OPEN, "").replace(CLOSE, ""))

    def marked(self) -> tuple[int, int] | None:
        """Give the bytes of the line in question; None for an example about the whole page.

        >>> Example("东⟦西⟧").marked(), Example("东西").marked()
        ((3, 6), None)
        """
        before, found, rest = self.page.partition(OPEN)
        if not found:
            return None
        start = len(self._bytes(before))
        return start, start + len(self._bytes(rest.partition(CLOSE)[0]))

    def _bytes(self, text: str) -> bytes:
        return BYTE.sub(lambda hit: bytes.fromhex(hit[1].decode()), text.encode(self.encoding))


class Rule(NamedTuple):
    """A rule as readers know it."""

    id: str
    does: str
    """One sentence."""
    changes: Example | None
    leaves: Example | None
    gives: str = ""
    """What comes out of the first example: text or value; empty where the rule says it."""
    unshown: str = ""
    """Why there is no example."""
    zh: str = ""
    """The sentence in Chinese."""

    @property
    def stage(self) -> str:
        """The stage it belongs to: what stands before the slash."""
        return self.id.partition("/")[0]


@cache
def rules() -> Mapping[str, Rule]:
    """Read the table: id → rule.

    >>> rules()["roles/table-row"].changes
    Example(page='|甲|乙|', url=None, encoding='utf-8', entry=None, file='')
    """
    said = {s.rule: (s.names[0], s.leaves[0]) for s in SAYINGS}
    chinese = dict(line.split("\t", 1) for line in lines("rules.zh.tsv"))
    done = {}
    for row in map(json.loads, lines("rules.jsonl")):
        changes, leaves = (row.get(key) for key in ("changes", "leaves"))
        if changes is None and row["id"] in said:
            changes, leaves = said[row["id"]]
        done[row["id"]] = Rule(
            row["id"], row["does"], _example(changes), _example(leaves),
            row.get("gives", ""), row.get("unshown", ""), chinese.get(row["id"], ""),
        )  # fmt: skip
    return MappingProxyType(done)


def _example(written: str | dict[str, Any] | None) -> Example | None:
    if written is None:
        return None
    return Example(written) if isinstance(written, str) else Example(**written)


def sentence(rule: str) -> str:
    """Give the sentence of a rule; nothing for one the table does not know.

    >>> sentence("tidy/zero-width"), sentence("tidy/nothing")
    ('Deletes characters without a width.', '')
    """
    found = rules().get(rule)
    return found.does if found else ""


def in_order(ids: Iterable[str]) -> list[str]:
    """Sort ids as the table has them; those it does not know come last.

    >>> in_order(["roles/body", "decode/utf-8", "roles/breadcrumb"])
    ['decode/utf-8', 'roles/breadcrumb', 'roles/body']
    """
    place = {rule: number for number, rule in enumerate(rules())}
    return sorted(ids, key=lambda rule: (place.get(rule, len(place)), rule))


def document() -> str:
    """Write `docs/rules.md`."""
    parts = [HEAD]
    for stage, words in STAGES.items():
        rows = [
            f"| `{rule.id}` | {_cell(rule.does)} | {_shown(rule.changes, rule)} "
            f"| {_shown(rule.leaves)} |"
            for rule in rules().values()
            if rule.stage == stage
        ]
        head = ["| Rule | What it does | Changes | Leaves |", "| --- | --- | --- | --- |"]
        parts += [f"## {stage}", words, "\n".join([*head, *rows])]
    return "\n\n".join(parts) + "\n"


def _shown(example: Example | None, rule: Rule | None = None) -> str:
    """Write an example into a cell, and behind it what comes out."""
    if example is None:
        return rule.unshown if rule else ""
    parts = [_code(example.page)] if example.page else []
    if example.encoding != "utf-8":
        parts.append(f"in {example.encoding}")
    if example.url:
        parts.append(f"at {_code(example.url)}")
    if example.entry:
        parts.append(f"with {_code('{field}: {value}'.format(**example.entry))}")
    if example.file:
        parts.append(f"file {_code(example.file)}")
    given = f" → {_code(rule.gives)}" if rule and rule.gives else ""
    return ", ".join(parts) + given


def _code(text: str) -> str:
    r"""Write a text as code inside a Markdown table, line ends and tabs visible.

    >>> _code("东\n西"), _code("|a|"), _code("```x")
    ('`东⏎西`', '`\\|a\\|`', '```` ```x ````')
    """
    longest = max((len(run) for run in FENCE.findall(text)), default=0)
    fence, room = "`" * (longest + 1), " " if longest else ""
    return _cell(f"{fence}{room}{_visible(text)}{room}{fence}")


def _visible(text: str) -> str:
    """Write characters that do not show as their escapes."""
    text = text.replace("\n", "⏎")
    return HIDDEN.sub(lambda hit: hit.group().encode("unicode_escape").decode(), text)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    sys.stdout.buffer.write(document().encode("utf-8"))
