"""How well long accounts are read: ``python -m knowledge_base.evaluation.story_figures``.

A test question is put between an opening and an ending as people write them, which say nothing of the matter, so that it is
somewhere in 120 to 250 characters. The half that fits the ranking was looked at when the method was chosen; the other half judges.
"""

from __future__ import annotations

import random
import sys
from dataclasses import replace
from datetime import date

from knowledge_base import story
from knowledge_base.calibration import Calibration, QuestionFeatures
from knowledge_base.corpus_files import load_corpus
from knowledge_base.encoder import PlainEncoder, SentenceEncoder
from knowledge_base.entry_index import EntryIndex
from knowledge_base.evaluation.trials import Question, load_questions
from knowledge_base.outside import OutsideModel
from knowledge_base.spelling import Speller, texts_of
from knowledge_base.statutes import StatuteBook, default_path

SEED = 11
_OPENINGS = (
    "您好，打扰一下，我是山里头的，今年六十多了，字也认不到几个，是我孙子帮我打的字。这几天天天下雨，路也不好走，我就没到镇上去问。",
    "师傅你好，我在外头打了好多年的工，今年才回来。屋头的情况有点复杂，我慢慢跟你说，说得不好你莫见怪。",
    "我也不晓得该从哪里说起，憋在心头好久了。村上的人都喊我算了，可我晚上睡不着，越想越气。",
    "喂，有人在没得？我上午打了电话没人接，就在这里写。我屋头就我跟我老伴两个，娃儿些都不在身边，遇到事情也没得人商量。",
    "事情是这样的，去年过年的时候我们还好好的，大家一起吃饭摆龙门阵，哪晓得后头就变了。我本来不想说出来，怕别个笑话。",
)
_ENDINGS = (
    "我这个人不爱跟人争，就想把事情弄明白。请您帮我看看，说简单点，太深了我听不懂。",
    "麻烦你们了，我文化低，有说得不对的地方不要见怪。我一天都在屋头，啥时候回我都行。",
    "我问过好几个人，有的说行，有的说不行，搞得我脑壳都大了，才来问你们。该咋个办嘛？",
    "现在天天都在想这个事，饭也吃不下。求你们给我指条路，该找哪个，咋个办？",
    "村上说要我自己想办法，我能有啥子办法嘛，您给我说说该咋整。",
)


def long_accounts(fits: bool) -> list[Question]:
    """The spoken test questions of one half inside an opening and an ending, those that are then long enough."""
    chance = random.Random(SEED)  # noqa: S311  # a choice of frames, no secret
    asked = [q for q in load_questions() if q.group in ("faq", "unanswered") and q.fits is fits]
    framed = [
        replace(q, text=f"{chance.choice(_OPENINGS)}{q.text.rstrip('。')}。{chance.choice(_ENDINGS)}")
        for q in asked
        if q.group == "unanswered" or q.kind in ("story", "voice", "dialect")
    ]
    return [q for q in framed if len(q.text) > story.LONG]


def figures(index: EntryIndex, speller: Speller, outside: OutsideModel, accounts: list[Question]) -> dict[str, int]:
    """Counts: right first and among three, read whole and read by parts; given as sure, and wrong or unanswerable of it."""
    calibration = Calibration.load()
    names = ("accounts", "whole first", "whole in three", "whole sure", "first", "in three", "sure", "wrong of sure")
    count = dict.fromkeys((*names, "unanswered", "unanswered but sure"), 0)
    for asked in accounts:
        text = speller.repair(asked.text)
        whole = index.search(text)
        parts = [speller.repair(part) for part in story.parts_of(asked.text)]
        read = story.account(index, parts, (_likeliest(index, outside, part) for part in parts), calibration.sure)
        found, sure = read.entries, read.sure
        if asked.entry is None:
            count["unanswered"] += 1
            count["unanswered but sure"] += sure
            continue
        count["accounts"] += 1
        count["whole first"] += whole[0].entry.id == asked.entry
        count["whole in three"] += asked.entry in [c.entry.id for c in whole[:3]]
        count["whole sure"] += (
            calibration.probabilities(whole, QuestionFeatures.of(text, outside))[0] >= calibration.sure
        )
        count["first"] += found[0].entry.id == asked.entry
        count["in three"] += asked.entry in [r.entry.id for r in found]
        count["sure"] += sure
        count["wrong of sure"] += sure and found[0].entry.id != asked.entry
    return count


def _likeliest(index: EntryIndex, outside: OutsideModel, part: str) -> tuple[str, float]:
    """Its id and its probability."""
    found = index.search(part)
    return found[0].entry.id, Calibration.load().probabilities(found, QuestionFeatures.of(part, outside))[0]


def main() -> int:
    """Print the figures of both halves."""
    corpus = load_corpus()
    speller = Speller(texts_of(corpus, StatuteBook(default_path(), date.today()).law_names))
    index, outside = EntryIndex(corpus, SentenceEncoder()), OutsideModel.load(PlainEncoder().vector)
    for fits in (True, False):
        print("fit" if fits else "judge", figures(index, speller, outside, long_accounts(fits)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
