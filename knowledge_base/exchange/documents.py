"""FAQ entries and guides as one YAML file: ``faq:`` and ``guides:``, each a list in the form of the corpus files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import yaml

from knowledge_base.errors import FileRefused
from knowledge_base.exchange.records import Record
from knowledge_base.store.entries import FAQ, GUIDE, StoredEntry

_SECTIONS = {"faq": FAQ, "guides": GUIDE}


def write_yaml(entries: Iterable[StoredEntry]) -> bytes:
    """UTF-8; beside what the corpus files hold, each entry names its topic."""
    sections: dict[str, list[dict[str, Any]]] = {section: [] for section in _SECTIONS}
    for entry in entries:
        section = "faq" if entry.type == FAQ else "guides"
        sections[section].append({"id": entry.id, "topic": entry.topic} | entry.body)
    return yaml.safe_dump(sections, allow_unicode=True, sort_keys=False, width=1000).encode()


def read_yaml(content: bytes) -> list[Record]:
    """The entries; ``row`` is the line on which an entry begins.

    Raises FileRefused.
    """
    try:
        text = content.decode("utf-8-sig")
        root = yaml.compose(text, yaml.SafeLoader)
        _check_keys(root)
        document, lines = yaml.safe_load(text), _lines(root)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise FileRefused(f"第 {line} 行：文字编码不是 UTF-8") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise FileRefused(f"第 {line} 行：不是正确的 YAML") from None
    except (yaml.YAMLError, RecursionError, ValueError):
        raise FileRefused("不是正确的 YAML") from None
    if not isinstance(document, dict) or not document.keys() <= _SECTIONS.keys():
        raise FileRefused("第 1 行：最外层只能有 faq: 和 guides: 两项")
    return [
        _record(lines[section][number], section, raw)
        for section, entries in document.items()
        for number, raw in enumerate(_entries(section, entries))
    ]


def _entries(section: str, entries: Any) -> list[Any]:
    if not isinstance(entries, list | None):
        raise FileRefused(f"{section}: 下面要一条一条地列")
    return entries or []


def _record(line: int, section: str, raw: Any) -> Record:
    if not isinstance(raw, dict) or not all(isinstance(key, str) for key in raw):
        raise FileRefused(f"第 {line} 行：这一条要写成“名称: 内容”")
    body = dict(raw)
    topic = body.pop("topic", None) or ""
    if not isinstance(topic, str):
        raise FileRefused(f"第 {line} 行：主题：要写成文字")
    return Record(line, _SECTIONS[section], topic, body)


def _check_keys(root: yaml.Node | None) -> None:
    """No name stands twice in the file or in an entry: YAML itself would keep the last and drop the others silently."""
    mappings = [root] if isinstance(root, yaml.MappingNode) else []
    for _, section in mappings[0].value if mappings else ():
        mappings += [item for item in section.value if isinstance(item, yaml.MappingNode)]
    for mapping in mappings:
        seen: set[str] = set()
        for key in (key for key, _ in mapping.value if isinstance(key, yaml.ScalarNode)):
            if key.value in seen:
                raise FileRefused(f"第 {key.start_mark.line + 1} 行：“{key.value}”写了两次")
            seen.add(key.value)


def _lines(root: yaml.Node | None) -> dict[str, list[int]]:
    """For each section, the lines on which its entries begin."""
    if not isinstance(root, yaml.MappingNode):
        return {}
    return {
        key.value: [item.start_mark.line + 1 for item in value.value] if isinstance(value, yaml.SequenceNode) else []
        for key, value in root.value
    }
