"""The characters that rules ask a line for first, one bit for each class.

A line without a digit has no date, one without a mark has no label: what a line lacks rules
most rules out before any regular expression is tried. The bits of all lines of a page are
found at once (`dongxi.fold`).
"""

from __future__ import annotations

from dongxi.chars import HAN

#: Signs of a line that nobody has looked at: it may hold any.
ANY = -1

(
    DIGIT, MONTH, SPACE, MARK, PEOPLE, CLAUSE, STOP, DOT, REPORT, FLOOR, PART,
    ARROW, BAR, RIGHTS, CAMERA, REACH, READ, AT, AGO, SCORE, LOADING, IDEOGRAPH,
) = (1 << number for number in range(22))  # fmt: skip
#: Classes of characters of the reading form.
CLASSES = {
    DIGIT: "0-9",
    MONTH: "月",
    SPACE: " ",
    MARK: ":|/于",
    PEOPLE: "记员生撰采文图☉□■◎●○◇◆▲△★☆※",
    CLAUSE: "。!?;,…",
    STOP: "。!?;",
    DOT: ".",
    REPORT: "电讯消道导稿",
    FLOOR: "楼沙板地刚前原",
    PART: "篇[",
    ARROW: ">»›",
    BAR: "|",
    RIGHTS: "权未©Rr备证码办管持凡Cc",
    CAMERA: "图摄截照△▲",
    REACH: "们箱话线式台Qq信迎",
    READ: "阅",
    AT: "于",
    AGO: "前",
    SCORE: "积",
    LOADING: "载缓败",
    IDEOGRAPH: HAN,
}
#: Without one of these a line has no label, no date and no by-line.
CREDIT = DIGIT | MONTH | SPACE | MARK | PEOPLE
