"""Paragraphs named by their words in; of a message to an office and its answer, the text out.

Offices publish what people write to them as a form: the number, the day, the kind and the words
of the message, then who answered, when and what. Whatever stands between, both are the text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from dongxi.frame import tells
from dongxi.model import TEXT_ROLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dongxi.named import Named

_MESSAGE = "(?:信件|来信|写信|留言|问题|咨询|投诉|诉求|建议|提问|信访|反映)"
_ANSWER = "(?:官方|部门|单位|最终)?(?:答复|回复|办理|反馈|处理|受理|处置|回信|解答)"
#: What heads the words of a message, and those of an answer.
ASKED = re.compile(f"{_MESSAGE}的?(?:内容|正文|详情|描述)")
ANSWERED = re.compile(f"{_ANSWER}的?(?:内容|结果|意见|情况|详情|正文)")
TITLE = re.compile(f"{_MESSAGE}?(?:标题|主题|题目)")
#: What else such a form tells.
FIELD = re.compile(
    f"(?:{_MESSAGE}|{_ANSWER}|提交|发布|交办|转办|公开|满意|所属|涉及)?(?:编号|号码|类型|类别|分类|性质|时间|日期|状态|人|人?姓名"
    "|单位|部门|机构|对象|领域|地区|区域|信箱|进度|评价|度|度评价|次数|方式)"
)
#: Role and rule of the words, of all else, and of the headline.
WORDS, FORM = ("body", "roles/letter"), ("meta", "roles/letter-field")
HEADLINE = ("title", "roles/title")
#: When a message was written, which dates its page.
WRITTEN = re.compile(f"(?:{_MESSAGE}|提交)(?:时间|日期) ?:?")
LABEL = re.compile(r"([\u4e00-\u9fff]{1,8}) ?(?::|\Z) ?")
OWN = re.compile(f"{_MESSAGE}|{_ANSWER}")
#: What manuals and reports label so is nobody's letter: 问题描述, 处理结果. A form has two others.
LETTER = re.compile("信件|来信|写信|留言|诉求|信访|(?:官方|部门|单位)?(?:答复|回复|回信)")
#: A form has so many labels of its own at least.
FEWEST_LABELS = 4
#: Its words are so many times as long as all sentences outside.
LEAST_WORDS = 3
#: Behind the last label so many short lines may stand in the answer before prose.
MOST_SHORT = 2


class Label(NamedTuple):
    """A line that labels what stands behind its mark, or below it."""

    at: int
    kind: re.Pattern[str]
    bare: bool
    """Its value stands below it."""
    own: bool
    """Its words speak of a message or of an answer."""


def calls(folded: str) -> bool:
    """Tell a label of such a form that calls something short of a message or of its answer.

    >>> calls("答复时间"), calls("来信人"), calls("时间"), calls("答复内容")
    (True, True, False, False)
    """
    return OWN.match(folded) is not None and FIELD.fullmatch(folded) is not None


def letter(named: Sequence[Named]) -> dict[int, tuple[str, str]]:
    """Give the lines of a message with its answer role and rule; none where there is no such.

    In a form what other labels call is short, and hardly a sentence stands outside.
    """
    labels = list(_labels(named))
    kinds = [label.kind for label in labels]
    if sum(label.own for label in labels) < FEWEST_LABELS or ASKED not in kinds:
        return {}
    if sum(LETTER.match(named[label.at].paragraph.folded) is not None for label in labels) < 2:  # noqa: PLR2004
        return {}
    if ANSWERED not in kinds[kinds.index(ASKED) :]:
        return {}
    found = _form(named, labels)
    words = sum(len(named[i].paragraph.text) for i, rule in found.items() if rule == WORDS)
    rest = [
        len(one.paragraph.text)
        for i, one in enumerate(named)
        if found.get(i) != WORDS and one.open and tells(one.paragraph)
    ]
    return found if words and sum(rest) * LEAST_WORDS <= words else {}


def _form(named: Sequence[Named], labels: Sequence[Label]) -> dict[int, tuple[str, str]]:
    """Give the labels, and what they call, role and rule."""
    ends = [*(label.at for label in labels[1:]), len(named)]
    found: dict[int, tuple[str, str]] = {}
    for label, end in zip(labels, ends, strict=True):
        told = label.kind in {ASKED, ANSWERED}
        found[label.at] = WORDS if told and not label.bare else FORM
        last = label is labels[-1]
        if told:
            below = _words(named, label.at + 1, end, last=last)
            found |= dict.fromkeys(below, WORDS)
        elif found.get(label.at - 1) == WORDS and _told(named, label, end):
            found |= dict.fromkeys(
                [label.at, *_words(named, label.at + 1, end, last=last)], WORDS
            )
        elif label.bare and label.at + 1 < end:
            found[label.at + 1] = HEADLINE if label.kind is TITLE else FORM
    return found


def _told(named: Sequence[Named], label: Label, end: int) -> bool:
    """Tell a label within an answer, below which it goes on."""
    below = named[label.at + 1 : end][:1] if label.bare else ()
    return any(one.open and tells(one.paragraph) for one in below)


def _labels(named: Sequence[Named]) -> Iterator[Label]:
    for at, one in enumerate(named):
        folded = one.paragraph.folded
        head = LABEL.match(folded)
        for kind in (ASKED, ANSWERED, TITLE, FIELD) if head else ():
            if head and kind.fullmatch(head[1]):
                own = kind is TITLE or OWN.match(head[1]) is not None
                yield Label(at, kind, head.end() == len(folded), own)
                break


def _words(named: Sequence[Named], start: int, end: int, *, last: bool) -> list[int]:
    """Give the lines of a message or an answer; behind the last label the page may go on."""
    lines: list[int] = []
    for i in range(start, end):
        if not named[i].open and named[i].role not in TEXT_ROLES:
            if last:
                break
            continue
        near = named[i : i + MOST_SHORT + 1]
        if last and not any(
            n.open and (n.paragraph.closed or n.paragraph.clause) for n in near
        ):
            break
        lines.append(i)
    return lines
