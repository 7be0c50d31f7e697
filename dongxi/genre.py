"""Title, roles and text in, cues for the document type out.

A cue is a claim; the label is given only where all cues agree.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Facts(NamedTuple):
    """What the cues look at; strings are folded."""

    title: str
    section: str
    credits: str
    """By-lines and editor lines, joined by newlines."""
    dateline: bool
    """A dateline of an agency or paper opens the text."""
    number: bool
    """The page bears a document number."""
    text: str
    abstract: bool = False
    """Keywords stand right below an abstract, in the text or not."""


class Cue(NamedTuple):
    """A sign that a document is of a type."""

    rule: str
    type: str


COLLECTION = re.compile(
    r"(?:通用|精选|合集|汇总|优秀|热门|大全|锦集|[(（])\ ?\d{1,3}\ ?篇|范文\d{0,2}篇?|心得体会\d+篇",
    re.VERBOSE,
)
OPINION = re.compile(
    r"(?:评论|社论|快评|锐评|时评|短评|网评|评论员文章|述评)(?:员)?$|^(?:评论|社论|快评|锐评|时评|短评)[|:]"
)
COMMENTATOR = re.compile(r"(?:特约|本[报台网]|^|[(\n])[\u4e00-\u9fff]{0,6}评论员")
INTERVIEW = re.compile(r"^(?:专访|对话|访谈)|(?:专访|访谈录?|答记者问)$|[:|]专访")
NOTICE = re.compile(
    r"(?:的?(?:通知|公告|通告|公示|意见|决定|批复|办法)|令)(?:\([^)]{1,30}\))?$"
)
INTERPRETATION = re.compile(r"(?:政策|图文|文件|一图)?解读$|^(?:政策|权威)?解读[|:]|[|]解读")
SPEECH = re.compile(r"(?:的讲话|致辞|演讲|开幕词|发言)(?:稿|全文|实录)?$")
SALUTATION = re.compile(
    r"^(?:尊敬的|各位|同志们|朋友们|女士们)[^。\n]{0,40}[:!,]$", re.MULTILINE
)
ABSTRACT = re.compile(r"^\[?摘\ {0,2}要\]?\ ?[:：]?", re.MULTILINE)
KEYWORDS = re.compile(r"^\[?关键词\]?\ ?[:：]", re.MULTILINE)
KEYWORDS_START = ("关键词", "[关键词")
ARTICLES = re.compile(r"^第[一二三四五六七八九十百]{1,4}条[ \u3000]", re.MULTILINE)
QUESTION = re.compile(r"^(?:问|记者|主持人|[QＱ])[:：]", re.MULTILINE)
#: Turns of question and answer that make an interview.
TURNS = 3
#: Numbered articles that make a regulation.
ENOUGH_ARTICLES = 3


def cues(facts: Facts) -> Iterator[Cue]:
    """Give every sign of a type.

    >>> list(cues(Facts("山乡短评", "闪电评论", "", False, False, "")))
    [Cue(rule='genre/opinion-rubric', type='commentary'), Cue(rule='genre/opinion-title', type='commentary')]
    >>> list(cues(Facts("评论区里的春天", "", "", False, False, "")))
    []
    """
    signs = (
        ("collection-title", "essay_collection", COLLECTION.search(facts.title)),
        ("opinion-rubric", "commentary", OPINION.search(facts.section)),
        ("opinion-title", "commentary", OPINION.search(facts.title)),
        ("commentator", "commentary", COMMENTATOR.search(facts.credits)),
        ("dateline", "news_report", facts.dateline),
        ("interview-title", "interview", INTERVIEW.search(facts.title)),
        (
            "question-turns",
            "interview",
            facts.text.count(":") >= TURNS and len(QUESTION.findall(facts.text)) >= TURNS,
        ),
        ("notice-title", "notice", facts.number and NOTICE.search(facts.title)),
        (
            "articles",
            "notice",
            "第" in facts.text
            and "条" in facts.text
            and len(ARTICLES.findall(facts.text)) >= ENOUGH_ARTICLES,
        ),
        ("interpretation-title", "interpretation", INTERPRETATION.search(facts.title)),
        (
            "speech-title",
            "speech",
            SPEECH.search(facts.title) and SALUTATION.search(facts.text),
        ),
        (
            "abstract-keywords",
            "academic",
            facts.abstract
            or (
                "关键词" in facts.text
                and ABSTRACT.search(facts.text)
                and KEYWORDS.search(facts.text)
            ),
        ),
    )
    for rule, kind, sign in signs:
        if sign:
            yield Cue(f"genre/{rule}", kind)


def abstracted(lines: Sequence[str]) -> bool:
    """Tell whether keywords stand right below an abstract, or its heading and one paragraph.

    >>> abstracted(["摘要:山里的路怎样修通。", "关键词:修路"]), abstracted(["摘要", "山里的路。", "关键词:修路"])
    (True, True)
    >>> abstracted(["摘要:山里的路怎样修通。", "标签:修路"]), abstracted(["山里的路。", "关键词:修路"])
    (False, False)
    >>> abstracted(["摘要:路修通了。", "从前要走三个钟头。", "如今路通了。", "关键词:修路"])
    False
    """
    return any(
        line.startswith(KEYWORDS_START)
        and KEYWORDS.match(line)
        and any(ABSTRACT.match(one) for one in lines[max(number - 2, 0) : number])
        for number, line in enumerate(lines)
    )
