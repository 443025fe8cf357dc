// What comes under a message's text: the law it rests on, a place, an appointment.

import { el, icon } from "./dom.js";
import { dial, distance, peopleByRole, span } from "./text.js";
import { ticketLinks } from "./ticket_links.js";
import { APPOINTMENT, PLACE, SERVICES, TIERS } from "./words.js";

const serviceName = (code) => SERVICES[code] ?? code;

/** The name of a citation: 《法律援助法》第三十一条. */
export function lawName(citation) {
  const name = citation.law.startsWith("《") ? citation.law : `《${citation.law}》`;
  const article = /^\d+$/.test(citation.article) ? `第${citation.article}条` : citation.article;
  return `${name}${article}`;
}

/** The articles of law behind an answer, folded, word for word. */
export function citations(list) {
  return list.map((citation) =>
    el("details", { class: "law" },
      el("summary", {}, icon("book"), el("span", { text: `依据：${lawName(citation)}` })),
      el("p", { class: "law-text", text: citation.text })));
}

/** A term and its value or values; what nobody has confirmed says so. */
function row(term, values) {
  const known = values.filter((value) => value !== null && value !== "");
  const shown = known.length > 0 ? known : [el("span", { class: "unknown", text: PLACE.unknown })];
  return [el("dt", { text: term }), el("dd", {}, ...shown.map((value) => el("span", { class: "value" }, value)))];
}

function placeRows(place) {
  const services = (place.services ?? []).map(serviceName);
  return [
    ...row(PLACE.address, [place.address]),
    ...row(PLACE.phone, (place.phones ?? []).map(dial)),
    ...row(PLACE.hours, place.hours ?? []),
    ...peopleByRole(place.people).flatMap(([role, names]) => row(role, [names])),
    ...(services.length > 0 ? row(PLACE.services, [services.join("、")]) : []),
    ...((place.facilities ?? []).length > 0 ? row(PLACE.facilities, [place.facilities.join("、")]) : []),
    ...(typeof place.distance_km === "number" ? row(PLACE.distance, [distance(place.distance_km)]) : []),
  ];
}

function unconfirmedNote(place) {
  if (place.confirmed) return null;
  const [before, after] = PLACE.unconfirmed.split("12348");
  return el("p", { class: "caution" }, icon("alert"), el("span", {}, before, dial("12348"), after));
}

/** A service place: where it is, when it is open, and what of this nobody has confirmed. */
export function placeCard(place) {
  const parents = (place.parents ?? []).join(" · ");
  return el("section", { class: "card place", "aria-label": place.title },
    el("h3", {}, icon("pin"), el("span", { text: place.title })),
    el("p", { class: "card-sub", text: [TIERS[place.tier], parents].filter(Boolean).join("，") }),
    el("dl", {}, ...placeRows(place)),
    unconfirmedNote(place));
}

/** An appointment, with the code to show at the door. */
export function appointmentCard(appointment) {
  const { status } = appointment;
  const cancelled = status === "cancelled";
  const coming = status === "booked";
  const { place } = appointment;
  return el("section", { class: cancelled ? "card ticket cancelled" : "card ticket", "aria-label": APPOINTMENT.code },
    el("p", { class: "ticket-status", text: APPOINTMENT.states[status] ?? status }),
    el("p", { class: "ticket-code" },
      el("span", { class: "ticket-label", text: APPOINTMENT.code }), el("strong", { text: appointment.code })),
    coming ? el("p", { class: "card-sub", text: APPOINTMENT.show }) : null,
    el("dl", {},
      ...row(APPOINTMENT.time, [span(appointment.start, appointment.end)]),
      ...row(APPOINTMENT.place, [place?.title ?? null, place?.address ?? null]),
      ...row(APPOINTMENT.service, [serviceName(appointment.service)]),
      ...(appointment.matter ? row(APPOINTMENT.matter, [appointment.matter]) : []),
      ...(appointment.name ? row(APPOINTMENT.name, [appointment.name]) : []),
      ...(appointment.phone ? row(APPOINTMENT.phone, [appointment.phone]) : [])),
    coming ? ticketLinks(appointment) : null,
    place && coming ? unconfirmedNote(place) : null);
}
