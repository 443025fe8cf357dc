"""Answers as Drafts: an entry, an aspect of a guide, a choice of entries, articles of law."""

from __future__ import annotations

from collections.abc import Sequence

from actions.calculations import offer
from actions.desk import Desk
from actions.eligibility_answers import offer_check
from actions.views import button, citation_views
from helpdesk.models import Draft, Kind
from knowledge_base.entry_texts import Entry
from knowledge_base.models import Aspect, Faq, Guide
from knowledge_base.service import Answer, RankedEntry, WayOut, aspect_of, citations_of

ASPECT_NAMES = {
    Aspect.CONDITIONS: "什么条件",
    Aspect.MATERIALS: "要带什么",
    Aspect.PROCEDURE: "怎么办",
    Aspect.TIME_LIMIT: "多久",
    Aspect.FEE: "多少钱",
    Aspect.WHERE: "在哪里办",
    Aspect.LEGAL_BASIS: "法律依据",
}
_CAPABILITIES = "我能回答日常的法律问题、告诉您怎么办事、找附近的公共法律服务室、帮您预约，也可以转给顾问。"
_WHICH_OF_THESE = "您想问的是不是下面这些？点一下就行；都不是的话，请换个说法再说一遍。"
_PERSON = button("转人工", "human")
_BOOK = button("预约当面咨询", "book")
_SHEET = button("打印咨询意见书", "sheet")


def show_answer(desk: Desk, answer: Answer, question: str = "") -> Draft:
    """One of the four ways out; ``question`` is what the citizen asked in words."""
    if answer.way_out is WayOut.SURE:
        return show_entry(desk, answer.entries[0], question)
    if answer.way_out is WayOut.CLARIFY:
        return clarify(answer.entries)
    if answer.way_out is WayOut.STATUTES and answer.articles:
        return _statutes(answer)
    return Draft(Kind.FALLBACK, f"这个我不太清楚，好像不是法律方面的事。{_CAPABILITIES}", {"buttons": [_PERSON]})


def show_entry(desk: Desk, ranked: RankedEntry, question: str = "") -> Draft:
    """A whole entry: the answer, its law, and where to go next; ``question`` is what the citizen asked in words."""
    if isinstance(ranked.entry, Guide):
        return show_guide(desk, ranked.entry, ranked.probability, question)
    return _show_faq(desk, ranked.entry, ranked.probability)


def show_guide(desk: Desk, guide: Guide, confidence: float | None = None, question: str = "") -> Draft:
    """A guide's summary, with a button for each aspect and for entries beside it that may answer ``question`` better."""
    aspects = [a for a in ASPECT_NAMES if a is not Aspect.LEGAL_BASIS]
    buttons = [button(ASPECT_NAMES[aspect], f"aspect:{guide.id}:{aspect.value}") for aspect in aspects]
    buttons += [
        button(faq.question, f"faq:{faq.id}") for faq in desk.knowledge.faqs_beside(guide, question or guide.title)
    ]
    text = f"{guide.title}\n{guide.summary}{_other_sources(guide.other_sources)}"
    extras = {
        "guide_id": guide.id,
        "confidence": _rounded(confidence),
        "citations": citation_views(desk.knowledge.quote(guide.legal_basis)),
        "buttons": [*buttons, *offer(guide.id), *offer_check(guide.id), _BOOK, _SHEET],
    }
    return Draft(Kind.GUIDE, text, extras)


def show_aspect(desk: Desk, guide: Guide, aspect: Aspect) -> Draft:
    """One aspect of a guide."""
    others = [a for a in ASPECT_NAMES if a not in (aspect, Aspect.LEGAL_BASIS)]
    buttons = [button(ASPECT_NAMES[other], f"aspect:{guide.id}:{other.value}") for other in others]
    extras = {
        "guide_id": guide.id,
        "citations": citation_views(desk.knowledge.quote(guide.legal_basis)),
        "buttons": [*buttons, *(offer_check(guide.id) if aspect is Aspect.CONDITIONS else []), _BOOK, _SHEET],
    }
    text = aspect_of(guide, aspect)
    return Draft(
        Kind.GUIDE, f"{guide.title} · {ASPECT_NAMES[aspect]}\n{text}{_other_sources(guide.other_sources)}", extras
    )


def _show_faq(desk: Desk, faq: Faq, confidence: float) -> Draft:
    lines = [faq.answer]
    if faq.evidence:
        lines.append("要留好：" + "、".join(faq.evidence))
    if faq.deadline:
        lines.append("期限：" + faq.deadline)
    if faq.needs_person:
        lines.append(f"遇到这种情况最好找人当面看：{faq.needs_person}")
    guide = desk.knowledge.guide_of(faq)
    buttons = [button(f"办事指南：{guide.title}", f"guide:{guide.id}")] if guide else []
    extras = {
        "faq_id": faq.id,
        "guide_id": guide.id if guide else None,
        "confidence": _rounded(confidence),
        "citations": citation_views(desk.knowledge.quote(citations_of(faq))),
        "buttons": [*offer(faq.id), *offer_check(faq.id), *buttons, _BOOK, _PERSON, _SHEET],
    }
    return Draft(Kind.FAQ, "\n".join(lines) + _other_sources(faq.other_sources), extras)


def clarify(entries: Sequence[RankedEntry], words: str = _WHICH_OF_THESE, about: str | None = None) -> Draft:
    """Ask which entry is meant; ``about`` is the entry that was under discussion and still is."""
    buttons = [button(name_of(r.entry), f"{_type(r)}:{r.entry.id}") for r in entries]
    extras = {"buttons": [*buttons, button("都不是", "none")], "confidence": _rounded(entries[0].probability)}
    return Draft(Kind.CLARIFY, words, extras | ({"about": about} if about else {}))


def name_of(entry: Entry) -> str:
    """What an entry is called: its question, or its title."""
    return entry.question if isinstance(entry, Faq) else entry.title


def _statutes(answer: Answer) -> Draft:
    articles = [found.article for found in answer.articles]
    text = "这个问题我没有现成的解答。下面是法律原文里和它最相关的条文，供您参考；具体怎么用到您的事情上，建议请顾问看一看。"
    if len(articles) == 1:
        text = f"《{articles[0].law}》{articles[0].article}是这样规定的："
    quoted = "\n".join(f"《{a.law}》{a.article}：{a.text}" for a in articles)
    extras = {"citations": citation_views(articles), "buttons": [_PERSON, _BOOK]}
    return Draft(Kind.STATUTES, f"{text}\n{quoted}" if len(articles) == 1 else text, extras)


def _other_sources(names: tuple[str, ...]) -> str:
    """Rules outside the statute database are named and marked, never quoted."""
    return "\n另见（法律库未收录原文）：" + "、".join(names) if names else ""


def _rounded(confidence: float | None) -> float | None:
    return None if confidence is None else round(confidence, 3)


def _type(ranked: RankedEntry) -> str:
    return "guide" if isinstance(ranked.entry, Guide) else "faq"
