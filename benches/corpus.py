"""A neutral, deterministic in-memory corpus: articles, science bases, events.

Nothing here knows about any site generator.  Every record comes from the seed,
its own index and the three counts alone.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
import random

CST = timezone(timedelta(hours=8))
TODAY = datetime(2026, 11, 15, tzinfo=CST)  # the corpus's fixed "now"
ARTICLE_YEARS = 18
EVENT_DAYS_PAST, EVENT_DAYS_AHEAD = 550, 180
SLOTS_PER_DAY = 20  # half hours from 09:00 to 18:30


@dataclass
class Article:
    id: str
    title: str
    date: datetime
    issue: str
    author: str
    tags: list[str]
    summary: str
    body: str


@dataclass
class Base:
    id: str
    title: str
    date: datetime  # when it was certified
    summary: str
    district: str
    category: str
    level: str
    address: str
    lat: float
    lon: float
    phone: str
    hours: str
    closed: str
    booking: str
    website: str
    body: str


@dataclass
class Event:
    id: str
    title: str
    start: datetime
    end: datetime
    summary: str
    base: str
    room: str
    series: str
    participants: list[str]
    capacity: int
    fee: str
    body: str


@dataclass
class Corpus:
    articles: list[Article] = field(default_factory=list)  # oldest first
    bases: list[Base] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)  # earliest first


# --- vocabulary --------------------------------------------------------------

TAGS = (
    "天文 航天 气象 气候 海洋 地质 地震 古生物 植物 动物 昆虫 鸟类 微生物 生态 湿地 土壤 农业 育种 食品 营养 "
    "医学 疫苗 免疫 睡眠 运动 心理 脑科学 基因 细胞 进化 物理 光学 声学 热学 电磁 量子 材料 纳米 化学 能源 "
    "太阳能 风能 核能 电池 电网 交通 桥梁 建筑 消防 应急 人工智能 机器人 芯片 通信 导航 遥感 数学 统计 科学史 科学家"
).split()
assert len(TAGS) == len(set(TAGS)) == 60

DISTRICTS = (
    "黄浦区 徐汇区 南汇区 静安区 普陀区 虹口区 杨浦区 闵行区 宝山区 嘉定区 浦东新区 金山区 松江区 青浦区 奉贤区 崇明区"
).split()
CATEGORIES = "科技场馆 自然生态 农业园区 科研院所 企业工坊 医疗卫生 气象地震 航空航天".split()
LEVELS = "国家级 市级 区级".split()
SERIES = "周末科学课 实验室开放日 夜游博物馆 观鸟行动 院士面对面 少年创客营 田间课堂 流动科技馆 星空观测 科普大讲堂 亲子工作坊 防灾演练".split()
AUDIENCES = "小学生 初中生 高中生 亲子家庭 社区居民 教师 银龄学员 志愿者 科技爱好者".split()
SURNAMES = "陈 林 周 吴 郑 沈 陆 顾 徐 孙 朱 何 许 蒋 唐 钱 严 潘 董 袁".split()
GIVEN = "晓岚 明远 思齐 雨桐 建国 若水 一鸣 清和 嘉言 书瑶 子墨 海峰 文静 立新 景行 知微 望舒 伯安 念慈 云舟".split()
ROADS = "科苑 学府 滨江 望湖 兰台 天文台 植物园 创新 育才 星河 青禾 石桥 听涛 云帆 朝阳 永安".split()

SUBJECTS = (
    ("蚕豆根瘤", "共生固氮", "根瘤菌", "显微镜"),
    ("城市热岛", "热量收支", "下垫面", "红外热像仪"),
    ("潮汐", "引力差", "月球", "验潮仪"),
    ("彩虹", "折射与色散", "水滴", "分光镜"),
    ("候鸟迁徙", "地磁导航", "环志", "雷达"),
    ("酸奶发酵", "乳酸代谢", "乳酸菌", "酸度计"),
    ("锂电池", "离子嵌入", "正极材料", "充放电仪"),
    ("台风路径", "引导气流", "副热带高压", "探空仪"),
    ("深海热液", "化能合成", "管虫", "载人潜水器"),
    ("恐龙足迹", "沉积保存", "泥岩", "三维扫描仪"),
    ("睡眠节律", "生物钟", "褪黑素", "脑电帽"),
    ("高铁轮轨", "黏着与蠕滑", "轮缘", "应变片"),
    ("超导磁悬浮", "磁通钉扎", "钇钡铜氧", "低温恒温器"),
    ("水稻分蘖", "激素调控", "分蘖芽", "光照培养箱"),
    ("流星雨", "彗星尘埃", "辐射点", "全天相机"),
    ("蜻蜓飞行", "非定常升力", "翅痣", "高速摄影机"),
    ("疫苗冷链", "蛋白稳定性", "佐剂", "温度记录仪"),
    ("湿地净水", "反硝化", "芦苇", "溶解氧仪"),
    ("北斗定位", "伪距测量", "原子钟", "接收机"),
    ("桥梁风振", "涡激共振", "桁架", "风洞"),
    ("菌物网络", "菌丝传输", "外生菌根", "同位素示踪"),
    ("茶叶香气", "萜烯释放", "晒青", "气相色谱"),
    ("地震预警", "纵波先行", "台网", "加速度计"),
    ("柔性屏幕", "有机发光", "薄膜晶体管", "椭偏仪"),
)

OPENERS = (
    "许多读者来信问起{s}，其实它离我们的日常并不远。",
    "如果你在{month}月的清晨路过江边，大概会注意到一个与{s}有关的细节。",
    "谈到{s}，课本里往往只有短短一行，而研究者已经为它工作了{n}年。",
    "本期专栏从一个看似简单的问题说起：{s}究竟是怎样发生的？",
    "上个月，一群中学生带着自己做的装置走进实验室，想弄明白{s}背后的道理。",
)
SENTENCES = (
    "从原理上看，{s}的核心是{p}，而{o}在其中扮演了关键角色。",
    "研究人员用{t}连续记录了{n}天，得到的曲线比预想的平滑得多。",
    "需要说明的是，{p}并不是唯一的解释，环境温度、湿度和采样时间都会影响结果。",
    "早在{year}年，就有人提出{o}可能与{p}有关，只是当时缺少合适的{t}。",
    "把样品数量从{m}份增加到{n}份之后，误差下降了大约百分之{pct}。",
    "这听起来有些违反直觉：变化最剧烈的地方，往往不是{o}最多的地方。",
    "换句话说，我们看到的只是结果，真正起作用的过程发生在几微米的尺度上。",
    "为了排除偶然因素，实验在三个城区重复进行，结论基本一致。",
    "在家里也可以做一个简化的观察，只要一只透明的杯子、一支温度计和一点耐心。",
    "讲解员常常用一个比喻：{p}像排队过闸机，{o}就是那道闸门。",
    "数据表明，夜间的数值比白天高出{pct}个百分点，周末又略低于工作日。",
    "当然，把实验室里的结论直接搬到野外并不稳妥，尺度一变，很多近似就不再成立。",
    "最近几年，便携式的{t}越来越便宜，公众也能参与到长期观测里来。",
    "专家提醒，网络上流传的一些说法把相关当成了因果，应当谨慎对待。",
    "如果忽略{o}的影响，模型给出的预测会系统性地偏高，这一点在{year}年的复核中得到了证实。",
    "对城市管理者来说，理解{p}有助于更合理地安排巡检和维护。",
    "有意思的是，同样的规律在完全不同的系统里也会出现，这正是科学迷人的地方。",
    "目前的争论集中在两点：一是{p}的起点在哪里，二是它能持续多久。",
    "参与者把{n}组读数汇总到同一张表里，**异常值**几乎一眼就能看出来。",
    "这项工作得到了多个科普基地的支持，原始记录可以在`开放数据`栏目中查阅。",
    "下一步，团队计划把{t}装到屋顶，连续观测一个完整的年份。",
    "从{o}的角度看，缓慢的积累比短时间的剧变更值得关注。",
)
QUOTES = (
    "观察要慢，记录要细，结论要晚。",
    "好的问题比现成的答案更难得，也更值得保存。",
    "科学不是一堆结论，而是一套不断修正自己的办法。",
    "把复杂的道理讲简单，前提是自己真的弄懂了它。",
)
HEADINGS = (
    ("从一个现象说起", "它为什么会发生", "我们能做些什么"),
    ("背景与由来", "关键的实验", "留给读者的问题"),
    ("先看数据", "原理并不神秘", "误区与提醒"),
    ("问题的提出", "测量与比较", "走进身边的科学"),
)
TITLES = ("{s}的秘密", "走近{s}", "{s}：被忽略的{o}", "为什么{p}这样重要", "用{t}看{s}", "{s}与我们的城市", "一堂关于{s}的课", "{p}入门")
LIST_ITEMS = (
    "准备一只干净的容器，记录开始时的室温",
    "每隔十分钟读一次数，连续读六次",
    "把{o}放在阴凉通风处，避免阳光直射",
    "用手机拍照，注意让标尺出现在画面里",
    "与{t}的读数对照，差别超过百分之{pct}就重做",
    "把结果画成折线，标出最高点和最低点",
    "和同伴交换记录，互相检查单位",
)


def rng(seed: int, *key: object) -> random.Random:
    return random.Random(":".join(map(str, (seed, *key))))


def name_of(r: random.Random) -> str:
    return r.choice(SURNAMES) + r.choice(GIVEN)


def fill(template: str, r: random.Random, subject: tuple[str, str, str, str]) -> str:
    s, p, o, t = subject
    return template.format(
        s=s, p=p, o=o, t=t, n=r.randint(12, 96), m=r.randint(3, 11),
        month=r.randint(1, 12), year=r.randint(1931, 2019), pct=r.randint(2, 38),
    )


def sentences(r: random.Random, subject, count: int) -> list[str]:
    return [fill(x, r, subject) for x in r.sample(SENTENCES, count)]


def spread(index: int, count: int, days: int) -> timedelta:
    """A distinct half-hour slot for each index, evenly over `days`."""
    slots = days * SLOTS_PER_DAY
    assert count <= slots, "more records than half-hour slots"
    day, slot = divmod(index * slots // count, SLOTS_PER_DAY)
    return timedelta(days=day, hours=9, minutes=30 * slot)


# --- articles ----------------------------------------------------------------

def article_table(r: random.Random, subject) -> str:
    rows = [f"| 第{i}组 | {r.randint(10, 40)} | {r.uniform(0.5, 9.5):.2f} | {r.choice(DISTRICTS)} |" for i in range(1, r.randint(4, 6))]
    return "\n".join([f"| 组别 | 样本数 | {subject[1]}指数 | 地点 |", "| --- | ---: | ---: | --- |", *rows])


def article_body(r: random.Random, subject, index: int, articles: int, bases: int) -> str:
    h1, h2, h3 = r.choice(HEADINGS)
    pool = sentences(r, subject, r.randint(15, 21))
    cut = [pool[i::6] for i in range(6)]
    figure = r.randrange(24)
    link_article, link_base = r.randrange(articles), r.randrange(max(bases, 1))
    steps = "\n".join(f"{i}. {fill(x, r, subject)}；" if index % 2 else f"- {fill(x, r, subject)}；"
                      for i, x in enumerate(r.sample(LIST_ITEMS, 4), 1))
    return "\n\n".join([
        fill(r.choice(OPENERS), r, subject) + "".join(cut[0]),
        f"## {h1}",
        "".join(cut[1]) + f"这一点在往期文章[《第{link_article + 1}篇》](/column/a{link_article + 1:05}/)里也提到过。[^1]",
        f"![{subject[0]}示意图](/img/fig-{figure:02}.png)",
        "".join(cut[2]),
        f"## {h2}",
        "".join(cut[3]),
        steps,
        article_table(r, subject),
        f"> {r.choice(QUOTES)}\n>\n> ——{name_of(r)}",
        f"## {h3}",
        "".join(cut[4]) + f"想亲眼看一看的读者，可以预约参观[附近的科普基地](/bases/b{link_base + 1:04}/)，也可以查阅[国际计量局的说明](https://www.bipm.org/en/measurement-units \"单位制\")。",
        "".join(cut[5]),
        f"[^1]: 数据来自{r.randint(2008, 2025)}年的公开报告，经{name_of(r)}复核，仅供*科普*使用。",
    ]) + "\n"


def make_article(seed: int, index: int, articles: int, bases: int) -> Article:
    r = rng(seed, "article", index)
    subject = r.choice(SUBJECTS)
    days = ARTICLE_YEARS * 365
    date = TODAY - timedelta(days=days) + spread(index, articles, days)
    return Article(
        id=f"a{index + 1:05}",
        title=fill(r.choice(TITLES), r, subject) + f"（{index + 1}）",
        date=date,
        issue=f"{date.year}年第{date.month}期",
        author=name_of(r),
        tags=r.sample(TAGS, r.randint(2, 4)),
        summary=fill(r.choice(OPENERS), r, subject) + fill(r.choice(SENTENCES[:8]), r, subject),
        body=article_body(r, subject, index, articles, bases),
    )


# --- bases -------------------------------------------------------------------

def make_base(seed: int, index: int, bases: int) -> Base:
    r = rng(seed, "base", index)
    subject = r.choice(SUBJECTS)
    district, category = r.choice(DISTRICTS), r.choice(CATEGORIES)
    kind = {"科技场馆": "科技馆", "自然生态": "自然保护站", "农业园区": "农业体验园", "科研院所": "开放实验室",
            "企业工坊": "工业展示馆", "医疗卫生": "健康教育中心", "气象地震": "观测站", "航空航天": "航天体验馆"}[category]
    name = f"{district[:-1]}{subject[0]}{kind}"
    body = "\n\n".join([
        f"{name}位于{district}，常年向公众开放。" + "".join(sentences(r, subject, 3)),
        "## 参观须知",
        "\n".join("- " + x for x in ("请提前一天预约并携带有效证件", f"单次参观约{r.randint(45, 120)}分钟", "十四周岁以下须由成人陪同", f"团队每批不超过{r.randint(15, 40)}人")),
        "".join(sentences(r, subject, 2)),
    ]) + "\n"
    return Base(
        id=f"b{index + 1:04}",
        title=f"{name}（{index + 1}号）",
        date=TODAY - timedelta(days=3650) + spread(index, bases, 3600),
        summary=fill(r.choice(SENTENCES), r, subject),
        district=district,
        category=category,
        level=r.choice(LEVELS),
        address=f"{district}{r.choice(ROADS)}路{r.randint(1, 1999)}号",
        lat=round(r.uniform(30.70, 31.60), 6),
        lon=round(r.uniform(121.00, 121.95), 6),
        phone=f"021-{r.randint(50000000, 69999999)}",
        hours=r.choice(("09:00-16:30", "09:30-17:00", "10:00-18:00", "08:30-16:00")),
        closed=r.choice(("周一", "周二", "法定节假日", "无")),
        booking=r.choice(("电话预约", "网上预约", "无需预约")),
        website=f"https://example.org/bases/{index + 1}",
        body=body,
    )


# --- events ------------------------------------------------------------------

def make_event(seed: int, index: int, events: int, bases: int) -> Event:
    r = rng(seed, "event", index)
    subject = r.choice(SUBJECTS)
    days = EVENT_DAYS_PAST + EVENT_DAYS_AHEAD
    start = TODAY - timedelta(days=EVENT_DAYS_PAST) + spread(index, events, days)
    series = r.choice(SERIES)
    agenda = "\n".join(f"{i}. {x}" for i, x in enumerate(("签到与分组", f"讲解：{subject[0]}", f"动手：使用{subject[3]}", "分享与合影"), 1))
    return Event(
        id=f"e{index + 1:05}",
        title=f"{series}：{subject[0]}（第{index + 1}场）",
        start=start,
        end=start + timedelta(minutes=r.choice((60, 90, 120, 180))),
        summary=fill(r.choice(OPENERS), r, subject),
        base=f"b{r.randrange(max(bases, 1)) + 1:04}",
        room=f"{r.randint(1, 5)}楼{r.choice(('报告厅', '实验室', '展厅', '户外集合点'))}",
        series=series,
        participants=r.sample(AUDIENCES, r.randint(1, 3)),
        capacity=r.randint(15, 200),
        fee=r.choice(("免费", "免费", "20元", "材料费30元")),
        body="\n\n".join(["".join(sentences(r, subject, 3)), "## 活动流程", agenda, "".join(sentences(r, subject, 2))]) + "\n",
    )


def make_corpus(seed: int, articles: int, bases: int, events: int) -> Corpus:
    return Corpus(
        articles=[make_article(seed, i, articles, bases) for i in range(articles)],
        bases=[make_base(seed, i, bases) for i in range(bases)],
        events=[make_event(seed, i, events, bases) for i in range(events)],
    )
