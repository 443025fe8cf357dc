"""Danger in plain words: regular expressions, one table a sort, and the words that speak against danger.

They know the plainest ways of saying it. What is said in other words is the model's (``nlu.danger.model``), and how the two
are weighed is ``nlu.danger.recogniser``'s.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlu.danger.sorts import Sort

_SOMEBODY = r"(?:我|人|妈|爸|娃|孩子|女儿|儿子|老人|他|她|老婆|婆娘)"
_HARMED = rf"{_SOMEBODY}(?!的是|的主意|的?(?:电话|手机|微信|狗|车))"
_NOW = r"(?:正在?|又在|还在|马上|刚刚|现在[正又就在]|[^现]在)"
_POISON = r"(?:农药|百草枯|敌敌畏|除草剂|安眠药|老鼠药|耗子药)"
_HEIGHT = r"(?:楼顶|天台|楼边|塔吊|吊塔|广告牌|脚手架|水塔|信号塔)"
_WAGES = r"(?:工资|工钱|薪|不给钱|欠钱|欠[我他]|尾款)"
_WEAPON = r"(?:菜刀|砍刀|杀猪刀|刀|斧头|锄头|钢管|铁棍|棍子|棒棒|汽油)"
_KILL = r"杀(?!价|猪|鸡|牛|羊|鱼|虫|毒|熟|青|年猪|人犯|人罪|人案)"
_CHILD = r"(?:娃儿?|孩子|小孩|女儿|儿子|孙女|孙子|妹妹|弟弟|学生)"
_TAKE_LIFE = rf"(?:自杀|寻死|寻短见|自尽|自焚|上吊|割腕|烧炭|卧轨|跳(?:楼(?!价)|[河江桥海崖井]|水库|堰塘)|[喝吞](?:了?{_POISON}|药))"

# Danger whenever it is said of the present. The first sort that fits is taken.
_PRESENT = {
    Sort.JUMP: (
        rf"{_WAGES}.{{0,20}}(?:(?:要|就|想|往下)跳(?:楼|下去)?|(?:站|爬|坐)[在到上].{{0,4}}{_HEIGHT}|上{_HEIGHT}|浇.{{0,3}}汽油)|"
        rf"(?:(?:要|想|闹着)跳楼|(?:站|爬|坐|人)[在到上].{{0,4}}{_HEIGHT}).{{0,20}}{_WAGES}|"
        r"(?:爬|上|在|站)[上到在]?.{0,4}(?:塔吊|吊塔|广告牌|水塔|信号塔)|浇.{0,4}汽油"
    ),
    Sort.VIOLENCE: (
        rf"救命(?!钱|恩|药|稻草)|杀人了|{_NOW}.{{0,6}}[打砍掐捅揍]{_HARMED}|现在[打砍掐捅揍]{_HARMED}|[打掐砍捅](?:我|死我).{{0,4}}(?:快|救)|"
        rf"[拿提举持][起着到了]?(?:一?把)?{_WEAPON}|[在正].{{0,2}}[砸撬踹撞].{{0,4}}门|(?:我|妈|娃|孩子|女儿).{{0,4}}[躲藏](?:在|到|起)"
    ),
    Sort.THREAT: (
        rf"(?:要|想)(?:{_KILL}|捅|砍)(?:死|了)?(?:我(?!了)|人|他|她|全家)|要[打弄整烧毒捅砍](?:死|残|废)(?:我|他|她|全家|我们)(?!家?的)|"
        rf"(?:说|扬言|威胁|放话|喊).{{0,10}}(?:{_KILL}(?:了|死|我|人|全|他|她)|[砍捅弄打烧毒]死(?!也|都|不)|剁|打断|泼硫酸|毁容|放火|烧房|同归于尽|收尸)"
    ),
    Sort.SELF_HARM: (
        rf"(?:想|要|准备|闹着|打算|跑去|正在)(?:去)?{_TAKE_LIFE}|"
        r"不想活(?!在|成|得)|不活了|活够了|活腻了|活不下去|(?:想|要|只有|准备)去?死(?!亡|者|你|我了|的|要|缠|心|守|猪|马|脑)|轻生|不如死了|死了算|"
        r"站[在到](?:楼顶|楼边|桥上|塔吊)|怎么死|死.{0,3}不(?:痛|疼)|结束(?:自己|我)的?生?命|了结(?:自己|我|生命)|来世再|永别|写好?遗书|自残"
    ),
    Sort.CONFINEMENT: (
        r"(?:救|放)我出去|(?:逃|跑)不(?:出|脱|掉)|被.{0,4}囚禁|后备箱|传销.{0,12}(?:出不来|不准|不让|看着|控制|窝点)|(?:不准|不让|不许)我们?(?:走|出门|出去|离开)"
    ),
    Sort.CHILD: (
        rf"{_CHILD}.{{0,6}}(?:不见了|走丢|失踪|遭?被?抱走|没回来)(?!.{{0,12}}(?:找到|找回|接回))|"
        rf"[打掐烫摔捂](?:我家?的?|小)?(?:娃儿?|孩子|小孩|婴儿)(?!的|们)"
    ),
}  # fmt: skip
# Danger unless somebody asks what the law makes of it.
_UNLESS_ASKED = {
    Sort.SELF_HARM: rf"割腕了|喝了?{_POISON}|{_TAKE_LIFE}了|一死了之",
    Sort.VIOLENCE: (
        r"被.{0,4}[砍捅](?:了|伤|到)|拿(?:菜)?刀.{0,4}[砍杀追捅]|[打砍].{0,4}(?:流血|昏|晕过去|动不得)|强奸了?我|"
        r"[打掐踢揍]了?(?:我|我们|我妈|我爸|她)(?!的|电话|手机|微信|过|.{0,3}主意)|尾随我|跟踪我|打起来了|[砍捅]人了?$|持刀抢劫"
    ),
    Sort.CONFINEMENT: (
        r"绑架|[被遭]人?(?:绑|拐[卖骗走])|"
        rf"(?:[把被]{_SOMEBODY}(?!的|家)|(?:我|妈|娃|孩子|女儿|老人|她|人)被).{{0,6}}[关锁绑扣拴](?:起来|在|到|了|住)|骗到缅北|偷渡|赎人"
    ),
    Sort.CHILD: rf"{_CHILD}.{{0,4}}(?:被|遭).{{0,6}}(?:打|摸|欺负|糟蹋|锁|关)|摸我",
    Sort.THREAT: r"要我的?命|泼硫酸|同归于尽",
}
_PRESENT_RULES = [(sort, re.compile(pattern)) for sort, pattern in _PRESENT.items()]
_UNLESS_ASKED_RULES = [(sort, re.compile(pattern)) for sort, pattern in _UNLESS_ASKED.items()]

_ANOTHER_TIME = re.compile(
    r"去年|前年|年前|上个?月|以前|前几[年天]|那[年次回]|当[年时初]|小时候|曾经?被|后来|上[半学]|如果|假如|假设|要是|万一|倘若|比如|新闻|电视|案例|案子|"
    r"电影|小说|抖音|快手|热搜|报道|听说|剧本|论文|作业|怎么判|判几年|判多久|会判|已经(?:抓|判|拘|出院|处理|调解|找到|接回|离)"
)
_LAW_ASKED = re.compile(
    r"赔|怎么告|责任|判|算不算|犯法|违法|合法|公安|派出所|看守所|拘留|监狱|起诉|处罚|量刑|罪|证据|立案|怎么申请|离婚|保险|工伤|鉴定"
)


@dataclass(frozen=True, slots=True)
class RuleVerdict:
    """``sort`` is the danger that stands in plain words, or None; ``doubted`` whether words speak against danger now."""

    sort: Sort | None
    doubted: bool


def judge_by_rule(text: str) -> RuleVerdict:
    """What the words say: what is past, supposed or in the news is doubted, and so is what comes with a question of law."""
    doubted = bool(_ANOTHER_TIME.search(text))
    if (sort := _first(_PRESENT_RULES, text)) is not None:
        return RuleVerdict(sort, doubted)
    return RuleVerdict(_first(_UNLESS_ASKED_RULES, text), doubted or bool(_LAW_ASKED.search(text)))


def _first(rules: list[tuple[Sort, re.Pattern[str]]], text: str) -> Sort | None:
    return next((sort for sort, rule in rules if rule.search(text)), None)
