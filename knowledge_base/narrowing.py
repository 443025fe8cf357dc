"""Wide questions: what is asked back, at most twice, before the entry for the case is shown.

One file a theme under ``knowledge_base/corpus/narrowing``, written so that a lawyer can read and correct them (the rules
stand in ``knowledge_base/corpus/README.md``). They are read when the program starts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from knowledge_base.dialect import standard
from knowledge_base.errors import CorpusError

FOLDER = Path(__file__).parent / "corpus" / "narrowing"

# What a text may hold beside the matter itself without saying more about it.
_FILLER = re.compile(
    r"请问|您好|你好|麻烦|问一下|问下|问问|那个|这个|咨询|了解|关于|有关|我们|想要|需要|怎么办理|怎么办|怎么弄|怎么做|怎么搞|怎么处理|怎么说|"
    r"的事情|这件事|的事|的问题|事情|问题|纠纷|方面|一下|遇到|[我想要问办嘛吧呢啊呀了的个咋哟咯]"
)
# So many characters may stand beside the words that say the case.
_BESIDE = 3
_ALONE = 4

_Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]{1,12}$")]
_Words = Annotated[str, StringConstraints(min_length=1, max_length=20)]
_Asked = Annotated[str, StringConstraints(min_length=4, max_length=30)]


class Option(BaseModel):
    """One answer to a question: the button's title, other words for it, and what follows."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, frozen=True)

    id: _Id
    title: Annotated[str, StringConstraints(min_length=2, max_length=12)]
    says: tuple[_Words, ...] = ()
    answer: str | None = None
    question: _Asked | None = None
    options: tuple[Option, ...] = Field((), max_length=6)

    @model_validator(mode="after")
    def _leads_on(self) -> Option:
        if (self.answer is None) == (self.question is None):
            raise ValueError(f"{self.title}：answer 和 question 要写一个，也只能写一个")
        if bool(self.options) != bool(self.question) or len(self.options) == 1:
            raise ValueError(f"{self.title}：question 下面要有两个以上的 options")
        return self


class Narrowing(BaseModel):
    """A wide question: its wordings, and what is asked back."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, frozen=True)

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=20)]
    wide: tuple[Annotated[str, StringConstraints(min_length=2, max_length=20)], ...] = Field(min_length=1)
    question: _Asked
    options: tuple[Option, ...] = Field(min_length=2, max_length=6)

    @model_validator(mode="after")
    def _asks_twice_at_most(self) -> Narrowing:
        if any(second.options for first in self.options for second in first.options):
            raise ValueError(f"{self.id}：最多问两次")
        return self

    def at(self, path: tuple[str, ...]) -> Narrowing | Option | None:
        """What stands at the end of ``path``, the ids of the options chosen so far; None when there is no such thing."""
        step: Narrowing | Option = self
        for chosen in path:
            found = next((option for option in step.options if option.id == chosen), None)
            if found is None:
                return None
            step = found
        return step


@dataclass(frozen=True, slots=True)
class Case:
    """A wide question and how far it is narrowed down."""

    narrowing: Narrowing
    path: tuple[str, ...] = ()


class Narrowings:
    """All wide questions, found by their wordings."""

    def __init__(self, narrowings: Iterable[Narrowing]) -> None:
        self.all = tuple(narrowings)
        self.by_id = {narrowing.id: narrowing for narrowing in self.all}
        self._listed = {standard(wording) for narrowing in self.all for wording in narrowing.wide}
        self._wide = {core(wording): narrowing for narrowing in self.all for wording in narrowing.wide}

    @classmethod
    def load(cls, folder: Path = FOLDER) -> Narrowings:
        """Read the files.

        Raises CorpusError with file, entry and reason for the first rule that is broken.
        """
        found = tuple(_read(folder))
        owners: dict[str, str] = {}
        if len({narrowing.id for narrowing in found}) < len(found):
            raise CorpusError("narrowing：有编号用了两次")
        for narrowing in found:
            for wording in narrowing.wide:
                owner = owners.setdefault(core(wording), narrowing.id)
                if owner != narrowing.id:
                    raise CorpusError(f"narrowing：“{wording}”既在 {owner} 里，又在 {narrowing.id} 里")
        return cls(found)

    def wide(self, text: str) -> Case | None:
        """The wide question that the whole text is, give or take words that say nothing: 我要离婚, 离婚咋整."""
        found = self._wide.get(core(text))
        return Case(found) if found else None

    def lists(self, text: str) -> bool:
        """Whether the text is one of the wordings, word for word."""
        return standard(text) in self._listed

    def stated(self, text: str) -> Case | None:
        """The wide question in a text that also says which case it is, and little else: 离婚，他不同意."""
        said = core(text)
        for wording in sorted(self._wide, key=len, reverse=True):
            if len(wording) > 1 and wording in said:
                narrowing, rest = self._wide[wording], said.replace(wording, "", 1)
                paths = _meant(narrowing, rest, _BESIDE)
                return Case(narrowing, paths[0]) if len(paths) == 1 else None
        return None

    def chosen(self, case: Case, text: str) -> Case | None:
        """The case that words say in answer to the question of ``case``; None when they say none, or several."""
        step = case.narrowing.at(case.path)
        paths = _meant(step, core(text), _ALONE) if step else []
        return Case(case.narrowing, (*case.path, *paths[0])) if len(paths) == 1 else None


def check_narrowings(narrowings: Narrowings, entries: Iterable[str]) -> list[str]:
    """One sentence for each option whose entry is not among ``entries``."""
    known = set(entries)
    return [
        f"narrowing，{narrowing.id}：没有编号为 {option.answer} 的条目"
        for narrowing in narrowings.all
        for first in narrowing.options
        for option in (first, *first.options)
        if option.answer is not None and option.answer not in known
    ]


def core(text: str) -> str:
    """A text in standard words without those that say nothing of the matter; as it is when nothing would be left."""
    plain = standard(text)
    return _FILLER.sub("", plain) or plain


def _meant(step: Narrowing | Option, said: str, beside: int) -> list[tuple[str, ...]]:
    """The paths below ``step`` whose words stand in ``said`` with at most ``beside`` more characters: those of the
    longest words. 不同意 is meant by 他不同意, and 同意 is not.
    """
    best: dict[tuple[str, ...], int] = {}
    for path, option in _below(step):
        words = [core(word) for word in (option.title, *option.says)]
        fits = [len(word) for word in words if word == said or (len(word) > 1 and word in said)]
        if fits and len(said) - max(fits) <= beside:
            best[path] = max(fits)
    longest = max(best.values(), default=0)
    found = [path for path in best if best[path] == longest]
    first = [path for path in found if not path[1:]]  # an answer to the question asked goes before one further down
    return first or found


def _below(step: Narrowing | Option) -> Iterator[tuple[tuple[str, ...], Option]]:
    """Every option below ``step`` with its path, a question's own options before those further down."""
    for option in step.options:
        path: tuple[str, ...] = (option.id,)
        yield path, option
        for rest, further in _below(option):
            yield (option.id, *rest), further


def _read(folder: Path) -> Iterator[Narrowing]:
    for path in sorted(folder.glob("*.yml")):
        try:
            written: list[Any] = yaml.safe_load(path.read_text(encoding="utf-8")) or []
        except yaml.YAMLError as error:
            raise CorpusError(f"narrowing/{path.name}：不是正确的 YAML：{error}") from error
        for raw in written:
            try:
                yield Narrowing.model_validate(raw)
            except ValidationError as error:
                name = raw.get("id") if isinstance(raw, dict) else raw
                raise CorpusError(f"narrowing/{path.name}，{name}：{error}") from error
