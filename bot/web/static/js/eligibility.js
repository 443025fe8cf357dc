// The legal-aid pre-check's result as a page to print. It is read with the conversation's token, which this browser keeps;
// the address says only which message of it, so it opens nothing for anybody else.

import { history } from "./api.js";
import { lawName } from "./cards.js";
import { el } from "./dom.js";
import { loadConversation } from "./store.js";
import { dayAndTime } from "./text.js";
import { ELIGIBILITY } from "./words.js";

const content = document.getElementById("content");
const printButton = document.getElementById("print");

/** The message that the address names, if it is a result of this conversation; null otherwise. */
async function result() {
  const seq = Number(new URLSearchParams(location.search).get("seq"));
  const conversation = loadConversation();
  if (!conversation || !Number.isInteger(seq) || seq < 1) return null;
  const { messages } = await history(conversation, seq - 1);
  return messages.find((message) => message.seq === seq && message.kind === "eligibility") ?? null;
}

/** Lines of the message: "· …" are items, "…：" heads them, the others are paragraphs. */
function blocks(lines) {
  const made = [];
  for (const line of lines) {
    if (!line.startsWith("· ")) {
      made.push(line.endsWith("：") ? el("h2", { text: line.slice(0, -1) }) : el("p", { text: line }));
      continue;
    }
    if (made.at(-1)?.tagName !== "UL") made.push(el("ul"));
    made.at(-1).append(el("li", { text: line.slice(2) }));
  }
  return made;
}

function articles(citations) {
  if (citations.length === 0) return [];
  const article = (citation) =>
    el("section", {}, el("h3", { text: lawName(citation) }), el("p", { text: citation.text }));
  return [el("div", { class: "articles" }, el("h2", { text: ELIGIBILITY.articles }), ...citations.map(article))];
}

function sheet(message) {
  const [verdict, ...lines] = message.text.split("\n");
  const note = lines.pop();
  return [
    el("h1", { text: ELIGIBILITY.title }),
    el("p", { class: "page-date", text: `${ELIGIBILITY.made}${dayAndTime(message.sent_at)}` }),
    el("p", { class: "verdict", text: verdict }),
    ...blocks(lines),
    el("p", { class: "page-note", text: note }),
    ...articles(message.citations),
    el("p", { class: "page-note", text: ELIGIBILITY.end }),
  ];
}

async function show() {
  let shown;
  try {
    const message = await result();
    shown = message ? sheet(message) : [el("p", { text: ELIGIBILITY.missing })];
    printButton.hidden = !message;
  } catch {
    shown = [el("p", { text: ELIGIBILITY.failed })];
  }
  content.replaceChildren(...shown);
}

printButton.addEventListener("click", () => window.print());
show();
