"""The register as citizens meet it: what of theirs is registered, and how it stands."""

from __future__ import annotations

from actions import small_talk
from actions.desk import Desk
from actions.views import Json
from helpdesk.models import Draft, Kind
from helpdesk.register import cases_of_conversation
from helpdesk.register_intake import Intake
from helpdesk.register_models import OTHER_TOPIC, Case, CaseState
from knowledge_base.models import Guide
from knowledge_base.topics import topic_name

_SHOWN = 3
_OTHER_NAME = "其他"
_STANDS = {
    CaseState.ACCEPTED: "已经受理，等顾问处理",
    CaseState.ANSWERED: "已经答复",
    CaseState.REFERRED: "已经转给别的单位办",
    CaseState.ARCHIVED: "已经办结归档",
}


def intake(desk: Desk) -> Intake:
    """What registers the desk's chats and appointments."""

    def topic_of(entry_id: str) -> str | None:
        entry = desk.knowledge.find_entry(entry_id)
        if isinstance(entry, Guide):  # it has no topic of its own: that of the question which leads to it
            entry = next(iter(desk.knowledge.faqs_beside(entry, entry.title)), None)
        return entry.topic if entry is not None else None

    return Intake(desk.db, desk.clock, desk.directory, topic_of, desk.case_prefix)


def name_of_topic(topic: str) -> str:
    """A case's topic as people call it."""
    return _OTHER_NAME if topic == OTHER_TOPIC else topic_name(topic)


def own_cases(desk: Desk, conversation_id: str) -> list[Json]:
    """A conversation's cases, the newest first, with nothing in them but number, state, topic, place and time."""
    return [_view(desk, case) for case in _cases(desk, conversation_id)]


def show_status(desk: Desk, conversation_id: str) -> list[Draft]:
    """How the citizen's cases stand; then, that what courts and other offices do cannot be seen from here."""
    found = _cases(desk, conversation_id)
    (elsewhere,) = small_talk.reply("case_status")
    if not found:
        return [elsewhere]
    lines = [f"{case.number}（{name_of_topic(case.topic)}）：{_STANDS[case.state]}。" for case in found[:_SHOWN]]
    if len(found) > _SHOWN:
        lines.append(f"更早的还有 {len(found) - _SHOWN} 件。")
    text = "您在我这里登记的事：\n" + "\n".join(lines)
    return [Draft(Kind.SOCIAL, text), elsewhere]


def _cases(desk: Desk, conversation_id: str) -> list[Case]:
    intake(desk).register_conversation(conversation_id)  # what happened a moment ago counts as well
    return cases_of_conversation(desk.db, conversation_id)


def _view(desk: Desk, case: Case) -> Json:
    place = desk.directory.get(case.place_code)
    return {
        "number": case.number,
        "state": case.state.value,
        "topic": name_of_topic(case.topic),
        "place": place.title,
        "accepted_at": case.accepted_at.isoformat(),
    }
