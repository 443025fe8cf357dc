// What an appointment's card opens: the calendar file and the QR code over short-lived links, the map.

import { appointmentLinks } from "./api.js";
import { el } from "./dom.js";
import { loadConversation } from "./store.js";
import { APPOINTMENT } from "./words.js";

/** The row of links under a card whose appointment is still to come. */
export function ticketLinks(appointment) {
  const shown = el("div", { class: "ticket-qr", "aria-live": "polite" });
  const withLinks = (use) => async () => {
    const conversation = loadConversation();
    try {
      use(await appointmentLinks(conversation, appointment.code));
    } catch {
      shown.replaceChildren(el("p", { class: "card-sub", text: APPOINTMENT.notNow }));
    }
  };
  const showCode = withLinks((links) => shown.replaceChildren(
    el("img", { src: links.qr, alt: `${APPOINTMENT.qrOf}${appointment.code}`, width: 200, height: 200 })));
  const toCalendar = withLinks((links) => location.assign(links.calendar));
  return el("div", { class: "ticket-links" },
    el("button", { type: "button", class: "choice", text: APPOINTMENT.calendar, onclick: toCalendar }),
    el("button", { type: "button", class: "choice", text: APPOINTMENT.qr, onclick: showCode }),
    appointment.map
      ? el("a", { class: "choice", href: appointment.map.amap, target: "_blank", rel: "noopener", text: APPOINTMENT.map })
      : null,
    shown);
}
