"""Places and their people in and out as files: CSV, XLSX and GeoJSON.

``tables`` and ``geojson`` read and write the formats, ``columns`` says what stands in them, ``reading`` makes drafts of lines,
``imports`` says what a file would change, and does it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePath

from helpdesk.errors import FileRefused
from helpdesk.exchange.columns import Sheets
from helpdesk.exchange.exports import ExportedPlace, list_exported, sheets_of
from helpdesk.exchange.geojson import read_geojson, write_geojson
from helpdesk.exchange.imports import Change, Plan, apply_import, plan_import
from helpdesk.exchange.tables import read_csv, read_xlsx, write_csv, write_people_csv, write_xlsx

__all__ = [
    "FORMATS",
    "MAX_BYTES",
    "Change",
    "ExportedPlace",
    "Plan",
    "apply_import",
    "list_exported",
    "plan_import",
    "read_file",
    "write_file",
]

FORMATS = ("xlsx", "csv", "people.csv", "geojson")
MAX_BYTES = 5_000_000

_READERS: dict[str, Callable[[bytes], Sheets]] = {
    "csv": read_csv, "xlsx": read_xlsx, "geojson": read_geojson, "json": read_geojson,
}  # fmt: skip
_WRITERS: dict[str, Callable[[Sheets], bytes]] = {
    "csv": write_csv, "people.csv": write_people_csv, "xlsx": write_xlsx, "geojson": write_geojson,
}  # fmt: skip


def read_file(name: str, content: bytes, most_bytes: int = MAX_BYTES) -> Sheets:
    """The lines of a file of at most ``most_bytes``, its format known by the ending of its name.

    Raises FileRefused for any other format, too large a file, or one that cannot be read.
    """
    reader = _READERS.get(PurePath(name).suffix.lstrip(".").lower())
    if reader is None:
        raise FileRefused("只认 .csv、.xlsx、.geojson 文件；旧的 .xls 请先另存为 .xlsx")
    if len(content) > most_bytes:
        raise FileRefused(f"文件太大，最多 {most_bytes // 1_000_000} MB")
    sheets = reader(content)
    if not sheets.places and not sheets.people:
        raise FileRefused("文件里一个服务点也没有")
    return sheets


def write_file(file_format: str, places: Sequence[ExportedPlace], topics: Mapping[str, str]) -> bytes:
    """The places as a file; CSV holds the places or the people, the others both. ``topics`` are the corpus' keys by their names.

    Raises FileRefused for any other format.
    """
    writer = _WRITERS.get(file_format)
    if writer is None:
        raise FileRefused("只能导出 .xlsx、.csv、.geojson 文件")
    return writer(sheets_of(places, {key: name for name, key in topics.items()}))
