"""A line in, what it says it is out: the rules that need no context.

Every rule reads the folded line (`dongxi.fold`: Simplified, ASCII marks, plain blanks), so it
is written once for both scripts and both widths, for HTML and for flattened pages alike. The
first rule of the table that matches names the line. Patterns are anchored and bounded.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from dongxi import dates, labels, people

#: Lines longer than this, in characters, are prose whatever words they hold. Chosen, not
#: fitted: the longest labelled line of the seeds has 127 (2026-11).
LONGEST_LABEL = 400

#: Lines of labelled fields are shorter than this; longer ones are prose (seeds, 2026-11).
LONGEST_FIELDS = 200

#: In a line that holds a sentence, the first label stands at its start or is none.
LATEST_LABEL = 2


class Saying(NamedTuple):
    """A rule that names a line by its words alone."""

    rule: str
    role: str
    pattern: re.Pattern[str]
    names: tuple[str, ...]
    """Lines it names."""
    leaves: tuple[str, ...]
    """Look-alikes it leaves alone."""
    longest: int = LONGEST_LABEL


def _saying(  # noqa: PLR0913, PLR0917  (a row of the table)
    rule: str, role: str, pattern: str, names: tuple[str, ...], leaves: tuple[str, ...],
    longest: int = LONGEST_LABEL,
) -> Saying:  # fmt: skip
    compiled = re.compile(pattern, re.VERBOSE | re.IGNORECASE | re.ASCII)
    return Saying(f"roles/{rule}", role, compiled, names, leaves, longest)


SAYINGS = (
    _saying(
        "markdown-image", "markup", r"^!\[[^\]]{0,200}\]\([^()\ ]{1,600}(?:\ [^()]{0,200})?\)$",
        ("![图](https://example.org/a.png)",), ("看![图](a)这里", "[文字](https://example.org)"), longest=1000,
    ),
    _saying(
        "markdown-fence", "markup", r"^(?:```|~~~)[a-z0-9+#-]{0,20}$|^\|?(?:\ ?:?-{3,}:?\ ?\|)+(?:\ ?:?-{3,}:?)?\ ?\|?$",
        ("```python", "|---|:---:|"), ("```不是围栏", "|甲|乙|"), longest=120,
    ),
    _saying(
        "table-row", "table", r"^\|(?:[^|]{0,200}\|){2,60}$",
        ("|甲|乙|", "| 年份 | 户数 |"), ("|甲", "东|西|部"), longest=400,
    ),
    _saying(
        "ruler", "markup",
        r"^[-=_*~.·—─━#+|]{3,}[^-=_]{0,8}[-=_*~.·—─━#+|]{3,}$|^[-=_*~·—─━#+]{4,}$",
        ("------分隔线--------", "====="), ("——摘自日记", "2017-07-21"),
    ),
    _saying(
        "breadcrumb", "breadcrumb",
        r"^(?:(?:您?(?:当前|现在)的?(?:所在)?位置|您的位置|所在位置|当前栏目)(?:[:是]|\ *首页)"
        r"|(?:[^>»›。,]{1,12}\ *[>»›]+\ *){2,}[^>»›。]{0,40}$)",
        ("当前位置: 首页 > 资讯 > 热点 >", "首页>新闻>正文"), ("东部>西部,差距仍在缩小。", "位置偏远"),
        longest=120,
    ),
    _saying(
        "original-title", "meta", r"^\[?\(?原标题\]?\ *[::]",
        ("原标题:", "(原标题:山乡巨变)"), ("原标题党现象",), longest=120,
    ),
    _saying(
        "related-header", "related",
        r"^[\[<(]?(?:(?:相关|推荐|延伸|更多|扩展|热门|最新|精彩|猜你|往期|编辑|热点|大家都在|今日)"
        r"(?:的)?(?:链接|新闻|阅读|报道|文章|推荐|资讯|专题|喜欢|回顾|内容|看|搜|要闻|热点|排行|头条|评论"
        r"|资料|视频|图集){1,2})[\])>]?[:>»]{0,3}$",
        ("相关链接:", "推荐阅读", "[延伸阅读]"), ("相关阅读能力测试", "推荐信"), longest=16,
    ),
    _saying(
        "disclaimer", "disclaimer",
        r"^[\[(·*※]{0,2}\ ?(?:(?:特别|免责|郑重|版权)?声明\ *[:]|免责声明|风险提示[:])"
        r"|^[\[(·*※]{0,2}\ ?(?:凡|本[文网站报刊平公]|以上|文章|文中|转载|图文|部分|该文|此文|内容|注[:]|作者|上述|声明)[^\n]{0,120}"
        r"(?:不代表(?:本|该|我们|平台)?[^。]{0,20}(?:立场|观点|同意|认可)|仅(?:代表|为)作者(?:本人|个人)?(?:的)?观点"
        r"|转载目的在于|仅供参考|不构成[^。]{0,8}建议)"
        r"|^(?:如|若|图文|版权)[^。]{0,16}(?:侵权|侵犯)[^。]{0,24}(?:请|立即|及时|将)[^。]{0,12}(?:联系|删除|告知|通知)",
        ("[声明:本文代表作者个人观点,不代表本网立场,仅供参考。]", "如有侵权,请联系删除。"),
        (
            "他发表声明:合同有效。乡亲们听了都很高兴,他接着说下去", "一次成功不代表我们的观点就对。",
            "如果发现有企业侵权,群众可以联系村里。",
        ),
    ),
    _saying(
        "legal", "legal",
        r"^[·*※]?\ ?凡(?:本[网站]|注明|标注|未注明|转载)[^。]{0,30}(?:来源|稿件|作品|版权|均为|均转)"
        r"|^(?:本|凡|以上|版权|文章|作品)[^。]{0,24}版权(?:归[^。]{1,20}所有|均属)"
        r"|(?:未经|(?:^|。)(?:本[网站]|版权|任何))[^。]{0,30}(?:授权|许可|允许|同意)[^。]{0,12}(?:不得|禁止|严禁|请勿)[^。]{0,12}"
        r"(?:转载|复制|使用|镜像|链接|摘编|引用)"
        r"|^[^。]{0,160}(?:版权所有(?![者权的了])|copyright\ *(?:©|\(c\)|[0-9])|all\ rights\ reserved|©\ *[0-9]{4}"
        r"|[\u4e00-\u9fff]?ICP[备证][^ 。]{0,3}[0-9]|公网安备|网站标识码"
        r"|(?:信息|视听|出版|经营|电信|广播|服务|网络)[^ 。]{0,10}许可证[^。]{0,8}[0-9])[^。]{0,160}$"
        r"|^(?:主办|承办|主管|协办)单位?\ *:[^。]{1,60}$|^技术支持\ *:[^。]{1,40}$",
        ("版权所有: 山河网 All Rights Reserved", "某ICP备00000000号-1", "技术支持:某公司"),
        (
            "他申请了许可证,办起了作坊。", "版权意识在增强", "成果版权归双方共同所有,收入也归双方。",
            "第三条 未经主管部门许可,禁止出售、购买种子。", "这些作品的版权所有者是村民自己。",
        ),
    ),
    _saying(
        "contact", "contact",
        r"^(?:[\u4e00-\u9fff]{0,20}(?:举报|投稿|联系|监督|服务|咨询|爆料|新闻|合作|广告|客服|商务)"
        r"(?:我们|邮箱|电话|热线|方式|平台|QQ|微信)\ *(?:[:]|[0-9]{3})"
        r"|(?:通讯|通信|联系|单位|公司|本网|报社)?地址\ *:[^。]{0,40}[省市区县路街号楼室][^。]{0,40}$|邮政?编码?\ *:"
        r"|(?:电话|传真|邮箱|电子邮箱|e-?mail|tel|qq|手机|邮编)\ *[:])"
        r"|^[^。]{0,24}欢迎(?:投稿|来稿|扫码|订阅|关注(?:我们|本[^。]{1,4}|[^。的]{0,8}(?:微信|公众号|微博)))[^。]{0,16}[!。]?$"
        r"|^(?:扫一?扫|长按|扫描)[^。]{0,12}(?:二维码|关注)|^关注[^。]{0,14}(?:公众号|微信|微博)",
        ("通讯地址:某省某市某路1号 邮编:100000", "投稿邮箱:a@example.org", "本栏目特约时评,欢迎投稿!"),
        (
            "他投稿多年,终于发表。", "地址选在山脚", "各村服务热线全天开通,有事就打。",
            "县里欢迎关注乡村的企业家来做客。", "地址:不在地图上的一个小村子。",
        ),
        longest=160,
    ),
    _saying(
        "tags", "tags", r"^(?:标签|关键[词字]|tags?|keywords?)\ *[::]",
        ("标签:扶贫 协作", "关键词: 乡村振兴"), ("标签化的评价",), longest=120,
    ),
    _saying(
        "paging", "paging",
        r"^(?:[(\[<]?(?:上一[篇页条则]|下一[篇页条则]|前一[篇页]|后一[篇页])(?:[)\]>:].{0,80}|\ .{0,80})?$"
        r"|(?:第\ ?[0-9]+\ ?页?\ ?[/,]?\ ?)?共\ ?[0-9]+\ ?页$|第\ ?[0-9]+\ ?/\ ?[0-9]+\ ?页$|(?:首页|尾页|末页)(?:\ (?:上|下|末|尾).{0,20})?$|\d{1,3}(?:\ \d{1,3}){2,}$)",
        ("上一篇:山里的路", "共 3 页"), ("下一篇章怎么写,要靠大家。", "第3页写道", "共12页的报告里,有十页写路。"), longest=120,
    ),
    _saying(
        "engagement", "engagement",
        r"^(?:[顶踩赞]一下|(?:点赞|点击|浏览|阅读|评论|收藏|分享|转发|喜欢|在看|人气|热度|访问)"
        r"(?:数|量|次数|率)?(?:到)?\ *[:(]?\ *[\d.]*[万k+]?\)?(?:次|人|条)?|分享到?[:].{0,60}"
        r"|[\[(]?(?:字号|字体)(?:大小)?\ *[::]?\ *[\[(]?(?:大|中|小|T|\+|-|\||\ |\]|\[){0,12}[)\]]?(?:打印|关闭)?.{0,12}"
        r"|(?:打印|收藏|分享|复制链接|我要评论|我来说两句|打印本[页文]|关闭(?:本页|窗口)?|举报|点赞|大\ 中\ 小)"
        r"(?:\ (?:打印|关闭|收藏|分享|评论|微信|微博).{0,20})?)$",
        ("顶一下", "浏览次数: 1024次", "字号:大 中 小"), ("阅读是一种习惯", "2017年", "1945", "50%"),
        longest=80,
    ),
    _saying(
        "caption", "caption",
        r"^(?:[(\[▲△↑▼]\ ?)?(?:图为(?!民生|谋|什么|何|了|己|私|名|利)|图[\d一二三四五六]?[:]|[上下左右]图[:为]|资料图|配图|视频截图|(?:图片|视频)来源\ *[:]?)"
        r"|^[▲△]|[记者员]\ ?[\u4e00-\u9fff·]{2,4}\ ?(?:[,、 ]\ ?[\u4e00-\u9fff·]{2,4}\ ?){0,3}摄(?:影|影报道)?[)\]]?$"
        r"|\([^()]{0,30}(?:资料图|图片来源|供图|摄影?[:/]?[^()]{0,8})\)$",
        ("会议现场。新华社记者张某某 摄", "图为村民在采茶", "(图片来源:某网)"),
        ("图为民生谋幸福的人们,从不停步。他们走村串户,一家一家问需求。", "记者在现场采访摄影师"),
        longest=260,
    ),
    _saying(
        "bar-menu",
        "navigation",
        r"^(?:[^|。]{1,16}\|\ ?){3,}[^|。]{0,60}(?:\|[^|。]{0,60}){0,20}$",
        ("关于我们| 联系我们| 广告合作| 网站地图",),
        ("|甲|乙|", "东|西", "山河网|山里的路修通了"),
        longest=300,
    ),
    _saying(
        "teaser-stamp", "meta",
        r"^(?:[^。!?]{0,30}[|·•\ ])?(?:[0-9]{1,3}|[一二三几]) ?(?:秒钟?|分钟|个?小时|天|周|个?月|年)前(?:\ ?[|·•]?\ ?[0-9]{1,6}(?:评论?|阅读|次))?$"
        r"|^(?:[0-9]{2}-[0-9]{2}|[0-9]{4}-[0-9]{2}-[0-9]{2})\ [0-9.]{1,7}[万wk]?\+?$|^(?:0[1-9]|1[0-2])-[0-3][0-9]$",
        ("山河社 · 2 天前", "05-07 348", "3小时前", "04-09"), ("他说,这是3小时前的事", "两年前,路还没有修。", "99-12"),
        longest=50,
    ),
    _saying(
        "section-tools", "navigation",
        r"^(?:播报|编辑|\[\ ?编辑\ ?\]|播报\ 编辑.{0,12}|编辑\ 播报|锁定)$",
        ("播报", "[编辑]", "编辑"), ("编辑部的故事", "播报员"), longest=24,
    ),
    _saying(
        "reference-header", "related",
        r"^(?:参考(?:资料|文献|来源)|外部链接|外部连结)(?:\ ?\[\ ?编辑\ ?\])?[::]?$|^(?:注释|脚注|参见|参看|注解|延伸阅读)\ ?\[\ ?编辑\ ?\]$",
        ("参考资料", "参考文献 [ 编辑 ]", "注释 [编辑]"), ("参考文献很多,都是他读过的。", "注释", "注释:"), longest=24,
    ),
    _saying(
        "reference", "related",
        r"^\^\ (?:跳转到)?|^\[[0-9]{1,3}\][^\n]{2,200}\[[jmdcnrzps](?:/ol)?\]",
        ("^ 张某某. 山里的路. 山河网. 2020-01-02", "[1]张某某.山里的路[J].山河学报,2020(1):1-9."), ("^_^", "[1]他说的是山里的路。"),
    ),
    _saying(
        "navigation", "navigation",
        r"^[\[(]?(?:首页|主页|返回(?:首页|顶部|列表|上页)?|网站(?:首页|地图|导航)|登[录陆]|注册|退出|加入收藏|设为首页"
        r"|更多(?:\ ?[>»]+)?|全部|展开(?:全文|更多)?|查看(?:更多|全文|原文)|阅读(?:全文|原文)|点击(?:进入|查看).{0,16}"
        r"|广告位?|栏目(?:列表|导航|分类)|推荐内容|热门标签|友情链接|搜索|无障碍(?:浏览)?|关于我们|人才招聘|手机(?:版|端)"
        r"|客户端|english|简体|繁[体體]|跳到主要内容|skip\ to\ .{0,24}|\[?详细\]?)[\])]?[>»]{0,3}$",
        ("栏目列表", "广告位", "全部", "更多>>"), ("全部脱贫摘帽", "首页刊发社论"), longest=40,
    ),
)  # fmt: skip

#: A role for the fields a line of labels holds, when it holds only those.
FIELD_ROLES = {"author": "byline", "editor": "editor_line"}


def says(folded: str) -> tuple[str, str]:
    """Name a line by its words: role and rule, or two empty strings.

    >>> says("来源:山河网 作者:李某某"), says("编辑:李某某")
    (('meta', 'roles/labelled-fields'), ('editor_line', 'roles/labelled-editor'))
    >>> says("乡亲们说:来源于土地的,终将回到土地。")
    ('', '')
    """
    if len(folded) > LONGEST_LABEL:
        return "", ""
    for saying in SAYINGS:
        if len(folded) <= saying.longest and saying.pattern.search(folded):
            return saying.role, saying.rule
    return _labelled(folded) if len(folded) <= LONGEST_FIELDS else ("", "")


def _labelled(folded: str) -> tuple[str, str]:
    """Name lines of labelled fields, bare stamps and by-lines."""
    fields = labels.fields(folded)
    if fields and _is_sentence(folded, fields):
        return "", ""
    kinds = {field.kind for field in fields}
    if len(kinds) == 1 and (role := FIELD_ROLES.get(next(iter(kinds)), "")):
        return role, f"roles/labelled-{next(iter(kinds))}"
    if fields:
        return "meta", "roles/labelled-fields"
    if dates.stamp(folded):
        return "meta", "roles/stamp"
    if people.byline(folded):
        return "byline", "roles/byline"
    return "", ""


def _is_sentence(folded: str, fields: list[labels.Field]) -> bool:
    """Tell prose that holds a label: sentences go on behind it, or it stands far inside."""
    if "。" not in folded:
        return False
    inner = "。" in folded.rstrip("。)]”")
    return fields[0].label_start > LATEST_LABEL or (inner and len(fields) == 1)
