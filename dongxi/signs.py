"""The characters that rules ask a line for first, one bit for each class.

A line without a digit has no date, one without a mark has no label: what a line lacks rules
most rules out before any regular expression is tried. The bits of all lines of a page are
found at once (`dongxi.fold`).
"""

from __future__ import annotations

#: Signs of a line that nobody has looked at: it may hold any.
ANY = -1

#: Classes of characters of the reading form.
CLASSES = (
    "0-9",
    "月",
    " ",
    ":|/于",
    "记员生撰采文图☉□■◎●○◇◆▲△★☆※",
    "。!?;,…",
    "。!?;",
    ".",
    ">»›",
    "电讯消道导稿",
    "楼沙板地刚前",
    "权未©Rr备证码办管持凡Cc",
    "图摄截△▲",
    "篇[",
)
(
    DIGIT,
    MONTH,
    SPACE,
    MARK,
    PEOPLE,
    CLAUSE,
    STOP,
    DOT,
    ARROW,
    REPORT,
    FLOOR,
    RIGHTS,
    CAMERA,
    PART,
) = (1 << number for number in range(len(CLASSES)))
#: Without one of these a line has no label, no date and no by-line.
CREDIT = DIGIT | MONTH | SPACE | MARK | PEOPLE
