// A message as a list item.

import { appointmentCard, citations, placeCard } from "./cards.js";
import { el, icon } from "./dom.js";
import { sentAt, withHotlines } from "./text.js";
import { ELIGIBILITY, GREETING, SENDERS, SENDING } from "./words.js";

/** The row of buttons under a message; `links` come last; `press(button)` hears which button. The sheet is a page of its own and needs no hearing. */
function choices(buttons, press, messageId = null, ...links) {
  const choice = (button) =>
    button.payload === "sheet"
      ? el("a", { class: "choice", href: `/sheet/${messageId}`, target: "_blank", rel: "noopener", text: button.title })
      : el("button", { type: "button", class: "choice", text: button.title, onclick: () => press(button) });
  return el("div", { class: "choices" }, ...buttons.map(choice), ...links);
}

function byline(sender, iso) {
  return el("p", { class: "byline" },
    el("span", { class: "who", text: SENDERS[sender] ?? SENDERS.system }),
    iso ? el("time", { datetime: iso, text: sentAt(iso) }) : null);
}

/** A stored message. `press(button)` is called with `{title, payload}`. */
export function messageBubble(message, press) {
  const urgent = message.kind === "urgent" && message.sender !== "citizen";
  const ours = message.sender === "citizen";
  const buttons = message.buttons ?? [];
  const name = `entry ${message.sender}${urgent ? " urgent" : ""}`;
  return el("li", { class: name, "data-kind": message.kind, "data-seq": message.seq },
    byline(message.sender, message.sent_at),
    el("div", { class: "bubble" },
      urgent ? el("p", { class: "urgent-label" }, icon("alert"), "紧急") : null,
      message.text ? el("p", { class: "text" }, ...(ours ? [message.text] : withHotlines(message.text, urgent))) : null,
      ...citations(message.citations ?? [])),
    message.place ? placeCard(message.place) : null,
    message.appointment ? appointmentCard(message.appointment) : null,
    buttons.length > 0 ? choices(buttons, press, message.id, ...printLink(message)) : null);
}

/** The way to the page to print, under the result of the legal-aid pre-check. */
function printLink(message) {
  if (message.kind !== "eligibility") return [];
  return [el("a", { class: "choice", href: `/eligibility/print?seq=${message.seq}`, text: ELIGIBILITY.print })];
}

/** The citizen's own words before the service has confirmed them; `setStatus(status, detail)` says how sending goes. */
export function ownBubble(item, resend) {
  const status = el("p", { class: "sending" });
  const node = el("li", { class: "entry citizen", "data-client-id": item.clientId },
    byline("citizen", new Date(item.writtenAt).toISOString()),
    el("div", { class: "bubble" }, el("p", { class: "text", text: item.title })),
    status);
  let shown = "";
  const pressAgain = () => {
    setStatus("queued", null);
    resend();
  };
  const setStatus = (name, detail) => {
    // Each automatic attempt would otherwise blink, and be read out again.
    if (name === "sending" && node.dataset.sending === "unsent") return;
    node.dataset.sending = name;
    const failed = name === "unsent" || name === "refused" || name === "stale";
    const words = name === "refused" && detail ? `${SENDING.refused}：${detail}` : (detail ?? SENDING[name] ?? "");
    if (words === shown) return;
    shown = words;
    const again = el("button", { type: "button", class: "resend", text: SENDING.resend, onclick: pressAgain });
    status.replaceChildren(...(words ? [el("span", { text: words })] : []), ...(failed ? [again] : []));
  };
  return { node, setStatus };
}

/** A small remark by the page itself, with a button or none. */
export function note(text, action = null) {
  return el("li", { class: "entry note" },
    el("p", { class: "text" }, ...withHotlines(text, false)),
    action ? el("button", { type: "button", class: "choice", text: action.title, onclick: action.run }) : null);
}

/** The first words, shown by the page while nothing has been said; `ask(question)` sends an example. */
export function greeting(ask) {
  const examples = GREETING.examples.map((title) => ({ title }));
  return el("li", { class: "entry bot greeting" },
    byline("bot", null),
    el("div", { class: "bubble" },
      ...GREETING.lines.map((line) => el("p", { class: "text", text: line })),
      el("p", { class: "small", text: GREETING.small })),
    el("p", { class: "ask", text: GREETING.ask }),
    choices(examples, (example) => ask(example.title)));
}
