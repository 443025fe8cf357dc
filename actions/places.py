"""Finding a place: by words, by a shared point, or by buttons down the four tiers."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from actions.desk import Desk
from actions.views import Json, button, place_views
from helpdesk.appointments import with_free_slot
from helpdesk.models import SERVICE_NAMES, Draft, Kind, Place, Service, Tier

_PAGE = 12
WHICH_ONE = "有几个地方叫这个名字，您说的是哪一个？"
_ASK = "您在哪个县、哪个镇、哪个村？直接写地名就行（比如“魏城镇铁炉村”），也可以发定位，或者从下面选。"
_SERVICE_WORDS = (
    ("公证", Service.NOTARY),
    ("鉴定", Service.FORENSIC),
    ("法律援助", Service.LEGAL_AID),
    ("法援", Service.LEGAL_AID),
    ("社区矫正", Service.COMMUNITY_CORRECTIONS),
    ("安置帮教", Service.AFTERCARE),
    ("调解", Service.MEDIATION),
)
_UNCONFIRMED = "（开放时间和地址还没有核实，去之前请先打12348问一下。）"


def ask_place(desk: Desk, text: str = _ASK, *, kind: Kind = Kind.PLACE) -> Draft:
    """Ask where, with the counties as buttons."""
    buttons = [button(county.name, f"tier:{county.code}") for county in desk.directory.children(None)]
    return Draft(kind, text, {"buttons": [button("用我的位置", "location"), *buttons]})


def show_place(desk: Desk, place: Place) -> Draft:
    """A place's card, with its people by name and role."""
    distance = f"，离您大约 {place.distance_km:.1f} 公里" if place.distance_km is not None else ""
    note = "" if place.confirmed else _UNCONFIRMED
    buttons = [button("在这里预约", f"book:{place.code}")]
    if place.tier is not Tier.VILLAGE:
        buttons.append(button("下面的镇、村", f"tier:{place.code}"))
    text = f"{place.full_name}：{place.title}{distance}。{note}"
    [view] = place_views(desk.db, [place])
    return Draft(Kind.PLACE, text, {"place": view, "buttons": [*buttons, button("转人工", "human")]})


def choose_between(places: Iterable[Place], text: str, *, kind: Kind = Kind.PLACE) -> Draft:
    """Several places of a name, or near a point: ask which."""
    buttons = [button(_with_distance(place), f"place:{place.code}") for place in places]
    return Draft(kind, text, {"buttons": buttons})


def show_children(desk: Desk, code: str, first: int = 0, *, kind: Kind = Kind.PLACE) -> Draft:
    """The units right below ``code`` as buttons, a page at a time.

    Raises NotFound when there is no such unit.
    """
    place = desk.directory.get(code)
    children = desk.directory.children(code)
    verb = "place" if place.tier is Tier.TOWNSHIP else "tier"
    buttons: list[Json] = [button(f"就选{place.title}", f"place:{code}")] if first == 0 else []
    buttons += [button(child.name, f"{verb}:{child.code}") for child in children[first : first + _PAGE]]
    if first + _PAGE < len(children):
        buttons.append(button("还有", f"tier:{code}:{first + _PAGE}"))
    return Draft(kind, f"{place.full_name}，请选：", {"buttons": buttons})


def find_place(desk: Desk, text: str) -> list[Draft]:
    """What to say to a text that looks for a place."""
    found = desk.directory.search(text)
    if not found:
        return [ask_place(desk)]
    if len(found) == 1:
        return [_show_serving(desk, found[0], text)]
    return [choose_between(found, WHICH_ONE)]


def _show_serving(desk: Desk, place: Place, text: str) -> Draft:
    """The place's card, or that of the first one above it which does what ``text`` names."""
    service = next((service for word, service in _SERVICE_WORDS if word in text), None)
    above = next(iter(desk.directory.serving(place.code, service)), place)
    shown = show_place(desk, above)
    if service is None or above == place:
        return shown
    words = f"{place.title}一般不办{SERVICE_NAMES[service]}，往上能办的是{shown.text}"
    return Draft(shown.kind, words, shown.extras)


def nearest(desk: Desk, lat: float, lng: float, *, kind: Kind = Kind.PLACE) -> Draft:
    """The places nearest to a point, to choose from; who books is shown those that have a free seat."""
    with_seats = partial(with_free_slot, desk.db, desk.clock) if kind is Kind.BOOKING else None
    places = desk.directory.nearest(lat, lng, limit=4, with_seats=with_seats)
    text = "离您最近的是这些地方（距离按乡镇或县的中心估算）。您要哪一个？"
    return choose_between(places, text, kind=kind)


def parse_point(argument: str) -> tuple[float, float]:
    """Latitude and longitude of a ``point`` payload."""
    lat, lng = argument.split(",")
    return float(lat), float(lng)


def _with_distance(place: Place) -> str:
    distance = f"（约{place.distance_km:.0f}公里）" if place.distance_km is not None else ""
    return f"{place.full_name}{distance}"
