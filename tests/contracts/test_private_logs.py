"""What citizens write of themselves stays out of the logs and out of the bot's words."""

from __future__ import annotations

from tests.support.citizen import Citizen
from tests.support.service import Service

SECRETS = ("欧阳建军", "13698765432", "柳树巷", "510722196303034518")
SAID = (
    "我叫欧阳建军，住在柳树巷十二号，电话13698765432，老板拖欠工资不给，怎么办？",
    "那要是欧阳建军的身份证510722196303034518也被扣了呢",
    "我是柳树巷的欧阳建军，前年在工地上给人砌墙，包工头说好一天两百六，干了四个多月。开头两个月还发了些生活费，后头就一直拖，打电话也不接。"
    "上个月去他屋头找，说他人都搬走了。我手头只有几张记工的本本，合同也没签过，电话是13698765432。这个工钱我该找哪个要嘛？",
    "你们都是骗子，欧阳建军记住你们了",
    "第九个",
    "欧阳建军",
)


def test_what_citizens_write_reaches_no_log(service: Service) -> None:
    """Names, numbers and addresses in questions, long accounts, anger and forms are in no log of the app or of Rasa."""
    citizen = Citizen(service.url)

    for text in (
        *SAID,
        "我要约魏城镇后天上午十点",
        "欧阳建军的工资",
        "欧阳建军",
        "13698765432",
        "不是欧阳建军，是柳树巷的",
        "算了",
    ):
        citizen.say(text)

    for name in ("app", "rasa"):
        log = (service.data_dir / f"{name}.log").read_text(errors="replace")
        assert log, name
        assert [secret for secret in SECRETS if secret in log] == []


def test_what_citizens_write_is_not_said_back(service: Service) -> None:
    """Outside of the summary of their own appointment, no reply repeats a name, a number or an address."""
    citizen = Citizen(service.url)

    replies = [message for text in SAID for message in citizen.say(text)["messages"]]

    assert len(replies) >= len(SAID)
    for reply in replies:
        shown = reply["text"] + "".join(button["title"] for button in reply["buttons"])
        assert [secret for secret in SECRETS if secret in shown] == []
