"""Answers that stand in somebody's words already: 我是低保户，想离婚 tells the matter and the group.

Only what is plain is taken; two matters in one sentence leave the matter open.
"""

from __future__ import annotations

import re

_VIOLENCE = r"家暴|家庭暴力|虐待|遗弃|(?:男人|老公|丈夫|婆娘|老婆|他|她|儿子|对象)(?:又|老|天天|经常|总是?)*(?:打|遭打)我|挨打|遭打"
# Each matter by its words; the first group that fits is taken, so that a strong word wins over a weak one.
_MATTERS: tuple[tuple[tuple[str, str, str], ...], ...] = (
    (
        ("retrial", "", "再审|申诉|抗诉"),
        ("special", "acquitted", "改判无罪"),
        ("family", "violence", _VIOLENCE),
        ("special", "samaritan", "见义勇为"),
        ("special", "martyr", "烈士.{0,8}(?:名誉|名声|人格|骂|侮辱)"),
        ("criminal", "commitment", "强制医疗"),
        ("criminal", "accused", "被抓|遭抓|[刑拘]拘|拘留|逮捕|看守所|被告人|嫌疑人|取保|关起|判死刑|判无期"),
    ),
    (
        ("work", "injury", "工伤|(?:工地|厂里|上班|干活).{0,8}(?:受伤|受了伤|摔|砸|伤了)"),
        ("work", "wages", "工资|工钱|薪水|欠薪|讨薪|血汗钱|劳动报酬|加班费"),
        ("work", "relation", "确认劳动关系"),
        ("work", "insurance", "社保|养老金|失业金|社会保险"),
        ("work", "welfare", "(?:申请|办|取消|停).{0,4}(?:低保|救助)|(?:低保|救助).{0,4}(?:取消|停|不批|没批)"),
        ("work", "severance", "辞退|开除|补偿金|裁员|炒了"),
        ("family", "support", "赡养|抚养费|扶养费|生活费|不养我|不管我"),
        ("family", "divorce", "离婚"),
        ("family", "capacity", "行为能力"),
        ("family", "inheritance", "遗产|继承|遗嘱"),
        ("injury", "traffic", "车祸|交通事故|(?:车|摩托|货车).{0,6}撞|撞(?:了我|伤)"),
        ("injury", "medical", "医疗事故|医疗损害|医疗纠纷|[医治看](?:坏|死|瞎|残|错)|医院.{0,10}(?:赔|事故|误诊)"),
        ("injury", "food", "食物中毒|食品安全|假药|药品"),
        ("injury", "pollution", "污染"),
        ("injury", "other_injury", "打伤|打架|摔伤"),
        ("special", "state", "国家赔偿"),
        ("special", "pension", "抚恤金"),
        ("criminal", "victim", "(?:刑事|案子).{0,6}(?:被害人|受害人)|强奸|诈骗我|被诈骗"),
        ("other", "debt", "借(?:给|了|我|条|款)|欠.{0,4}(?:钱|账|款)(?!.{0,4}工)|不还钱"),
        ("other", "contract", "买卖|合同纠纷|货款|退款"),
        ("other", "land", "土地|宅基地|承包地|征地|征收|拆迁"),
        ("other", "house", "邻居|地界|漏水|房东|租房"),
        ("other", "administrative", "行政复议|行政处罚|告政府|告.{0,6}局"),
    ),
)
_GROUPS = (
    ("assistance", "低保[户人]|吃低保|[有是]低保|低保对象|五保|特困"),
    ("veteran", "优抚"),
    ("soldier", "军属|军人家属|现役军人|在部队"),
)
_ACCUSED = (
    ("minor", "未成年|不满十八|没满十八|没满18|十[四五六七]岁|1[4-7]岁"),
    ("senses", "聋|哑|盲人|眼睛看不[见到]"),
    ("grave", "死刑|无期"),
)
_WORKER = "农民工|打工|务工|工地|包工头|民工"
_LAWYER_NO = "请不起(?:律师)?|(?:没|莫得|没有|没得|还没).{0,3}律师|没请"
_LAWYER_YES = "(?<!没)(?<!没有)(?<!不)(?:已经|自己)请了.{0,4}律师"


def told(text: str) -> dict[str, str]:
    """Raw answers by question key, as ``accept`` takes them; empty when nothing is plain."""
    found: dict[str, str] = {}
    if matter := _matter(text):
        area, value = matter
        found["area"] = area
        if value:
            found[area] = value
    if group := _only(_GROUPS, text):
        found["group"] = group
    if found.get("criminal") == "accused" and (who := _only(_ACCUSED, text)):
        found["accused"] = who
    if re.search(_WORKER, text):
        found["worker"] = "yes"
    if re.search(_LAWYER_YES, text):
        found["lawyer"] = "yes"
    elif re.search(_LAWYER_NO, text):
        found["lawyer"] = "no"
    return found


def _matter(text: str) -> tuple[str, str] | None:
    for rank in _MATTERS:
        found = [(area, value) for area, value, words in rank if re.search(words, text)]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _only(cues: tuple[tuple[str, str], ...], text: str) -> str | None:
    found = [value for value, words in cues if re.search(words, text)]
    return found[0] if len(found) == 1 else None
