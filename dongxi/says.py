"""A line in, what it says it is out: the rules that need no context.

Every rule reads the folded line (`dongxi.fold`: Simplified, ASCII marks, plain blanks), so it
is written once for both scripts and both widths, for HTML and for flattened pages alike. The
first rule of the table that matches names the line. Patterns are anchored and bounded.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from dongxi import dates, labels, people

#: Lines longer than this, in characters, are prose whatever words they hold. Chosen, not
#: fitted: the longest labelled line of the seeds has 127 (2026-11).
LONGEST_LABEL = 400

#: Lines of labelled fields are shorter than this; longer ones are prose (seeds, 2026-11).
LONGEST_FIELDS = 200

#: In a line that holds a sentence, the first label stands at its start or is none.
LATEST_LABEL = 2


FLAGS = re.VERBOSE | re.IGNORECASE | re.ASCII


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
    sign: re.Pattern[str] | None = None
    """Any of the characters without which it names no line; needed where it is not anchored."""


def _saying(  # noqa: PLR0913, PLR0917  (a row of the table)
    rule: str, role: str, pattern: str, names: tuple[str, ...], leaves: tuple[str, ...],
    longest: int = LONGEST_LABEL, signs: str = "",
) -> Saying:  # fmt: skip
    compiled = re.compile(pattern, FLAGS)
    sign = re.compile(f"[{signs}]", FLAGS) if signs else None
    return Saying(f"roles/{rule}", role, compiled, names, leaves, longest, sign)


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
        signs="权未©R备证码办管持凡",
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
        "post-mark", "meta",
        r"^(?:[^。!?,]{1,24}\ )?(?:发表|回复|回帖|提问|发帖|编辑)于\ ?(?:(?:19|20)?[0-9]{2}[-/年]|[0-9]{1,3}\ ?个?(?:秒|分钟|小时|天|周|月|年)前|[昨前今]天)"
        r"[^。!?]{0,60}$"
        r"|^(?:\d{1,5}\ ?[#楼]|\#\d{1,5})$|^(?:IP\ ?属地\ ?:?\ ?)[^。,]{2,12}$|^Re\ ?:\ ?[^。]{1,60}$",
        ("发表于 6 天前 | 只看该作者", "李某某 发表于 2022-11-14 23:07", "3楼", "#12", "IP属地:广东"),
        ("发表于2019年的那篇文章,后来得了奖。", "3楼的邻居", "李某某发表于《山河》的文章"),
        longest=100,
    ),
    _saying(
        "post-notice", "engagement",
        r"^本(?:帖|贴|主题|回复)(?:最后)?由\ ?.{1,24}\ 于\ .{4,40}(?:编辑|审核通过|加入精华|设置高亮|移动|置顶|提升)$"
        r"|^该楼层疑似违规已被系统折叠|^本回答(?:由\ ?.{1,24}(?:提供|推荐)|被(?:提问者|网友)和?.{0,6}采纳)$|^你对这个回答的评价是\??$"
        r"|^(?:马上|立即)注册,(?:结交|享受|享用)|^您需要\ ?登录\ ?(?:后)?才可以|^(?:请|您需要)\ ?登[录陆]\ ?(?:后|后才)"
        r"|^登录后(?:你可以|才能|即可|[,,]精彩)|^没有[帐账]号\?|^回(?:复)?\ [^。,]{1,16}\ 的(?:帖子|回复)$|^※\ ?(?:发信站|文章网址|编辑)\ ?:.{1,90}$",
        ("本帖最后由 某某 于 2022-11-16 17:19 编辑", "你对这个回答的评价是？", "您需要 登录 才可以下载或查看", "回 楼主 的帖子"),
        ("回 家 的路上他看了帖子", "本帖最后说的是山里的路。", "登录后他发现了一封信。", "请登录网站查看结果"),
        longest=120,
    ),
    _saying(
        "post-buttons", "engagement",
        r"^(?:(?:\d{1,6}\ )?(?:回复|回覆|引用|举报|检举|评论|点赞|赞同|收起|支持|反对|顶|踩|评分|道具|收藏|分享)(?:\ ?\(?\d{1,6}\)?)?[\ |·]{1,3}){1,6}"
        r"(?:回复|回覆|引用|举报|检举|收起(?:回复)?|使用道具|只看该作者|评论|踩|反对|返回顶部)(?:\ ?\(?\d{1,6}\)?)?$"
        r"|^\d{1,6}\ ?条(?:评论|回复)$|^赞(?:同)?\ ?\(?\d{1,6}\)?$|^(?:添加|全部|最新)评论$|^展开(?:全部|阅读全文)$|^抢首赞.{0,16}$"
        r"|^\[?(?:只看(?:该作者|楼主)|电梯直达|倒序浏览|阅读模式|显示全部楼层|复制链接|发消息|加好友|串个门|打招呼|楼主|沙发|板凳|新手上路|我来答|写回答|我也说一句)\]?$",
        ("回复 举报", "回复(1) 收起回复", "40 条评论", "赞同 104", "赞(3)", "[复制链接]", "电梯直达"),
        ("支持 反对的人各有一半", "楼主来了", "板凳上的老人", "评论", "全部评论员都到了", "我的回复 请看"),
        longest=60,
    ),
    _saying(
        "thread-size", "engagement",
        r"^\d{1,6}\ ?(?:条|个)?回[复覆][帖贴]?,?\ ?共\ ?\d{1,5}\ ?页$|^(?:(?:查看|浏览|点击|阅读|人气|回复|回帖|评论)数?\ ?:\ ?[\d.,万]{1,10}[\ |/]{0,3}){2,4}$"
        r"|^(?:共|全部|查看全部)?\ ?\d{1,6}\ ?个(?:回答|回复|评论)$|^讨论数量\ ?:\ ?\d{1,6}$|^\d{1,6}\ ?人(?:赞同|点赞|喜欢|感谢|收藏|关注)(?:了?(?:该|此|这个)?(?:回答|文章|问题|帖子))?$|^[<‹«]\ ?返回[^。,]{1,12}$"
        r"|^(?:推荐答案|最佳答案|满意回答|其他回答|更多回答|提问者采纳)(?:\ ?\(\d{1,6}\))?$|^[^。,|]{1,16}\|\ ?浏览\ ?[\d.万]{1,8}\ ?次?$",
        ("6回复贴,共 1页", "查看全部 22 个回答", "1 人赞同了该回答", "查看: 3481 | 回复: 3", "<返回列表", "其他回答(3)", "匿名用户 | 浏览 1024 次"),
        ("最佳答案就在山里", "6回复贴里有3个说好。", "他给了2个回答", "返回家乡", "3人收藏了一幅画"),
        longest=60,
    ),
    _saying(
        "user-card", "engagement",
        r"^(?:[^。,]{2,10},\ ?积分\ ?\d{1,8},\ ?距离下一级还需.{1,20}"
        r"|采纳率\ ?:\ ?\d{1,3}%|(?:采纳数|获赞数|回答[量数]|帮助的人|粉丝[数]?|经验值?|威望|金钱|金币|贡献|阅读权限|在线时间|最后登录|注册时间|注册日期|积分|精华|帖子|主题|回帖|发帖数?|文章数?)\ ?:\ ?[\d.,万k-]{1,12}(?:\ .{0,40})?"
        r"|(?:(?:会员|用户)?等级|级别|头衔|用户组)\ ?:\ ?[^。,:]{1,12})$",
        ("新手上路, 积分 5, 距离下一级还需 45 积分", "采纳数: 152 获赞数: 112", "注册时间: 2010-2-9", "等级:新手上路"),
        ("等级:从低到高,一共五等", "贡献:12%", "主题:山里的路", "贡献:他把一生给了山里", "经验:走3步看1步"),
        longest=80,
    ),
    _saying(
        "caption", "caption",
        r"^(?:[(\[▲△↑▼]\ ?)?(?:图为(?!民生|谋|什么|何|了|己|私|名|利)|图[\d一二三四五六]?[:]|[上下左右]图[:为]|资料图|配图|视频截图|(?:图片|视频)来源\ *[:]?)"
        r"|^[▲△]|[记者员]\ ?[\u4e00-\u9fff·]{2,4}\ ?(?:[,、 ]\ ?[\u4e00-\u9fff·]{2,4}\ ?){0,3}摄(?:影|影报道)?[)\]]?$"
        r"|\([^()]{0,30}(?:资料图|图片来源|供图|摄影?[:/]?[^()]{0,8})\)$",
        ("会议现场。新华社记者张某某 摄", "图为村民在采茶", "(图片来源:某网)"),
        ("图为民生谋幸福的人们,从不停步。他们走村串户,一家一家问需求。", "记者在现场采访摄影师"),
        longest=260, signs="图摄截△▲",
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
        "navigation", "navigation",
        r"^[\[(]?(?:首页|主页|返回(?:首页|顶部|列表|上页)?|网站(?:首页|地图|导航)|登[录陆]|注册|退出|加入收藏|设为首页"
        r"|更多(?:\ ?[>»]+)?|全部|展开(?:全文|更多)?|查看(?:更多|全文|原文)|阅读(?:全文|原文)|点击(?:进入|查看).{0,16}"
        r"|广告位?|栏目(?:列表|导航|分类)|推荐内容|热门标签|友情链接|搜索|无障碍(?:浏览)?|关于我们|人才招聘|手机(?:版|端)"
        r"|客户端|english|简体|繁[体體]|跳到主要内容|skip\ to\ .{0,24}|\[?详细\]?)[\])]?[>»]{0,3}$",
        ("栏目列表", "广告位", "全部", "更多>>"), ("全部脱贫摘帽", "首页刊发社论"), longest=40,
    ),
)  # fmt: skip

#: All anchored rules at once: most lines match none of them.
ANCHORED = re.compile(
    "|".join(f"(?:{s.pattern.pattern})" for s in SAYINGS if not s.sign), FLAGS
)

#: Without one of these a line has no label, no date and no by-line.
CREDIT_SIGN = re.compile("[:|/于 月0-9记员生撰采文图☉□■◎●○◇◆▲△★☆※]")
#: A role for the fields a line of labels holds, when it holds only those.
FIELD_ROLES = {"author": "byline", "editor": "editor_line"}


def says(folded: str) -> tuple[str, str]:
    """Name a line by its words: role and rule, or two empty strings.

    >>> says("来源:山河网 作者:李某某"), says("编辑:李某某")
    (('meta', 'roles/labelled-fields'), ('editor_line', 'roles/labelled-editor'))
    >>> says("乡亲们说:来源于土地的,终将回到土地。")
    ('', '')
    """
    size = len(folded)
    if size <= SHORT:
        return _short(folded)
    return _said(folded) if size <= LONGEST_LABEL else ("", "")


def _said(folded: str) -> tuple[str, str]:
    for saying in SAYINGS if ANCHORED.match(folded) else NOT_ANCHORED:
        if saying.sign and not saying.sign.search(folded):
            continue
        if len(folded) <= saying.longest and saying.pattern.search(folded):
            return saying.role, saying.rule
    labelled = len(folded) <= LONGEST_FIELDS and CREDIT_SIGN.search(folded)
    return _labelled(folded) if labelled else ("", "")


#: Menus repeat from page to page: 4 of 10 lines as short as this, in characters, have been seen
#: before even where every page is of another site (72 pages, 2026-11).
SHORT = 20
_short = lru_cache(maxsize=65_536)(_said)
#: The rules that may match behind the start of a line.
NOT_ANCHORED = tuple(saying for saying in SAYINGS if saying.sign)


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
