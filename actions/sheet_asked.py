"""Who asks for the consultation sheet in a chat gets it there as a file, or is told where it is printed."""

from __future__ import annotations

from actions.desk import Desk
from actions.sheet import has_sheet, make_sheet
from actions.views import button
from helpdesk.conversations import get_conversation, transcript
from helpdesk.models import Draft, Kind
from helpdesk.store.conversations import PUSHED_CHANNELS

_FILE = "咨询意见书在下面这个文件里：点开就能看，也可以打印，或者转给亲友、带去给顾问看。"
_ON_THE_PAGE = (
    "咨询意见书就在答复下面：点“打印咨询意见书”就打开了，可以打印，也可以存成 PDF。也可以转人工，请顾问打印给您。"
)
_NO_ANSWER = "咨询意见书是照答复整理的。请先说说您想问的事，我答了以后再给您整理。"


def give_sheet(desk: Desk, conversation_id: str, message_id: str = "") -> Draft:
    """The sheet of an answer, or of the last one when ``message_id`` is empty.

    Raises NotFound or Refused, as ``make_sheet`` does.
    """
    if not message_id:
        answers = [one.message.id for one in transcript(desk.db, conversation_id) if has_sheet(one.message)]
        if not answers:
            return Draft(Kind.NOTICE, _NO_ANSWER)
        message_id = answers[-1]
    if get_conversation(desk.db, conversation_id).channel not in PUSHED_CHANNELS:
        return Draft(Kind.NOTICE, _ON_THE_PAGE, {"buttons": [button("转人工", "human")]})
    make_sheet(desk, conversation_id, message_id)
    return Draft(Kind.NOTICE, _FILE, {"document": {"kind": "sheet", "id": message_id}})
