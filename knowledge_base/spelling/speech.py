"""What a voice input writes down beside the question: fillers, and words that were begun twice."""

from __future__ import annotations

import re
from collections.abc import Container

_HAN = "\u4e00-\u9fff"
_GAP = r"[\s，。、！？；：,.!?;:…~—-]"
_START = f"(?:^|(?<={_GAP}))"
_OPENING = "(?:我就?)?想(?:咨询|问)(?:一下|一哈|下|哈)子?[哈哦嘛]?|(?:麻烦|请)问(?:一下|一哈|下|哈)?"
# Won time with words that mean something elsewhere (那个老板, 就是他打的), so only between pauses or twice.
_WORDS = "那个|这个|那啥|就是|然后"
_FILLER = f"{_WORDS}|就是说|然后呢|怎么说呢|咋个说嘛|咋说呢|你晓得不|[喂额啊哎唉诶哦哈]|{_OPENING}"
_BETWEEN_PAUSES = re.compile(f"{_START}(?:{_FILLER})+(?={_GAP}|$)")
_TWICE = re.compile(f"({_WORDS})(?:{_GAP}*\\1)+")
_ANYWHERE = re.compile("嗯+|呃+|(?<![也这那])就是说|然后呢|怎么说呢|咋个说嘛|咋说呢")
_BEFORE_ME = re.compile(f"{_START}(?:{_WORDS})(?={_GAP}*(?:我想|我们想|我要|请问|想问|{_WORDS}))")
# Whom one wants to ask, or what about, is no filler.
_OPENS = re.compile(f"{_START}(?:{_OPENING})(?!律师|法官|法院|村|社区|你们|您|大家|老师|这边|有没|的)")
# 想给好多给好多, 想放啥放啥.
_ENJOYED = re.compile("想$")
_SPACES = re.compile(r"\s+")

_REPEATED = re.compile(f"([{_HAN}]{{1,4}}?)(?:\\s*\\1)+")
# Never said twice by mistake: numbers; words that a second one denies (是不是不是我的); doings that go on (说着说着).
_NUMERALS = frozenset("零〇一二三四五六七八九十百千万亿两几半")
_MEANT = frozenset("不没无未着了起过")
_PRONOUNS = frozenset("我你他她它这那")
# So are verbs that ask for a little of it.
_DOUBLED = frozenset(
    ["商量", "考虑", "研究", "讨论", "了解", "打听", "咨询", "调解", "帮忙",
     "解释", "核实", "检查", "介绍", "打理", "收拾", "说和", "意思"]
)  # fmt: skip


def spoken_plainly(text: str, words: Container[str]) -> str:
    """The text without fillers and repeats; the text itself when nothing else would be left.

    ``words`` says what is a word, so that 想想 and 天天 stay.
    """
    plain = _folded(_without_fillers(text), words)
    plain = _without_fillers(plain)  # 那那个 was none before
    return text if plain == text else _SPACES.sub(" ", plain).strip() or text


def _without_fillers(text: str) -> str:
    for pattern in (_TWICE, _ANYWHERE, _BEFORE_ME, _BETWEEN_PAUSES, _OPENS):
        text = pattern.sub("", text)
    return text


def _folded(text: str, words: Container[str]) -> str:
    """Repeats said once; behind one stutter comes another (我我我想想问)."""
    parts, done, stuttered_up_to = [], 0, -1
    for found in _REPEATED.finditer(text):
        behind_another = found.start() == stuttered_up_to
        if behind_another or _is_stutter(found, words):
            parts += [text[done : found.start()], found.group(1)]
            done = stuttered_up_to = found.end()
    return "".join(parts) + text[done:]


def _is_stutter(found: re.Match[str], words: Container[str]) -> bool:
    """A character said twice is one only at the start or across a pause; elsewhere most are two words (借给他他不还)."""
    text, once = found.string, found.group(1)
    said = _SPACES.sub("", found.group())
    at_start = not found.start() or re.match(_GAP, text[found.start() - 1]) is not None
    if len(once) == 1 and len(said) > 2 and once not in _NUMERALS:
        return at_start or once * 2 not in words
    if (_NUMERALS | _MEANT) & set(once) or once in _DOUBLED or _ENJOYED.search(text, 0, found.start()):
        return False
    if len(once) > 1:
        return said not in words
    begins_a_word = once in _PRONOUNS or once + text[found.end() : found.end() + 1] in words  # not 坝坝舞
    return said not in words and begins_a_word and (at_start or said != found.group())
