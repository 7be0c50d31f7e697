"""Lines in, whether they part posts and whether pages speak as boards do out."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from dongxi import signs
from dongxi.dates import PROVINCE
from dongxi.model import TEXT_ROLES
from dongxi.named import MENU_LINE
from dongxi.says import SHORT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dongxi.named import Named
    from dongxi.paragraphs import Paragraph

#: A time as posts carry it: to the day or finer, or told from now.
WEEK = r"(?:\ ?\(?(?:星期|周|礼拜)[一二三四五六日天]\)?)?"
DAY = rf"[0-9]{{2}}\ ?[-/.年]\ ?[0-9]{{1,2}}\ ?[-/.月]\ ?[0-9]{{1,2}}\ ?日?{WEEK}"
HOURS = r"(?:[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?|[0-9]{1,2}[点时][0-9]{1,2}分)"
CLOCK = rf"(?:(?:[上下中]午|凌晨|早上|晚上)\ ?)?{HOURS}(?:\ ?[AaPp][Mm])?(?:\ ?[+-]0[0-9]:?00)?"
#: As clocks of servers and English pages write it: Sat Oct  8 12:20:31 2011; Oct 8, 2011.
MONTH = (
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},?\ )?"
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?\ {1,2}[0-9]{1,2},?\ "
    r"(?:[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?\ (?:19|20)[0-9]{2}|(?:19|20)[0-9]{2})"
)
#: To the minute, with the year: what no sentence and no list of dates holds.
FULL = rf"(?:19|20){DAY},?\ {{0,3}}{CLOCK}"
STAMP = (
    rf"(?:(?:(?:19|20)?{DAY}|[0-9]{{1,2}}[-/月]\ ?[0-9]{{1,2}}日?),?\ {{0,3}}{CLOCK}|(?:19|20){DAY}"
    rf"|(?:今天|昨天|前天)\ ?{CLOCK}|刚刚|(?:[0-9]{{1,3}}|半|几)\ ?个?(?:秒|分钟|小时|天|周|星期|月|年)之?前|{MONTH})"
)
FLOOR = r"(?:楼\ ?主|原PO|沙发|板凳|地板|地毯|地下室|第?\ ?[0-9]{1,5}\ ?[楼#F]|\#\ ?[0-9]{1,5}|B[0-9]{1,4})"
#: Where the address of a poster belongs.
REGION = (
    f"{PROVINCE.pattern}|海外|中国(?:香港|澳门|台湾)|美国|英国|日本|韩国|加拿大|澳大利亚|新西兰|新加坡|马来西亚|泰国|越南"
    "|德国|法国|意大利|西班牙|荷兰|瑞士|瑞典|俄罗斯"
)
#: Where, or with what, a post was sent.
SENT_FROM = (
    rf"(?:(?:IP属地[ :]{{0,2}}|IP\ ?:\ ?)[\u4e00-\u9fff]{{2,5}}|(?:来自|发[布表]于)[ :]{{0,2}}(?:(?:{REGION})[省市]?(?:\ [\u4e00-\u9fff]{{2,5}})?"
    r"|[^。!?,;:]{0,16}(?:网页版|客户端|手机|[Ii][Pp]hone|[Aa]ndroid|i[Pp]ad|安卓)[^。!?,;:]{0,8}))"
)
#: Floors that have names, as old boards count them.
FLOOR_NAMES = {"楼主": 1, "沙发": 2, "板凳": 3, "地板": 4, "地毯": 5}
#: A line that opens or closes a post: a time with a name or a device, or a floor.
MARK = re.compile(
    rf"""
    (?: (?:[^。!?,]{{0,30}}[ ):])? (?:发[表布帖贴]|回[复覆]|回答|编辑|提问|创建|修改|留言|评论)(?:于|在|时间|日期)?\ ?:?\ ? (?:\#[0-9]{{1,5}}\ )? {STAMP} .{{0,60}}
      | (?:[^。!?,]{{0,30}}[ ,|·•:()])? {STAMP} (?:\ ?[|·・•].{{0,40}} | \ {{1,3}}via\ .{{0,30}} | \ .{{0,16}} | (?<=[0-9]:[0-9][0-9])[^。!?,;:]{{1,12}} | \ ?(?:{REGION}))?
      | [0-9]{{2}}-[0-9]{{2}}\ ?(?:{REGION})
      | [^。!?,;]{{0,40}} (?:{FULL}|[0-9]{{2}}-[0-9]{{2}}\ {HOURS}) (?:\ ?[|·・•].{{0,40}} | [^。!?,;: ][^。!?,;:]{{0,24}})?
      | \[? (?:[^。!?,]{{0,16}}\ )? {FLOOR} \]? (?:\ .{{0,30}} {STAMP} .{{0,24}})?
      | (?:[^。!?,;]{{0,30}}[ ·|])? {STAMP} \ ?(?:提问|回答|发[布表帖]|回复|更新)(?:\ ?[·|]\ ?{STAMP}\ ?(?:更新|编辑|修改))?
      | (?:IP属地|来自).{{0,40}}{STAMP}.{{0,12}} | {SENT_FROM} )
    """,
    re.VERBOSE | re.ASCII,
)
#: A time with a name, behind which buttons stand.
PRESSED_MARK = re.compile(
    rf"(?:[^。!?,]{{0,30}}[ ,|·•:()])? {STAMP} (?:\ {{1,3}}(?=.{{0,8}}[回引举赞评有支推]))",
    re.VERBOSE | re.ASCII,
)
#: What stands on the buttons below a post.
BUTTON = (
    r"(?:(?:TA的回帖|回复[此本]楼|赞赏)|回[复覆应]|回帖|引[用言]|举报|检举|报告|收起(?:回复)?|展开(?:全部|更多|阅读全文|全文)?|点赞|赞同|抢首赞|已赞过|已踩过|点踩|赞|顶|踩|推|嘘|亮了|加入收藏"
    r"|支持|反对|有用|没用(?=\ ?[(]?[0-9])|有帮助|(?:添加|发表|查看|全部|条|写)?评论|转发|分享|收藏|喜欢|祈祷|打赏|感谢|编辑|删除|评分|道具|采纳|追[问踪]"
    r"|(?:默认|时间|热门|最新)排序|从旧到新|从新到旧|由旧至新|只看(?:该作者|楼主|TA|他|此人|此ID)|倒序浏览|正序浏览|阅读模式|显示全部(?:楼层)?|电梯直达|复制链接|我也说一句|回(?:到)?(?:页)?顶端|返回顶部|TOP"
    r"|送TA礼物|关注(?:问题|TA|他|她)?|查看对话|查看回复|按热度|按时间|最[热新]|(?:发)?私信|发消息|发短[消讯信]息?|加(?:为)?好友|查看资料|新浪微博|微信(?:扫一扫|好友|朋友圈)|朋友圈|QQ(?:好友|空间)|写回答|我来答|邀请回答|好问题|使用道具|搜索资料|换一换|留言|撰写答案|已?采纳|发[帖贴]|新[帖贴]|说点什么)"
)
#: What heads the posts that follow, and what tells how many more there are.
POSTS_HEADER = (
    r"(?:这些回复亮了|(?:全部|精彩|热门|最[热新早]|高赞)的?(?:评论|回复|回应|回[帖贴]|跟[帖贴]|留言|讨论|回答)[ (]{0,2}[0-9,]{0,7}[)]?"
    r"|(?:等 ?[0-9]{1,5} ?人 ?)?(?:还有|共|已有|查看|展开)?(?:全部|更多|其[他余])?(?:共? ?[0-9,]{1,7} ?[条个则])?(?:回复|评论|留言|讨论|回应)(?:,? ?(?:点击)?(?:查看|展开))?|已加载(?:完|全部)[^。,]{0,4}"
    r"|说点什么[.…]{1,3})"
)
#: Atomic, since a count may stand before a button or behind it.
BUTTONS = re.compile(
    rf"(?>[\[(]?(?:[0-9.,]{{1,8}}[万kw]?\ ?(?:条|个|人)?\ ?)?{BUTTON}\ ?[(]?[0-9.,]{{0,8}}[万kw]?[)]?[\])<]?[\ |·/]{{0,3}}){{1,8}}[0-9]{{0,5}}",
    re.ASCII | re.IGNORECASE,
)
HEADS_POSTS = re.compile(POSTS_HEADER, re.ASCII)
#: A line of buttons begins with one of these.
BUTTON_START = re.compile(
    r"[\[(0-9. \ue000-\uf8ff回引举检报收展点赞抢已踩顶推嘘亮支反有添发查全条写评转分喜祈打感编删道采追只倒正阅显电复我返Tt送关私加邀好使搜换留默时热最从由新微朋Q对按撰说这精高等还共其没讨]"
)
#: Characters of fonts that hold icons.
ICONS = re.compile("[\ue000-\uf8ff]+")
#: What a line needs to be a mark.
MARKING = signs.DIGIT | signs.FLOOR
COUNTS = re.compile(r"[0-9.,+万k% /-]{1,16}|\([0-9,]{1,8}\)", re.ASCII)
LONGEST_MARK = 100


#: A floor at the start of a line, with its number if it has one.
FLOORED = re.compile(
    r"(?:(?P<name>楼主|(?:沙发|板凳|地[板毯])(?= ))|\[?第? ?(?P<count>[0-9]{1,4}) ?[楼F#]|#(?P<number>[0-9]{1,4})(?![0-9]))[^。!?,;]{0,40}",
    re.ASCII,
)
#: What tells a time from a floor.
DATED = re.compile("(?:19|20)[0-9]{2}[-/.年]|[0-9]:[0-9]{2}|[0-9]{1,2}-[0-9]{1,2}|前")
#: What heads the comments of a page; below posts it is a button.
COMMENT_STARTS = frozenset("评留跟")
COMMENTS = re.compile(r"(?:评论|留言|跟帖)(?:列表|区)? ?\(?[0-9]{0,6}[条)]{0,2}:?")


#: The same, chosen or sorted.
COMMENTS_ABOVE = re.compile(
    "(?:热门|精彩|最[新热]|全部|网友)(?:评论|留言|跟[帖贴])[ (]{0,2}[0-9]{0,6}[条)]{0,2}"
)


class Speech(NamedTuple):
    """One way in which a page shows that it is a board."""

    signs: tuple[str, ...]
    """Without one of these a line does not speak so."""
    words: re.Pattern[str]

    def heard(self, lines: str, held: frozenset[str]) -> bool:
        """Tell whether some line speaks so; only lines with a sign are looked at.

        `held` are the characters of signs that stand in the lines.
        """
        for sign in self.signs:
            if not held.issuperset(sign):
                continue
            end = 0
            while (at := lines.find(sign, end)) >= 0:
                start, end = lines.rfind("\n", 0, at) + 1, lines.find("\n", at)
                end = end if end >= 0 else len(lines)
                if self.words.search(lines, start, end):
                    return True
        return False


def _speech(signs: str, words: str) -> Speech:
    return Speech(tuple(signs.split()), re.compile(words, re.MULTILINE))


#: Words by which boards show what they are, one pattern per kind.
BOARD_SPEECH = (
    _speech("楼主 原PO 发起人", r"楼主|原PO|主题发起人"),
    _speech(
        "沙发 板凳 地板 楼 #",
        r"^(?:沙发|板凳|地板)$|(?:^| )(?:第?[0-9]{1,4}楼|[0-9]{1,4}#|#[0-9]{1,4})(?: |$)|^\[? ?第 [0-9]{1,4} 楼 ?\]?$|^[0-9]{1,4} ?楼[0-9]|^#[0-9]{1,4}[^0-9 ]",
    ),
    _speech(
        "只看 直达 倒序 全部楼层 复制链接 排序 到新 至新 最新讨论 按热度 对话",
        r"只看(?:该?作者|楼主|TA|此)|^按热度$|^查看对话$|电梯直达|倒序浏览|显示全部楼层|\[复制链接\]|^[^ 。,]{0,4}(?:默认|时间|热门)排序|从旧到新|由旧至新",
    ),
    _speech(
        "帖 贴",
        r"(?:回|发|跟|看|此|该|置顶|精华)[帖贴](?!网)|回复贴|主题帖|帖子|^本[帖贴](?:最后)?由 ",
    ),
    _speech(
        "登 注册 找回",
        r"^ ?(?:忘记密码|找回密码)$|^登录[以后]?(?:即可|才能|可以)?回复|登[录入] ?(?:以?后|或注册)[^。]{0,6}(?:回[复应帖]|发言|跟帖|参与讨论)"
        r"|还?没有登录,不能回复",
    ),
    _speech(
        "回复 回应 回帖 跟帖 帖子",
        r"最后回复|(?:^|人 )(?:共 ?)?[0-9]{1,6} ?[条则个]? ?(?:回[复帖应]|跟帖|帖子)(?: |$)|(?:^|[ |])回[复应] ?:? ?[0-9]{1,6}(?: |$)"
        r"|^[^ 。,0-9\n][^ 。,\n]{0,20} 回复 [^ 。,0-9\n][^ 。,\n]{0,20}$|^回复 ?@|^回复 [^ 。,:\n]{1,16} ?:",
    ),
    _speech(
        "转发 博文 微博", r"^(?:全部微博|微博正文|同时转发|转发微博|分享这条(?:博文|微博))$"
    ),
    _speech("@", r"^[^ 。,@\n]{1,16} @[^ 。,@\n]{2,20}$"),
    _speech(
        "新手 会员 积分 威望 金钱 级别 等级 权限 注册 发帖 好友 版主 吧主 板主 推 嘘",
        r"新手上路|注册会员|^(?:积分|威望|金钱|级别|等级|阅读权限|注册(?:时间|日期)?|发帖数?) ?:|积分 ?[0-9]|加好友|[版吧板]主"
        r"|^[推嘘→] [A-Za-z0-9]{2,12} ?:",
    ),
    _speech(
        "小组 看板 讨论区 信区 发信人 板务 版规 板规",
        r"加入小组|这个小组|^(?:返回)?看板|讨论区|^发信人|板务|[版板]规",
    ),
    _speech("发信站 ※", r"^发信站 ?:|^※ ?(?:来源|发信站|修改) ?:"),
    _speech("完整版 Archiver", r"^查看完整版(?:本)? ?:|Archiver"),
    _speech(
        "Discuz phpBB php vBulletin XenForo NodeBB Flarum Discourse BBS",
        r"(?:owered by|由) ?(?:Discuz|phpBB|phpwind|vBulletin|XenForo|NodeBB|Flarum|Discourse|LeoBBS|DVBBS|MyBB)",
    ),
)
#: The same of pages of questions; both together count for one more.
QUESTION_SPEECH = (
    _speech(
        "答 提问 咨询 追问 要问",
        r"写回答|我来答|邀请回答|我要提问|写答案|我要回答|^我也?要(?:提问|咨询|问(?!题))|^向[他她T]A?提问|^(?:在线|立即|免费)(?:提问|咨询)|^追问$",
    ),
    _speech(
        "回答 采纳 答案 解答 回复 帮助人数 医师 分析",
        r"^(?:共|全部|查看全部)? ?[0-9]{1,5} ?个回答|被(?:提问者|网友)?采纳|采纳[率数]|赞同了该回答"
        r"|^最佳答案|^(?:其他|更多)回答|^(?:医生|律师|专家|老师|网友)(?:的?回[复答]|解答|答复)(?:区|列表)?(?: ?\([0-9]{1,5}\))?$"
        r"|[0-9] ?(?:人|位(?:医生|律师|网友|专家))(?:回[复答]|解答)$|^帮助人数|^(?:副?主任|主治|执业)医师$",
    ),
)
SIGN_CHARACTERS = frozenset(
    "".join(sign for speech in BOARD_SPEECH + QUESTION_SPEECH for sign in speech.signs)
)
#: The same where a page names itself: behind a bar in its title, or in its first line.
PLACE = re.compile(
    r"(?:^[^-_|–—。]{0,8}|[-_|–—] {0,2}[^-_|–—。]{0,24})(?:论坛|[^上下]贴吧|社区|讨论区|问答|BBS|Discuz|phpBB)[^-_|–—。？?吗]{0,12}$",
    re.IGNORECASE,
)
#: The same behind the sign of a copyright or of the software.
OWNER = re.compile(
    r"(?:©|copyright|版权(?:所有)?|powered by)[^|。]{0,24}(?:论坛|贴吧|社区|讨论区|BBS|Discuz|phpBB)",
    re.IGNORECASE,
)
#: The same where the way to the page leads from a board.
BOARD_WAY = re.compile("^[^。>›»]{0,12}(?:论坛|贴吧|BBS)[^。>›»]{0,6}[>›»]", re.IGNORECASE)
#: So many kinds of such words make a board; a page with an article's credits needs more.
SPEAKS, SPEAKS_CLEARLY, SPEAKS_LOUD = 2, 3, 4
#: So often prose and marks take turns where people talk.
FEWEST_TURNS = 3
#: So many times to the minute part the posts of a board that says nothing of boards; behind the
#: last one so many lines are looked at.
FEWEST_TIMED, LONGEST_TURN = 4, 6
#: So much prose above a heading of comments, in characters, is an article.
FEWEST_TOLD = 60
#: Above a mere count of comments so much is; less may be a post.
MOST_POSTED = 150
#: Lines with credits, and what is credited in articles alone.
CREDITED = frozenset({"roles/labelled-fields", "roles/labelled-author", "roles/byline"})
ARTICLE = re.compile("来源|作者|稿源|编辑|责编|记者|出处")
#: Words in a line with a time that are none of the time.
SAID_BY = re.compile("[^年月日时点分秒星期周上下午早晚前后发表布于回复编辑 :/.,-]{2,}")
TIMED = re.compile("[0-9]:[0-9]{2}|[0-9]点[0-9]{1,2}分")
#: A floor with a letter, as some boards count them; a page of prose may hold one.
BUILT = re.compile("B[0-9]{1,4}", re.ASCII)
#: A notice about what users write on a board is none about an article.
OF_USERS = re.compile("(?:用户|网友|会员)[^。,]{0,4}[在于](?:本?(?:社区|论坛|吧)|贴吧|股吧)")
CREDIT_RULES = frozenset({"roles/labelled-editor", "roles/disclaimer", "roles/original-title"})
#: A line this long, or any with a clause in it, is no name, rank or place.
SURE = 20
SHORTEST_SURE = 4
#: What the words alone name so is no post's text even where posts stand.
CHROME = frozenset(
    {"engagement", "navigation", "paging", "legal", "related", "breadcrumb", "meta", "markup"}
)
DIGITS = re.compile("[0-9]+")
WIDE_BLANKS = re.compile(" {2,}")


def is_mark(folded: str) -> bool:
    """Tell a line that opens or closes a post; buttons may stand behind its time.

    >>> is_mark("2012-11-18 15:12:40 有用(136) 没用(8) 评论(2) 举报")
    True
    >>> is_mark("发表于 2024-4-5 23:20:45 | 只看该作者"), is_mark("3楼"), is_mark("李某 2天前")
    (True, True, True)
    >>> is_mark("2024年4月5日,我们出发了。"), is_mark("住在3楼的人说好")
    (False, False)
    """
    if len(folded) > LONGEST_MARK:
        return False
    if "  " in folded:  # columns of a page whose tags are gone
        folded = WIDE_BLANKS.sub(" ", folded)
    if MARK.fullmatch(folded):
        return True
    timed = PRESSED_MARK.match(folded)
    return timed is not None and BUTTONS.fullmatch(folded, timed.end()) is not None


def floor_of(folded: str) -> int:
    """Give the floor that a line opens with, 0 for none.

    >>> floor_of("#12 甲某"), floor_of("[第 3 楼]"), floor_of("沙发 甲某"), floor_of("沙发上的人")
    (12, 3, 2, 0)
    """
    found = FLOORED.fullmatch(folded)
    if found is None:
        return 0
    return (
        FLOOR_NAMES[found["name"]] if found["name"] else int(found["count"] or found["number"])
    )


def is_floor(folded: str) -> bool:
    """Tell a mark that says which post it is, and not when it was written.

    >>> is_floor("#12"), is_floor("3楼"), is_floor("#3 发表于 2022-06-20 22:40"), is_floor("2天前")
    (True, True, False, False)
    """
    return FLOORED.fullmatch(folded) is not None and not DATED.search(folded)


def is_buttons(folded: str) -> bool:
    """Tell a line of buttons, with their counts.

    >>> is_buttons("回复 举报"), is_buttons("40 条评论"), is_buttons("赞同 104")
    (True, True, True)
    >>> is_buttons("支持楼主的看法"), is_buttons("回复内容如下")
    (False, False)
    """
    if len(folded) > LONGEST_MARK or not BUTTON_START.match(folded):
        return False
    if HEADS_POSTS.fullmatch(folded):
        return True
    return BUTTONS.fullmatch(ICONS.sub("", folded).strip(" ")) is not None


def speaks(placed: Sequence[Named]) -> int:
    """Count in how many ways short lines of the page speak as boards do; 0 for too few."""
    folded = [one.paragraph.folded for one in placed]
    short = "\n".join(
        [line for line in folded if len(line) <= LONGEST_MARK and "。" not in line]
    )
    held = frozenset(filter(short.__contains__, SIGN_CHARACTERS))
    kinds = sum(speech.heard(short, held) for speech in BOARD_SPEECH)
    asked = sum(speech.heard(short, held) for speech in QUESTION_SPEECH)
    kinds += asked + (asked == len(QUESTION_SPEECH)) + names_board(placed)
    kinds += bool(kinds) and _talks(placed)
    if "B" in short:
        kinds += sum(BUILT.fullmatch(line) is not None for line in folded) >= FEWEST_TURNS
    credited = any(
        n.rule in CREDIT_RULES and not OF_USERS.search(n.paragraph.folded) for n in placed
    )
    if kinds < SPEAKS and not credited and _takes_turns(placed):
        return SPEAKS
    return kinds if kinds >= (SPEAKS_LOUD if credited else SPEAKS) else 0


def _talks(placed: Sequence[Named]) -> bool:
    """Tell whether prose and marks take turns, and are not comments below more prose."""
    turns, told, above, size = 0, False, 0, 0
    for one in placed:
        if one.rule == "roles/comment-header":
            return False
        p = one.paragraph
        if p.folded[:1] in COMMENT_STARTS and COMMENTS.fullmatch(p.folded):
            above = size
        if _says(one):
            told = True
            size += len(p.text)
        elif told and (is_mark(p.folded) or FLOORED.fullmatch(p.folded)):
            turns, told = turns + 1, False
    return turns + told >= FEWEST_TURNS and above * 2 <= size


def _takes_turns(placed: Sequence[Named]) -> bool:
    """Tell a page without words of boards on which times to the minute part what people say."""
    timed = [
        i
        for i, one in enumerate(placed)
        if one.paragraph.signs & MARKING
        and TIMED.search(one.paragraph.folded)
        and is_mark(one.paragraph.folded)
    ]
    if len(timed) < FEWEST_TIMED or _told_in_article(placed[: timed[-1]]):
        return False
    named = sum(
        any(_may_name(placed[i + away]) for away in (-1, 0, 1) if i + away < len(placed))
        for i in timed
    )
    ends = [*timed[1:], min(timed[-1] + LONGEST_TURN, len(placed))]
    turns = [placed[start + 1 : end] for start, end in zip(timed, ends, strict=True)]
    said = sum(any(_says(one) for one in turn) or _pressed(turn) for turn in turns)
    above = sum(len(p.text) for p, *_ in placed[: timed[0]] if _is_prose(p))
    below = sum(len(p.text) for turn in turns for p, *_ in turn if _is_prose(p))
    enough = said >= FEWEST_TIMED and min(said, named) * 2 >= len(timed)
    return enough and above <= below


def _pressed(turn: Sequence[Named]) -> bool:
    """Tell a turn, of however few words, that buttons close."""
    lines = [one.paragraph for one in turn]
    closed = next((i for i, p in enumerate(lines) if is_buttons(p.folded)), 0)
    return any(p.han and not is_mark(p.folded) for p in lines[:closed])


def _told_in_article(placed: Sequence[Named]) -> bool:
    """Tell credits of an article, and a heading of comments below what it tells."""
    above = 0
    for one in placed:
        if _of_article(one):
            return True
        heads = one.rule == "roles/comment-header" or COMMENTS_ABOVE.fullmatch(
            one.paragraph.folded
        )
        if heads and above >= FEWEST_TOLD:
            return True
        if above >= MOST_POSTED and COMMENTS.fullmatch(one.paragraph.folded):
            return True
        above += len(one.paragraph.text) if _is_prose(one.paragraph) else 0
    return False


def _of_article(one: Named) -> bool:
    """Tell credits of an article."""
    return one.rule in CREDITED and ARTICLE.search(one.paragraph.folded) is not None


def _may_name(one: Named) -> bool:
    """Tell a line that may hold who speaks: a short one, or more than the time in a mark."""
    p = one.paragraph
    if is_mark(p.folded):
        return bool(SAID_BY.search(DIGITS.sub("", p.folded)))
    return 0 < len(p.text) <= SURE and not p.clause


def _says(one: Named) -> bool:
    """Tell prose with a clause, whatever the line was named."""
    return one.paragraph.clause and _is_prose(one.paragraph)


def names_board(placed: Sequence[Named]) -> bool:
    """Tell whether the page names the board it stands on: in its title, or first and last."""
    first = placed[0].paragraph.folded if placed else ""
    return PLACE.search(first) is not None or any(
        (n.rule == "roles/title-element" and PLACE.search(n.paragraph.folded))
        or (n.rule == "roles/legal" and OWNER.search(n.paragraph.folded))
        or (n.rule == "roles/breadcrumb" and BOARD_WAY.search(n.paragraph.folded))
        for n in placed
    )


def parts_posts(one: Named) -> bool:
    """Tell a mark or buttons."""
    folded = one.paragraph.folded
    if len(folded) <= SHORT:
        return _short(folded)
    if one.paragraph.signs & MARKING:
        return _parts(folded)
    return is_buttons(folded)


def _parts(folded: str) -> bool:
    return is_mark(folded) or is_buttons(folded)


#: Short lines repeat from page to page.
_short = lru_cache(maxsize=65_536)(_parts)


def is_sure(one: Named) -> bool:
    """Tell prose from names, ranks and places."""
    return not one.role and _is_prose(one.paragraph)


def _is_prose(p: Paragraph) -> bool:
    """Tell prose by its size and its marks."""
    size = len(p.han)
    if size < SHORTEST_SURE or p.linked * 2 >= len(p.text):
        return False
    if p.signs & signs.CLAUSE:
        return True
    return size >= SURE and not (p.signs & signs.SPACE and MENU_LINE.search(p.folded))


def weight(one: Named) -> int:
    """Count the characters of prose."""
    return len(one.paragraph.text) if is_sure(one) else 0


def title_of(placed: Sequence[Named]) -> int:
    """Find the line that was named the title, -1 for none."""
    return next((i for i, one in enumerate(placed) if one.rule == "roles/title"), -1)


def alone(placed: Sequence[Named]) -> frozenset[int]:
    """Give the text of a board's page with one post, less buttons and marks."""
    return frozenset(
        i for i, n in enumerate(placed) if n.role in TEXT_ROLES and not parts_posts(n)
    )
