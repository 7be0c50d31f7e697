"""Strings in, whether they are names out: of a person, of an outlet.

Folded text only (`dongxi.fold`). A wrong name is worse than none: what is not plausible by
its surname is no name here; pen names count only where a label says so (`dongxi.people`).
"""

from __future__ import annotations

import re
from functools import lru_cache

#: Single surnames, less those that mostly begin other words (国 平 来 相 公 全 和 区 海 …).
SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜"
    "叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶"
    "黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申"
    "欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴"
    "蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳穆卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏"
    "宗瞿桂佟应臧闵苟邬卞姬仇栾隋刁沙荣巫寇桑郎甄丛仲虞敖巩佘池查麻苑迟邝封谈匡鞠惠荆乐冀"
    "郁胥储栗燕楚鄢劳谌奚皮粟冼蔺楼厉伊仝郜阚帅屠朴廉禹井祖漆丰卿狄晋云容敬扈晁芮阙浦戈伏"
    "鹿薄邸雍辜羊乌裘亓邰赫杭况宿鲜逯茹慕危亢嵇哈湛宾戎茅於揭尉冶檀昝幸奉植衡尧谯訾郄郗汲"
    "庹钮竺逄桓沃濮郇郏钭佴墨蒿萧傅岱钦肇眭仉暴闻满粱滑强涅洪赖常"
)
#: Surnames of two characters.
COMPOUND = (
    "欧阳", "上官", "司马", "司徒", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "夏侯",
    "长孙", "宇文", "轩辕", "端木", "独孤", "南宫", "西门", "呼延", "申屠", "澹台", "闻人", "万俟",
    "闾丘", "钟离", "第五", "完颜", "纳兰", "赫连", "拓跋", "淳于", "单于", "太史", "仲孙", "公羊",
)  # fmt: skip
#: Characters no given name holds.
NOT_GIVEN = frozenset(
    "的了是在与们报网社讯电摄者等说我你他她它这那不被把从对也就都还很员部局省县市区厅处编辑记稿图版号第级届期刊页节条款"
    "项件种位个只下内外后此每各该某氏总指要让使到去给请吃看做买卖打将所已并或及但而则且因于吗呢吧啊么什怎哪没"
)
#: Words of two or three characters that begin like a name.
WORDS = frozenset(
    """
    高度 高级 高校 高考 高速 高铁 高温 高中 高端 高层 高薪 高新 方面 方式 方法 方向 方案 方便
    方针 安全 安徽 安排 安装 安心 安康 安慰 安静 安阳 安庆 江苏 江西 江南 江北 江海 江山 江门
    金融 金额 金牌 金秋 金华 金砖 金属 黄河 黄金 黄山 黄海 黄石 黄冈 白天 白银 白云 白酒 白色
    白领 马上 马路 马来 石油 石化 石材 周末 周年 周围 周边 周期 周刊 周报 周口 周日 周一 周二
    周三 周四 周五 周六 温度 温州 温暖 温泉 温馨 杭州 康复 康养 程度 程序 成功 成立 成果 成都
    成绩 成为 成长 成本 成员 成效 成熟 成人 万元 万人 万家 万众 万里 万达 许多 许可 许昌 于是
    于此 应该 应当 应急 应用 应对 应届 应聘 应邀 项目 文化 文章 文明 文件 文字 文艺 文学 文物
    文旅 文献 文本 文创 文教 文山 文体 文娱 文图 章程 单位 单纯 单身 单独 单元 单价 解决 解放
    解释 解读 解析 解答 解说 管理 管控 管道 管委 任务 任何 任命 任职 任免 毛病 毛利 支持 支付
    习惯 向上 向前 向导 水平 花园 党员 党委 党组 党建 党史 党校 党性 党章 党中央 年轻 关于
    关注 关系 关键 关闭 关心 关爱 关怀 关税 平安 强调 强化 强国 强烈 强大 强势 商业 尚未 幸福
    幸运 严格 严重 严肃 严禁 严峻 车辆 车站 车型 车主 车道 古代 古老 古城 古镇 古典 古诗 古籍
    盛大 盛会 盛世 景区 景色 景点 景观 景德镇 卓越 卫生 卫视 卫星 卫健委 房屋 房地产 房产 房价
    房东 查看 查询 查处 查找 查阅 查获 荣誉 荣获 荣耀 曾经 相关 左右 左边 来源 来自 宣传 农业
    牛奶 牛肉 牛市 燕京 燕山 鲁网 易读 易地 钱包 钱财 段落 段子 雷达 雷电 龙头 龙江 龙岩 史料
    史上 史诗 陶瓷 陶冶 顾客 顾问 严打 武汉 武器 武警 武术 武装 武昌 莫名 莫斯科 施工 施行
    施策 牛年 庄严 庄园 庄稼 乔迁 申请 申报 申论 申诉 申城 欧洲 欧盟 欧美 关中 兰州 焦点 焦虑
    焦作 祝福 祝贺 祝愿 包括 包含 包装 包容 包头 包邮 宁夏 宁波 宁静 宁德 符合 符号 舒适 舒服
    纪念 纪律 纪委 纪录 纪检 纪实 童年 童话 凌晨 毕业 毕竟 毕节 季度 季节 成语 成年 谷歌 盛开
    曲线 曲艺 曲阜 路线 路由 路径 路面 路上 路透 游戏 游客 游泳 游行 辛苦 辛勤 蒙古 蒙牛 华为
    华侨 华人 华东 华南 华北 华中 华语 华夏 饶有 解封 艾滋 尤其 阳光 阳台 阳江 阳泉 农村 古今
    吉林 吉祥 吉利 吉安 简单 简介 简报 简历 简体 简讯 简称 简史 连续 连接 连日 连载 连线
    连云港 连年 麦田 麦当劳 景气 宫廷 费用 费率 冷静 冷冻 席位 米粉 宗旨 宗教 桂林 桂花 全国
    应景 沙漠 沙发 沙滩 沙龙 荣光 巩固 池塘 麻烦 麻将 封面 封闭 封锁 封城 谈话 谈判 谈心 谈论
    谈谈 惠民 惠州 惠农 乐观 乐园 乐趣 乐器 乐山 冀望 储备 储蓄 储存 燕郊 劳动 劳务 劳模 皮肤
    皮革 楼市 楼主 楼盘 楼宇 伊朗 伊拉克 伊斯兰 丰富 丰收 丰台 晋升 晋江 晋级 云南 云端 云计算
    容易 容量 敬请 敬业 敬礼 敬老 浦东 伏击 薄弱 乌克兰 乌鲁木齐 况且 宾馆 宾客 揭秘 揭晓 揭牌
    揭示 奉献 奉贤 植物 植树 衡量 衡阳 墨西哥 墨水 滑雪 滑动 满意 满足 满分 闻名 何况 何时
    何处 何以 何必 林业 林区 林地 林草 林木 林州 罗马 罗列 郑重 郑州 梁山 谢谢 谢绝 谢意 宋代
    宋朝 宋体 唐代 唐朝 唐山 唐诗 田园 田野 田间 田径 田地 叶子 叶片 苏州 苏联 苏宁 苏北 范围
    范文 范例 范畴 范式 石家庄 夏天 夏季 夏日 夏令营 方正 方圆 秦岭 秦皇岛 江河 段位 贺电 贺信
    贺岁 贺词 顾虑 龙舟 龙门 史学 毛衣 钱塘 严控 戴口罩 温室 文稿 文摘 文汇 文风 樊篱 安置
    安保 安居 安检 安定 齐全 齐鲁 齐心 易学 易经 程式 余额 余地 余下 余杭 杜绝 任期 任意 任性
    任教 沈阳 姚江 金山 金星 石榴 白皮书 白宫 万物 万一 万岁 钟表 陆地 陆续 陆军 叶面
    全文 全会 申明 关停 党内 党外 党群 党务 党报 马拉松 朱砂 胡同 胡乱 高兴 高潮 高原 高压
    高效 高质量 高科技 高水平 高品质 张家口 张家界 张贴 张力 张扬 杨柳 杨树 黄昏 黄色 吴江
    周到 周密 孙女 孙子 马匹 朱红 董事 董事长 董事会 潘多拉 余年 于今 章节 鲁菜 路透社 谷雨
    麦克风 苗木 苗族 甘肃 甘蔗 左翼 向往 向来 黎明 黎族 顾全 万能 万象 钱币 武夷山 莫非 汤圆
    施展 施压 文凭 文革 安宁 安抚 乔治 伍佰 庞大 颜色 颜值 庄重 岳阳 申花 欧元 欧冠 关联 关卡
    关口 关切 兰花 柳州 童装 成交 成分 成份 成品 成就 成千 成熟期 苗头 曲折 路灯 路演 游览
    游艇 管辖 管护 柴油 房企 房贷 解除 解密 解码 解说员 米兰 卫浴 党派 费城 冷却 席卷 应邀出席
    沙特 荣华 池州 麻醉 查明 查封 封顶 谈及 惠及 乐意 丰田 云集 云浮 容纳 敬爱 薄膜 乌云 宿舍
    宿州 宿迁 鲜花 鲜明 鲜活 危机 危险 危害 银行 茅台 利用 储户 劳资 皮影 廉政 廉洁 廉价 祖国
    祖先 漆黑 丰硕 晋城 云霄 浦发 伏天 羊年 羊肉 乌龙 慕名 危房 哈尔滨 哈佛 湛江 揭阳 幸存
    奉化 植入 衡水 尧舜 桓台 沃土 暴雨 暴力 暴露 暴涨 强度 强制 强降雨 强迫 强者 涅槃 明天
    张总 东方网 第五届 第五次 第五期 西门子 长孙女 方便面 任职资格 高等 高手 高峰 高管 高中生
    成千上万 安徽省 江苏省 江西省 云南省 甘肃省 常年 常务 常委 常见 常态 常州 边境 边防 程度上
    时间 尤为 尤其是 关键词 张开 张罗 强军 国家 国际 路边 路口 方言 毛利率 白天鹅 高处 高铁站
    许可证 项目部 谢幕 龙年 马年 万州 万全 宋词 孟加拉 温州市 常德 常熟 广西 贵州 贺州 莫干山
    梅州 梅花 柳树 江湖 江边 江水 金沙江 金色 金钱 金奖 金榜 金融街 贾斯 舒缓 文旅部 文明网
    文史 文联 文中 文末 文号 简体字 石窟 程控 季度末 丁香 丁字 包袱 包车 包机 包揽
    洪水 洪涝 洪灾 洪峰 洪流 洪湖 洪泽 洪亮 洪荒 洪都 洪武 洪福 洪钟 赖以 赖账 赖皮 赖床 常用 常规 常识
    常住 常驻 常青 常春 常常 常人 常温 常理 常设 常客 常量 常备 常言 常胜 常宁 常山 常平 常抓 常态化
    """.split()  # noqa: SIM905  (a word list, not code)
)
#: What follows a surname in place of a given name.
HONORIFIC = re.compile(
    "(?:老师|先生|女士|主任|教授|记者|同志|书记|[省市部局院校会社站厅处科司区县镇乡村队所]长|主席|委员"
    "|经理|博士|医生|律师|小姐|大爷|阿姨|师傅|警官|法官|总理|总统|导演|校友|家[人庄]|[府庙路街乡村庄镇])$"
)
_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff"
ONLY_HAN = re.compile(f"[{_HAN}]+")
#: `约翰·史密斯`, `阿不都热合曼·艾山`; each part at most this long.
FOREIGN = re.compile(f"[{_HAN}]{{1,8}}(?:[·•・][{_HAN}A-Z]{{1,8}}){{1,3}}")
LATIN_NAME = re.compile("[A-Z][a-z'.-]{1,14}(?: [A-Z][a-z'.-]{0,14}){1,3}")
#: Given names have one or two characters.
SHORTEST_NAME, LONGEST_NAME = 2, 3

#: How the names of outlets end.
OUTLET_END = re.compile(
    "(?:(?<![联官电法上入因渔情])网|网站|官网|(?<![海回汇举情警申预通公简填上禀播战捷喜酬])报|(?<![作行公会结工学讼])社"
    "|(?<![平舞阳后前站柜月讲擂看窗瓦])台|新闻|客户端|频道|在线|快讯|日报|晚报|杂志|周刊|月刊|半月刊|期刊|双周刊|新媒体|融媒体?"
    "|融媒体中心|传媒|卫视|央视|央广|电视|广播|电台|财经|公众号|官方账号|视频|视界|视点|观察|时评|号外|通讯社|出版社)$"
)
#: An outlet is one in any of its editions.
EDITION = re.compile("(?:网络|电子|数字|海外|官方)版$|数字报$")
#: Names of parts of a site, in its navigation: no outlet's.
NOT_OUTLET = re.compile(
    "(?:最新|相关|推荐|热门|更多|国内|国际|社会|体育|娱乐|财经|科技|军事|时政|地方|本地|焦点|滚动|头条|图片|视频|今日|即时|要闻|行业|公司|企业|学校"
    "|学院|校园|综合|媒体|新闻|各地|党建|工作|健康|教育|文化|旅游|汽车|房产|法治|民生|经济|观点|评论|深度|热点|全部|首页|直播|央企|产业|网络|短|小|本|该|我|贵)"
    "(?:新闻|快讯|财经|频道|视频|在线|观察|视点|传媒|网|报|社|台|刊|网站|客户端|杂志|期刊|时评)?"
)
#: What kind of a paper it is, without its name.
KIND_ALONE = re.compile("[日晚早晨午]报|都市报")
#: Words no outlet's name holds: it is a sentence or a headline.
NO_OUTLET_WORD = re.compile(
    "[的了被把让请是您你他她吗呢吧这那怎哪么,。!?:;|/“”]|关于|如何|为何|来源|作者|编辑|转自"
)
LATIN_OUTLET = re.compile(
    "(?=.{0,20}[A-Z]|.{0,20}\\.(?:com|cn|net|org)$)[A-Za-z0-9][A-Za-z0-9.&+-]{1,19}"
)
NOT_LATIN_OUTLET = re.compile(
    "(?i:copyright|home|news|login|english|top|next|prev|app|vip|pdf|by|tags?|no|url|ip|html?|rss|more|i(?:phone|pad|os)|android)|[A-Z]?[0-9.+-]+"
)
LONGEST_OUTLET = 16
#: Endings that are the short name of one outlet.
SHORT_OUTLETS = frozenset({"央视", "央广"})

#: A half-open range of characters.
Span = tuple[int, int]

#: Words that stand where a name should.
_PLACEHOLDER = (
    "佚名|未知|匿名|不详|娱乐|时尚|热点|焦点|知识|百科|休闲|探索|无|暂无|空|原创|转载|转帖|网络|互联网|网上|网友|网民|其[他它]|本站|本网|本网站|本站原创|本站整理|网络转载"
    "|网络整理|来自网络|来源网络|来源于网络|来源互联网|综合|整理|综合整理|综合报道|小编|站长|管理员|系统管理员|编辑部?|记者|作者|本站编辑"
    "|本站小编|admin|administrator|root|test|nil|null|none|nan|n/a|true|false|undefined|unknown|anonymous|author"
)
PLACEHOLDER = re.compile(_PLACEHOLDER, re.IGNORECASE)
#: Values that name nobody: placeholders, and the codes of accounts.
NOBODY = re.compile(
    f"{_PLACEHOLDER}|[-*.· ]{{1,6}}|[0-9]{{1,12}}|[A-Za-z]{{1,3}}_?[A-Z]{{0,2}}[0-9]{{2,6}}",
    re.IGNORECASE,
)
#: Blanks and marks, ASCII, general, Chinese and fullwidth ones.
MARKS = re.compile(
    "[\x00-/:-@\\[-`{-\xbf\u2000-\u206f\u2500-\u27bf\u3000-\u3004\u3008-\u3020\u30fb\ufe30-\ufe6f"
    "\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\ufeff]*"
)
#: Names part at marks, and at a full stop between Han: a name from abroad has `·` there.
PART = re.compile(f"(?:[^、,;/&|.]|(?<![{_HAN}])[.]|[.](?![{_HAN}]))+")
TOKEN = re.compile("[^ ]+")
#: Staff codes behind an editor's name: SF099, _NN2587.
CODE = re.compile("[ _]{0,2}[A-Z]{1,4}_?[A-Z]{0,2}[0-9]{2,6}[ ]{0,4}$")
_TRADE = (
    "(?:记者|通讯员|评论员|实习生|特派员|特约撰稿人?|撰稿人?|观察员|编辑|作者|译者|主播|教授|研究员|主任|博士|院士|主席|会长|院长|校长|局长"
    "|书记|部长|律师|医师|医生|专家|学者|委员|秘书长|所长)"
)
TRADE_ALONE = re.compile(
    f"[{_HAN}A-Za-z·]{{0,14}}{_TRADE}|(?:总台|全媒体|融媒体|新媒体|整理|通讯|特约|见习|实习)"
)
TRADE_BEFORE = re.compile(f"[{_HAN}A-Za-z0-9·]{{0,20}}{_TRADE}")
DEED_ALONE = re.compile(
    "(?:综合|摄影|联合|现场|深度)?报[道导]|文[/]?图|图[/]?文|图文|文|编译|整理|采写|撰文|供稿|等"
)
DEED_BEHIND = re.compile(
    "(?:综合|摄影|联合|现场|深度)?报[道导]$|等人?$|整理$|编译$|采写$|供稿$"
)
LONGEST_PEN, LONGEST_PEN_IN_LIST = 20, 4
#: Words no pen name holds: it is a sentence, or a button of the page.
NO_PEN_WORD = re.compile(
    "[的了是被把从将让在于您]|毕业|打印|关闭|分享|评论(?!员)|全体|我要|点击|返回|查看|收藏|举报|纠错|点赞|下载|现任|就读|供职|任职"
    "|来稿|投稿|审核|全文|本页|窗口"
)
#: Buttons that stand behind a credit.
BUTTON = re.compile(
    "(?:打印|关闭|分享|返回|我要|收藏|点击|查看|更多|推荐|复制|下载|举报|纠错|评论(?!员)|点赞|字[体号]|扫[一码]|上一[篇页]|下一[篇页]|首页"
    "|全文|阅读|浏览|转发|投稿|关注)"
)
#: How the names of offices, schools and firms end; none of them is a person.
OFFICE = re.compile(
    f"[{_HAN}()]{{0,20}}(?:大学|学院|研究(?:院|所|室|会)|中心|公司|集团|办公室|委员会|协会|学会|商会|联合会|基金会|政府|法院|检察院|医院|银行|学校"
    "|[中小]学|党校|幼儿园|实验室|支部|党委|团委|[省市县区州镇乡工]委|管委会|工作站|事务所|[文哲法理工医农商史外数化生]学?系)"
    f"|[{_HAN}]{{2,16}}(?:[局委部社科厅室院所办股站队组团]|(?<![深高远近此何各珊])处)"
)
#: The offices that sign a page beside its date, a place or a body before them or none.
OFFICE_WORD = re.compile(
    f"(?:[{_HAN}]{{0,6}}[省市县区旗州镇乡村委府校院])?"
    "(?:(?:宣传|组织|统战|新闻|编辑|采编|综合|业务|市场|技术|财务|人事|教务|教学|教研|科研|学生|学工|总务|后勤|政教|政工|党群|党建|工会|信息|网络"
    "|文秘|秘书|外事|保卫|安全|法制|政策|研究|审计)(?:工作)?[部处科股室组]|办公[室厅]|党政办|党办|院办|校办|政府办|宣传办|信息中心|新闻中心"
    "|网络中心|党委|团委|纪委|(?:教育|教体|体育|民政|司法|财政|统计|卫生|卫健|农业|林业|水利|气象|发改|人社|住建|城管|公安|交通|文化|环保|税务|档案|信访)局)"
)
NATION = re.compile(
    "[ ]{0,4}[(\\[][ ]?(?:[美英法德日俄意加澳韩印荷苏奥匈波丹挪芬希埃瑞葡西巴智阿以朝泰越捷比爱古哥秘墨土伊新]|美国|英国|法国|德国|日本|俄罗斯|意大利|加拿大|澳大利亚|韩国|印度"
    "|荷兰|苏联|奥地利|西班牙|瑞士|瑞典|以色列|阿根廷|哥伦比亚|爱尔兰|新加坡|马来西亚)[ ]?[)\\]][ ]?"
)
NO_PEN = re.compile(r"[。!?:;<>=“”\"{}()\[\]#$%^]|//")
LETTER = re.compile(f"[{_HAN}A-Za-z]")
#: Pen names that may hold spaces: spaced out, or Latin.
SPACED_PEN = re.compile(f"[{_HAN}](?: +[{_HAN}])+|[A-Za-z.'-]+(?: +[A-Za-z.'-]+)+")
#: A name held back: 李某, 王某某.
UNNAMED = re.compile(f"[{''.join(sorted(SURNAMES))}](?:某某?|某[{_HAN}])")


def is_name(text: str) -> bool:
    """Tell whether a string is plausibly the name of a person, by surname and shape.

    >>> is_name("蔺炳正"), is_name("王 法"), is_name("欧阳青山"), is_name("约翰·史密斯")
    (True, True, True, True)
    >>> is_name("高度"), is_name("王某"), is_name("李老师"), is_name("记者"), is_name("黄河流域")
    (False, False, False, False, False)
    """
    bare = text.replace(" ", "")
    if FOREIGN.fullmatch(bare) or LATIN_NAME.fullmatch(text):
        return True
    if not ONLY_HAN.fullmatch(bare) or bare in WORDS or HONORIFIC.search(bare[1:]):
        return False
    if bare.startswith(COMPOUND) and len(bare) in {3, 4}:
        return not NOT_GIVEN.intersection(bare[2:])
    if not SHORTEST_NAME <= len(bare) <= LONGEST_NAME or bare[0] not in SURNAMES:
        return False
    return not NOT_GIVEN.intersection(bare[1:]) and bare[:2] not in WORDS


def is_outlet(text: str) -> bool:
    """Tell whether a string is plausibly the name of an outlet: a paper, site, station, agency.

    >>> is_outlet("齐鲁网"), is_outlet("《光明日报》"), is_outlet("北青网-北京青年报"), is_outlet("ZAKER")
    (True, True, True, True)
    >>> is_outlet("互联网"), is_outlet("平台"), is_outlet("最新新闻"), is_outlet("本报"), is_outlet("2017")
    (False, False, False, False, False)
    """
    bare = text.strip(" 《》“”")
    return SHORTEST_NAME <= len(bare) <= LONGEST_OUTLET and _is_outlet(bare)


@lru_cache(maxsize=65_536)
def _is_outlet(bare: str) -> bool:
    """Judge a short string; names and menus repeat from page to page."""
    if NO_OUTLET_WORD.search(bare):
        return False
    if LATIN_OUTLET.fullmatch(bare):
        return not NOT_LATIN_OUTLET.fullmatch(bare)
    if NOT_OUTLET.fullmatch(bare) or KIND_ALONE.fullmatch(bare) or " " in bare:
        return False
    end = OUTLET_END.search(bare)
    whole = end is not None and end.start() == 0 and bare not in SHORT_OUTLETS
    return end is not None and not whole and bool(ONLY_HAN.search(bare))


def nobody(text: str) -> bool:
    """Tell whether a value is empty, marks only, or a word that stands in for a name.

    >>> nobody("~"), nobody(" NULL "), nobody("佚名"), nobody("来源网络"), nobody("")
    (True, True, True, True, True)
    >>> nobody("王法"), nobody("网络作家王法"), nobody("原创力文档"), nobody("Nona")
    (False, False, False, False)
    """
    bare = text.strip()
    return bool(MARKS.fullmatch(bare) or PLACEHOLDER.fullmatch(bare))


def is_office(text: str) -> bool:
    """Tell whether a string is the name of an office, a school, a firm; outlets are none.

    >>> is_office("办公室"), is_office("山南大学"), is_office("东山县委"), is_office("宣传部")
    (True, True, True, True)
    >>> is_office("北风"), is_office("王小明"), is_office("青河通讯社"), is_office("教育局 王法")
    (False, False, False, False)
    """
    return bool(OFFICE.fullmatch(text)) and not is_name(text) and not is_outlet(text)


def split_names(text: str) -> list[Span]:
    """Split the value of a label into the names it holds; give their ranges in the value.

    Names part at 、 , ; / & . and at spaces; a name spaced out (王 法) stays one. What a label
    holds may be a pen name or an outlet too, but beside spaces only what looks like a name is
    one. Trades, staff codes, offices, buttons and 等 are no part of a name, 佚名 and the like
    are nobody.

    >>> [text[a:b] for text in ("王红 打印本页", "王小明 山南大学", "全体同事") for a, b in split_names(text)]
    ['王红', '王小明']

    >>> [text[a:b] for text in ("王乐文  方  敏", "记者 王法、李明 PX209") for a, b in split_names(text)]
    ['王乐文', '方  敏', '王法', '李明']
    >>> [text[a:b] for text in ("王法.李明", "J.R.Smith") for a, b in split_names(text)]
    ['王法', '李明', 'J.R.Smith']
    >>> [text[a:b] for text in ("央视网", "佚名", "王法,某大学教授", "约翰·史密斯") for a, b in split_names(text)]
    ['央视网', '王法', '约翰·史密斯']
    """
    sure: list[Span] = []
    pens: list[Span] = []
    parts = [part.span() for part in PART.finditer(text)]
    for start, stop in parts:
        end = _before_buttons(text, start, stop)
        names = _names_in(text, start, end)
        if names is None:
            names = _among_offices(text, start, end) or None
        sure += names or []
        pen = None if names else _pen(text, start, end)
        if pen and (names is None or _institution(text[slice(*pen)])):
            pens.append(pen)
    if sure:
        pens = [pen for pen in pens if _short_pen(text[slice(*pen)])]
    elif len(parts) > 1:
        pens = [pen for pen in pens if _listed(text[slice(*pen)])]
    return sorted(sure + pens)


def all_names(text: str) -> list[Span]:
    """Split a string that must hold nothing but names, trades and outlets; else give nothing.

    >>> all_names("王法 李明"), all_names("本报记者王法"), all_names("王法 昨日")
    ([(0, 2), (3, 5)], [(4, 6)], [])
    """
    found: list[Span] = []
    for part in PART.finditer(text):
        names = _names_in(text, *part.span())
        if names is None:
            return []
        found += names
    return found


def spell(name: str) -> str:
    """Write a name without the spaces set inside it.

    >>> spell("方  敏"), spell("John Smith")
    ('方敏', 'John Smith')
    """
    return re.sub(f"(?<=[{_HAN}]) +(?=[{_HAN}])", "", name)


def _names_in(text: str, start: int, end: int) -> list[Span] | None:
    """Give the names of a part between marks; None where something else stands there too."""
    end = start + len(CODE.sub("", text[start:end]).rstrip())
    if not text[start:end].strip() or LATIN_NAME.fullmatch(text[start:end].strip()):
        bare = text[start:end]
        at = start + len(bare) - len(bare.lstrip())
        return [(at, end)] if bare.strip() else []
    found: list[Span] = []
    for first, last in _tokens(text, start, end):
        name = _stripped(text, first, last)
        if name is None:
            return None
        if name[0] < name[1]:
            found.append(name)
    return found


def _before_buttons(text: str, start: int, end: int) -> int:
    """Give where the buttons behind the names of a part begin, else its end.

    >>> _before_buttons("北风 打印本页 关闭窗口", 0, 12), _before_buttons("分享", 0, 2)
    (2, 2)
    """
    for token in list(TOKEN.finditer(text, start, end))[1:]:
        if BUTTON.match(token.group()):
            return start + len(text[start : token.start()].rstrip())
    return end


def _among_offices(text: str, start: int, end: int) -> list[Span]:
    """Give the names of a part that stand among offices, up to the first other word.

    >>> _among_offices("东山县委 宣传部 王小明", 0, 12), _among_offices("李某 其文", 0, 5)
    ([(9, 12)], [(0, 2)])
    >>> _among_offices("李某", 0, 2), _among_offices("天下 王小明", 0, 6)
    ([], [])
    """
    tokens = _tokens(text, start, end)
    found: list[Span] = []
    single = len(tokens) < 2 or SPACED_PEN.fullmatch(text, start, end)  # noqa: PLR2004  (a pair)
    for first, last in () if single else tokens:
        name = _stripped(text, first, last)
        if name is None and UNNAMED.fullmatch(text[first:last]):
            name = first, last
        if name is None and not is_office(text[first:last]):
            break
        if name and name[0] < name[1]:
            found.append(name)
    return found


def _tokens(text: str, start: int, end: int) -> list[Span]:
    """Split at spaces; put a name that is spaced out together again."""
    tokens: list[Span] = []
    for found in TOKEN.finditer(text, start, end):
        first, last = found.span()
        if tokens:
            head = text[slice(*tokens[-1])]
            single = len(head) == 1 and head in SURNAMES and last - first <= 2  # noqa: PLR2004  (王 小明)
            if single or (head in COMPOUND and last - first <= 2):  # noqa: PLR2004  (欧阳 青山)
                tokens[-1] = (tokens[-1][0], last)
                continue
        tokens.append((first, last))
    return tokens


def _stripped(text: str, start: int, end: int) -> Span | None:
    """Take trade, title and deed off a token; an empty range where nothing is left."""
    nation = NATION.match(text, start, end)
    start = nation.end() if nation else start
    token = text[start:end]
    if is_name(token):
        return start, end
    if is_outlet(token) or TRADE_ALONE.fullmatch(token) or DEED_ALONE.fullmatch(token):
        return end, end
    for before in (TRADE_BEFORE, None):
        head = before.match(token) if before else None
        for tail in (None, DEED_BEHIND):
            cut = tail.search(token) if tail else None
            first = head.end() if head else 0
            last = cut.start() if cut else len(token)
            if is_name(token[first:last]):
                return start + first, start + last
    return None


def _pen(text: str, start: int, end: int) -> Span | None:
    """Take a part as a pen name, None where it cannot be one."""
    bare = CODE.sub("", text[start:end]).rstrip(" .·-_")
    bare = bare.lstrip(" .·-_")
    start = text.index(bare, start) if bare else start
    if not SHORTEST_NAME <= len(bare) <= LONGEST_PEN or not LETTER.search(bare):
        return None
    if NOBODY.fullmatch(bare) or NO_PEN.search(bare) or NO_PEN_WORD.search(bare):
        return None
    spaced = " " in bare and not SPACED_PEN.fullmatch(bare)
    if is_office(bare) or (spaced and not _institution(bare)):
        return None
    return start, start + len(bare)


def _institution(text: str) -> bool:
    """Tell whether a part without a person's name signs for an outlet."""
    return is_outlet(text) or text.endswith("评论员")


def _listed(pen: str) -> bool:
    """Tell whether a pen name may stand in a list of pen names."""
    return len(pen) <= LONGEST_PEN_IN_LIST or _institution(pen)


def _short_pen(pen: str) -> bool:
    """Tell whether a pen name may stand in a list beside plain names."""
    return len(pen) <= LONGEST_PEN_IN_LIST and not is_outlet(pen) and not HONORIFIC.search(pen)
