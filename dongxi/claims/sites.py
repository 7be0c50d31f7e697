"""Claims for the name of the site, and guesses where the texts of a page begin."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dongxi import names, parts, signs
from dongxi.model import TEXT_ROLES, Claim
from dongxi.named import HAN_IN
from dongxi.sentences import CLOSED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dongxi.claims.lines import Reading


COPYRIGHT = re.compile(
    r"""(?:版权所有|copyright)[^\u4e00-\u9fffa-z]{0,20}?
    (?P<site>[\u4e00-\u9fff][\u4e00-\u9fffA-Za-z0-9·]{1,15}?)
    (?=[\ ,。(©]|$|all\ rights|版权|未经|保留)""",
    re.IGNORECASE | re.VERBOSE,
)
REPRINT = re.compile(
    r"注明(?:来源|稿件来源)?(?:为|:|是)? ?[“\"']?(?:来源:|来源为)? ?[“\"']?(?P<site>[^“”\"'，,:]{2,16})[”\"']"
)
#: The way to a page: `山河网 > 新闻`, `当前位置: 山河首页 > 新闻`.
WAY_HOME = re.compile(
    r"""(?:您?(?:当前|现在)?的?(?:所在)?(?:位置|在这里)[:是]?[ ]?)?
    (?P<site>[A-Za-z0-9\u4e00-\u9fff·-]{2,14}?)(?P<home>(?<!网站)(?<!频道)(?<!返回)(?<!论坛)首页)?[ ]?[>»›]""",
    re.VERBOSE,
)
#: A line that names the site stands so far up, and is not a button.
SITE_LINES = 4
SITE_RULES = frozenset({"roles/outlet-above", "roles/above-breadcrumb"})
NO_SITE = re.compile(
    "下载|关注|打开|登录|注册|安装|进入|返回|收藏|点击|我的|手机|旗下|合作|承建|友情|会员|扫|客户端|无障碍|繁体|简体"
)


def sites(reading: Reading) -> Iterator[Claim]:
    """Claim the site's name: from its copyright line, its reprint notice, or its own line."""
    for p in reading.with_role("legal", "disclaimer"):
        for rule, pattern in (("copyright", COPYRIGHT), ("reprint-notice", REPRINT)):
            found = pattern.search(p.folded)
            if found and names.is_outlet(found["site"]):
                yield reading.claim("site_name", f"claims/{rule}", p, *found.span("site"))
    yield from _way_homes(reading)
    for p in reading.paragraphs[:SITE_LINES]:
        block = reading.blocks[p.first]
        able = block.role == "site_name" and block.rule in SITE_RULES
        if able and HAN_IN.search(p.folded) and not NO_SITE.match(p.folded):
            yield reading.claim("site_name", "claims/site-line", p, 0, len(p.text))


def _way_homes(reading: Reading) -> Iterator[Claim]:
    """Claim the site that the way to the page begins at."""
    for p in reading.with_role("breadcrumb", "navigation", "paging"):
        found = WAY_HOME.match(p.folded) if p.signs & signs.ARROW else None
        if found and (found["home"] or names.is_outlet(found["site"])):
            yield reading.claim("site_name", "claims/way-home", p, *found.span("site"))


#: A headline inside a page of several texts is no longer than this.
LONGEST_PART_TITLE = 40
CREDIT_LINES = frozenset({"byline", "meta"})
OPEN_LINES = TEXT_ROLES | {"title", "navigation"}


def part_guesses(reading: Reading) -> Iterator[Claim]:
    """Claim, as guesses, where the texts of a page begin that has no markers of its parts."""
    lines = [
        parts.Line(
            p.folded,
            role in OPEN_LINES and len(p.folded) <= LONGEST_PART_TITLE and not p.ends & CLOSED,
            role in CREDIT_LINES,
            role in TEXT_ROLES,
        )
        for p, role in zip(reading.paragraphs, reading.roles, strict=True)
    ]
    starts = parts.suggested(lines)
    if not starts or len(parts.parts(reading.blocks)) > 1:
        return
    for number, i in enumerate(starts, 1):
        p = reading.paragraphs[i]
        yield reading.claim("part", "parts/suggested", p, 0, len(p.text), str(number), "guess")
