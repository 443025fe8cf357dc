// The order of what is on the page. Messages come both as replies to a post and over the live channel, in any order and
// more than once; the citizen's own bubble is shown before the service has given it a number.

const LAST = Number.POSITIVE_INFINITY;

/**
 * Entries `{key, born, node, message, item, pending, refused}` sorted by key: a message's seq, or a place between two
 * seqs for what the page made itself. `item` is the outbox item behind a citizen's bubble, `pending` while the service
 * may not have it, `refused` when it is not to be sent again by itself. `list` is the element that holds the nodes in
 * the same order.
 */
export class Timeline {
  #entries = [];
  #born = 0;
  #lastSeq = 0;

  constructor(list) {
    this.list = list;
  }

  get empty() {
    return this.#entries.length === 0;
  }

  /** Begin with an empty page; with `keepOwn`, the bubbles still on their way stay. */
  clear(keepOwn) {
    this.#entries = this.#entries.filter((entry) => keepOwn && entry.pending && !entry.message);
    for (const entry of this.#entries) {
      entry.key = LAST;
      entry.item.after = 0;
    }
    this.#lastSeq = 0;
    this.list.replaceChildren(...this.#entries.map((entry) => entry.node));
  }

  /** Put a page-made node after everything said so far. */
  addNote(node) {
    return this.#place({ key: this.#lastSeq + 0.6, born: this.#born++, node });
  }

  /**
   * Put the citizen's own bubble at the end, where it waits for the service. One from before a reload may have arrived
   * although its answer was lost: then the service's copy, already here, stands for it.
   */
  addOwn(item, node) {
    item.after ??= this.#lastSeq;
    const stored = this.#entries.filter((entry) => !entry.item && entry.message?.sender === "citizen");
    const copy = stored.find((entry) => isCopy(entry.message, item));
    if (copy) return Object.assign(copy, { item, pending: true });
    return this.#place({ key: LAST, born: this.#born++, node, item, pending: true });
  }

  /** Move the citizen's bubble where its status belongs: those still to be sent last, others after what is there. */
  moveOwn(entry, status) {
    entry.pending = status !== "sent";
    entry.refused = status === "refused" || status === "stale";
    if (entry.message || status === "sent") return;
    entry.key = status === "queued" || status === "unsent" ? LAST : this.#lastSeq + 0.5;
    this.#place(entry);
  }

  /** The citizen's bubble stands right before the first reply to it. */
  settleOwn(entry, replies) {
    if (entry.message || replies.length === 0) return;
    entry.key = Math.min(...replies.map((message) => message.seq)) - 0.5;
    this.#place(entry);
  }

  ownEntry(item) {
    return this.#entries.find((entry) => entry.item?.clientId === item.clientId);
  }

  has(message) {
    return this.#entries.some((entry) => entry.message?.id === message.id);
  }

  addMessage(message, node) {
    this.#lastSeq = Math.max(this.#lastSeq, message.seq);
    return this.#place({ key: message.seq, born: this.#born++, node, message });
  }

  /**
   * The service's copy of the citizen's own message takes the place of the bubble that stands for it.
   * Returns that entry, or null when none does (said in another tab, or before a reload).
   */
  adopt(message, node) {
    const entry = this.#entries.find((own) => own.item && !own.message && !own.refused && isCopy(message, own.item));
    if (!entry) return null;
    this.#lastSeq = Math.max(this.#lastSeq, message.seq);
    entry.node.remove();
    Object.assign(entry, { key: message.seq, node, message });
    return this.#place(entry);
  }

  /** Buttons that the citizen has since written past stay usable, but step back. */
  quietOld() {
    let citizenSince = false;
    for (const entry of this.#entries.slice().reverse()) {
      entry.node.classList.toggle("past", citizenSince);
      citizenSince ||= Boolean(entry.item) || entry.message?.sender === "citizen";
    }
  }

  #place(entry) {
    const others = this.#entries.filter((other) => other !== entry);
    const isAfter = (other) => other.key > entry.key || (other.key === entry.key && other.born > entry.born);
    let index = others.findIndex(isAfter);
    if (index < 0) index = others.length;
    const next = others[index]?.node ?? null;
    others.splice(index, 0, entry);
    this.#entries = others;
    // Moving a node that is already in place would have a screen reader say it again.
    const inPlace = entry.node.parentNode === this.list && entry.node.nextElementSibling === next;
    if (!inPlace) this.list.insertBefore(entry.node, next);
    return entry;
  }
}

/** A location or a pressed button may be worded by the service; typed text comes back as it was. */
function isCopy(message, item) {
  if (message.seq <= item.after) return false;
  return item.body.text === undefined || item.body.text.trim() === message.text.trim();
}
