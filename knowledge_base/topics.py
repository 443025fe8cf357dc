"""The topics of the corpus as people call them; a topic is the name of its FAQ file."""

from __future__ import annotations

TOPICS = {
    "aftercare": "安置帮教",
    "consumer": "消费维权",
    "contracts": "买卖与合同",
    "corrections": "社区矫正",
    "criminal": "刑事",
    "desk": "服务台",
    "elders": "赡养与老人",
    "enforcement": "法院执行",
    "forensic": "司法鉴定",
    "housing": "租房住房",
    "inheritance": "继承",
    "land": "土地宅基地",
    "lawyers": "律师",
    "legal-aid": "法律援助",
    "loans": "借贷",
    "litigation": "打官司",
    "marriage": "婚姻",
    "mediation": "人民调解",
    "medical": "医疗与人身损害",
    "minors": "未成年人",
    "neighbours": "邻里纠纷",
    "notary-office": "公证",
    "public": "办事与公共服务",
    "requisition": "征地拆迁",
    "social-insurance": "社会保险",
    "traffic": "交通事故",
    "violence": "家庭暴力",
    "wages": "工资与劳动",
    "work-injury": "工伤",
}


def topic_name(topic: str) -> str:
    """A topic as people call it; the file's own name when it has no other."""
    return TOPICS.get(topic, topic)
