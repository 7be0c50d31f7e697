"""Sections of the card in, the same in Chinese out.

What dongxi itself says is translated: heads and cells of tables, and the sentences of the card. What
people wrote in `dataset.yaml`, and values of the dataset, stay as they are.
"""

from __future__ import annotations

import re

from dongxi import told
from dongxi.about import LIMITS, About
from dongxi.markdown import outright
from dongxi.report.words import word
from dongxi.report.words import words as spoken

#: Cells of tables.
CELLS = {
    "configuration": "配置", "what it tells": "说明", "step": "步骤", "number": "数量",
    "role": "角色", "bytes in a text": "进入正文的字节", "bytes left out": "被剔除的字节",
    "rule": "规则", "certainty": "把握", "pieces": "处", "split": "划分", "documents": "文档",
    "characters": "字符", "groups": "组", "documents by": "文档按", "value": "值", "field": "字段",
    "chosen": "采用", "not chosen": "落选", "form of personal data": "个人数据的形式",
    "found": "发现", "option": "选项", "what it means": "含义", "removed on request": "应要求移除",
    "withheld by": "不公布所依规则", "rows": "行", "bytes": "字节",
    "what came out": "得到了什么", "the documents, cut into paragraphs": "切成段落的文档",
    "what went in": "读入了什么", "why a field has its value": "字段的值从何而来",
    "where every byte went": "每个字节去了哪里", "what was changed": "改动了什么",
    "pages that went in": "读入的页面", "pages rejected": "拒绝的页面", "pages used": "采用的页面",
    "pages divided into parts": "分成多篇的页面", "documents that repeat another": "重复他文的文档",
    "passages": "段落", "passages that repeat an earlier one": "重复前文的段落",
    "groups of documents": "文档的组", "bytes kept in a text": "进入正文的字节", "none": "无",
    "script": "简繁", "type": "类型", "basis of the date": "日期的依据",
    "kind of duplicate": "重复的方式", "flag": "标记", "*none*": "*无*",
    "certain": "确定", "probable": "很可能", "guess": "猜测",
    "not looked for": "未查找", "looked for; what is found is claimed and stays": "查找；所得记为主张，文字保留",
    "looked for; what is found is claimed and reads █": "查找；所得记为主张，文字读作 █",
    "with bytes and texts": "含字节与文字", "spans and hashes in place of bytes and texts": "以位置和哈希代替字节与文字",
    "neither `ledger` nor `edits`": "既无 `ledger` 也无 `edits`", "published": "公布",
    "not published: metadata, spans and hashes alone": "不公布：只有元数据、位置和哈希",
    "what curators know counts": "采纳整理者所知", "what curators know is left aside": "不采纳整理者所知",
    "by the rule of splits alone": "只按划分规则", "all pages": "全部页面",
    "all tables": "全部表", "the tables that were made": "生成的表",
    "Parquet, and JSON Lines beside it": "Parquet，另有 JSON Lines", "Parquet alone": "只有 Parquet",
    "pages of an earlier release keep the split they had there": "早先版本的页面保留原来的划分",
    "the pages whose ids have the smallest SHA-256, so many": "标识的 SHA-256 最小的若干页面",
}  # fmt: skip
#: Words in the cells that tell numbers.
COUNTS = (
    (re.compile(r"([0-9,]+) bytes"), r"\1 字节"),
    (re.compile(" of the pages used"), "，占采用的页面"),
    (re.compile(r"([0-9,]+) contained"), r"\1 被包含"),
    (re.compile(r"([0-9,]+) near"), r"\1 近似"),
    (re.compile(r"([0-9,]+) exact"), r"\1 相同"),
    (re.compile("^rejected: "), "拒绝："),
    (re.compile("^rejected for ([0-9,]+) other reasons"), r"因其他 \1 种原因拒绝"),
)
#: What the card says in sentences.
SENTENCES = {
    told.BYTES["full"]: """- **每个字节都有去处。** `ledger` 的行从第一个字节到最后一个字节覆盖每个页面，无缺口，不重叠。被剔除的也在其中，有角色和给出角色的规则。
- **每篇正文都可推得。** 一篇文档中 `in_text` 为真的 `ledger` 行，按顺序读出并连接，恰好是它的 `text`。""",
    told.CHANGES["full"]: """- **每处改动都有记录。** 正文与页面字节不同之处，`edits` 写明原来是什么、现在是什么、哪些规则改动了它、凭什么是对的。规则只是猜测的，只报告，不改动。""",
    told.BYTES["hashes"]: """- **每个字节都有去处。** `ledger` 的行从第一个字节到最后一个字节覆盖每个页面，无缺口，不重叠，各有角色和规则。它以 SHA-256 代替字节；持有页面者可以比对。""",
    told.CHANGES["hashes"]: """- **每处改动都有位置。** `edits` 写明哪些字节被哪些规则改动、凭什么是对的；原来和现在的文字不公布。""",
    told.WITHHELD: """- **账目可以得到。** 本版本没有 `ledger` 和 `edits`。持有页面者可以自己构建；下面的完整内容哈希证明那就是本版本的账目。""",
    told.UNMADE: """- **账目可以得到。** 本版本构建时未生成 `ledger`。持有页面者可以自己构建，`documents` 相同：`manifest.json` 有它们的内容哈希。""",
    told.EVIDENCE: """- **每个值都出示证据。** `claims` 为每个值写明找到它的规则和所依据的字节，落选的值也保留。""",
    told.FORM: "具有电话号码（大陆、香港、澳门、台湾、新加坡）、电子邮件地址、18 位身份证号或银行卡号形式的内容，连同校验位，只凭形式查找，正文和页面的其他字节都查：办公室的号码看起来和个人的一样。不查找姓名、通信地址和其他号码。",
    told.OFF: "未查找电话号码、地址之类；它们保留在页面原处。",
    told.MASKED: "它已被遮盖：在所有表中，其每个字符读作 █；`ledger` 有它的位置和规则，没有字节。",
    told.MASKED_ALONE: "它已被遮盖：在所有表中，其每个字符读作 █。",
    told.FLAGGED_ALONE: "它未被改动。`flags` 标出正文含有它的文档。",
    told.FLAGGED: "它未被改动。`claims` 记有每处（字段 `personal`，值为种类），`flags` 标出正文含有它的文档。",
    """`markup` and `whitespace` in a text are what stands between its paragraphs and reads as a line end
or a blank there. What was changed in them:""": "正文中的 `markup` 和 `whitespace` 是段落之间的内容，在那里读作换行或空格。其中改动了什么：",
    "This release does not tell: it has no ledger.": "本版本不说明：它没有账目。",
    "Nor does it tell what was changed in the texts: it has no edits.": "它也不说明正文改动了什么：它没有改动表。",
    "This release does not tell what was changed in the texts: it has no edits.": "本版本不说明正文改动了什么：它没有改动表。",
    "This release does not tell: it has no claims.": "本版本不说明：它没有主张表。",
    "A build of the same pages with `--ledger full`, texts included and all other options as above has the content hash": "用同样的页面、`--ledger full`、含正文、其他选项同上构建，其内容哈希为",
    "For what the makers added (the selection, the arrangement, the metadata and the files that describe them), no licence is stated; ask them.": "对制作者所添加的（选取、编排、元数据及描述它们的文件）未声明许可；请询问他们。",
    "Nothing.": "无。",
    "to look through the documents": "浏览各篇文档",
    "to see every page beside its text, with the evidence": "逐页对照原貌、正文与证据",
    "There is no document.": "没有文档。",
    About().description: "从中文网页原始页面中取得的文档，附每个页面每个字节的去向和每个值的证据。",
    About().selection: "这些页面如何选取没有记录。请不要把它们当作任何事物的样本：由它们得出的频率、趋势或意见说明不了网络的情况。",
    About().uses: "研究如何从网页中取得正文和元数据，以及阅读这些文档。其他用途请使用者根据页面的选取方式自行判断。",
    About().rights: "页面及取自页面的正文属于其发布者和作者。发布本数据集不授予任何人使用它们的许可。",
    About().personal_data: "官员、记者、编辑、作者以及文中人物的姓名，按页面所发布的保留在数据中。联系方式（电话号码、地址、电子邮件）凡被识别的不进入 `text`，但与每个字节一样保留在 `ledger` 中。",
    About().contact: "请询问发布这份副本的人，并写明文档的 `id` 或 `seed`。",
    **dict(zip(LIMITS, (
        "角色和字段来自规则。页面若与制定规则时所见的不同，可能丢失一段，或留下一行无关内容；`ledger` 显示是哪些。",
        "页面只在有明确标记或整理者指明之处分篇。其他合集仍为一篇文档。",
        "页面所言未经核实：数字、引语和日期可能有误，副本可能与首发不同。",
        "没有图片、视频和脚本加载的内容；图注只在 `ledger` 中。",
        "修复需要证明。没有留下证据的损坏保留在正文中，`flags` 只标记能够识别的种类。",
    ), strict=True)),
}  # fmt: skip
#: What has a place for something in it.
LICENSED = "制作者所添加的（选取、编排、元数据及描述它们的文件）可按 {} 许可使用。"
JSONL_ZH = r"`jsonl/` 以 JSON Lines 再存一份 {}，供 pandas、DuckDB 或 jq 使用。不要用 `datasets` 读它们：凡是值都像日期的列，都会被它变成时间戳，不管本说明怎么写。切分行时只认 `\n`：正文里会出现 U+2028、U+0085 之类，Python 的 `splitlines()` 会在那里切断。"
EVERY_SPLIT, MORE, EXAMPLE_OF = "全部划分", "还有 {:,} 个字符", " `{}` 的"
REASON = re.compile("rejected: (.+)")
#: What the report has words for.
SPOKEN = spoken().keys()
CELL = re.compile(r"(?<!\\)\|")


def chinese(text: str) -> str:
    r"""Translate what dongxi says in a section.

    >>> chinese("| step | number |\n| --- | --- |\n| pages used | 5 (9 bytes) |")
    '| 步骤 | 数量 |\n| --- | --- |\n| 采用的页面 | 5 (9 字节) |'
    >>> chinese(r"| rejected: error\_page | 1 |"), chinese("| rejected: other | 1 |")
    ('| 拒绝：错误页 | 1 |', '| 拒绝：other | 1 |')
    >>> chinese("What people wrote stays.")
    'What people wrote stays.'
    """
    for said, meant in SENTENCES.items():
        text = text.replace(said, meant)
    return "\n".join(_row(line) if line.startswith("| ") else line for line in text.split("\n"))


def _row(line: str) -> str:
    """Translate a row of a table, cell by cell."""
    return "|".join(_cell(cell) for cell in CELL.split(line))


def _cell(cell: str) -> str:
    """Translate a cell; values of the dataset stand in backquotes and stay."""
    words = cell.strip(" ")
    if words in CELLS:
        return cell.replace(words, CELLS[words])
    if words[:1] == "`":
        return cell
    reason = REASON.fullmatch(words)
    if reason and (key := f"reason.{outright(reason[1])}") in SPOKEN:
        return f" {word(key, 'zh')} "
    for pattern, meant in COUNTS:
        words = pattern.sub(meant, words)
    return f" {words} " if words != cell.strip(" ") else cell
