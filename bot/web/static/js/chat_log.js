// The log of the conversation on the page: entries in order, and the reader's place in it.

import { greeting, messageBubble, note, ownBubble } from "./bubble.js";
import { Timeline } from "./timeline.js";
import { LOCATION, NOTES } from "./words.js";

const NEAR_BOTTOM_PX = 96;
const TYPING_MS = 5_000;
const WAIT_BEFORE_INDICATOR_MS = 400;

export class ChatLog {
  #scroller = document.getElementById("log");
  #jump = document.getElementById("jump");
  #indicator = document.getElementById("indicator");
  #timeline = new Timeline(document.getElementById("entries"));
  #statusOf = new Map();
  #indicatorTimer = 0;

  /** `actions`: `press(button)`, `ask(text)`, `resend(item)`. */
  constructor(actions) {
    this.actions = actions;
    this.#jump.addEventListener("click", () => this.toEnd());
    this.#scroller.addEventListener("scroll", () => this.#atEnd() && (this.#jump.hidden = true), { passive: true });
  }

  get empty() {
    return this.#timeline.empty;
  }

  clear(keepOwn) {
    this.#timeline.clear(keepOwn);
    this.#jump.hidden = true;
  }

  /** While the history of a visit is put in place, a screen reader stays silent. */
  setBusy(busy) {
    this.#scroller.setAttribute("aria-busy", String(busy));
  }

  greet() {
    this.#timeline.addNote(greeting(this.actions.ask));
  }

  addNote(text, action = null) {
    this.#following(() => this.#timeline.addNote(note(text, action)));
  }

  /** Show messages not yet shown. `item` is the outbox item they answer, or null. */
  addMessages(messages, item) {
    const own = item && this.#timeline.ownEntry(item);
    if (own) this.#timeline.settleOwn(own, messages);
    const fresh = messages.filter((message) => !this.#timeline.has(message));
    const news = fresh.some((message) => message.sender !== "citizen");
    if (news) {
      this.indicate(null);
      this.#following(() => fresh.map((message) => this.#add(message))[0]);
    } else fresh.forEach((message) => this.#add(message));
    this.#timeline.quietOld();
  }

  /** Show the citizen's own message at once; it is sent meanwhile. */
  addOwn(item) {
    const { node, setStatus } = ownBubble(item, () => this.actions.resend(item));
    this.#statusOf.set(item.clientId, setStatus);
    this.#timeline.addOwn(item, node);
    this.#timeline.quietOld();
    this.toEnd();
  }

  /** Say how sending goes, and keep the bubble where that puts it. */
  setSending(item, status, detail) {
    const follow = this.#atEnd();
    this.#statusOf.get(item.clientId)?.(status, detail);
    const entry = this.#timeline.ownEntry(item);
    if (entry) this.#timeline.moveOwn(entry, status);
    if (follow && status !== "sent") this.toEnd();
  }

  /** Show what is going on (looking, locating, typing) until the next message; null for nothing. */
  indicate(what) {
    clearTimeout(this.#indicatorTimer);
    if (what === null) this.#indicator.hidden = true;
    else if (what === "typing") this.#showIndicator(NOTES.typing, TYPING_MS);
    else if (what === "locating") this.#showIndicator(LOCATION.asking, 0);
    else this.#indicatorTimer = setTimeout(() => this.#showIndicator(NOTES.looking, 0), WAIT_BEFORE_INDICATOR_MS);
  }

  toEnd() {
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.#jump.hidden = true;
  }

  #add(message) {
    const node = messageBubble(message, this.actions.press);
    const adopted = message.sender === "citizen" ? this.#timeline.adopt(message, node) : null;
    return adopted ?? this.#timeline.addMessage(message, node);
  }

  #showIndicator(words, ms) {
    const follow = this.#atEnd();
    this.#indicator.querySelector(".indicator-words").textContent = words;
    this.#indicator.hidden = false;
    if (follow) this.toEnd();
    if (ms > 0) this.#indicatorTimer = setTimeout(() => this.indicate(null), ms);
  }

  #atEnd() {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    return scrollHeight - scrollTop - clientHeight < NEAR_BOTTOM_PX;
  }

  /** Someone reading the end is taken to the beginning of what is new; someone reading further up is only told. */
  #following(add) {
    const follow = this.#atEnd();
    const { node } = add(); // the first of what was added
    if (!follow) {
      this.#jump.hidden = false;
      return;
    }
    const gap = node.getBoundingClientRect().top - this.#scroller.getBoundingClientRect().top;
    const end = this.#scroller.scrollHeight - this.#scroller.clientHeight;
    this.#scroller.scrollTop = Math.min(end, this.#scroller.scrollTop + gap - 12);
  }
}
