// Messages on their way to the service: one at a time, in order, each kept until the service has it.

import { Refused } from "./api.js";
import { Pause, delayAfter } from "./backoff.js";
import { dropUnsent, keepUnsent } from "./store.js";

/** A random (version 4) UUID; crypto.randomUUID exists only on https and localhost. */
export function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/**
 * A queue of items `{clientId, title, body, writtenAt, after}`: `title` is what the citizen sees, `writtenAt` is in
 * milliseconds, `after` is the seq it was written after.
 * `deliver(item)` sends one; `onStatus(item, status, detail)` hears queued, sending, sent, unsent or refused.
 */
export class Outbox {
  #queue = [];
  #pause = new Pause();
  #pumping = false;
  #failures = 0;

  constructor(deliver, onStatus) {
    this.deliver = deliver;
    this.onStatus = onStatus;
  }

  /** Whether the same button is already on its way, so that a double tap counts once. */
  holds(payload) {
    return this.#queue.some((item) => item.body.payload === payload);
  }

  add(item) {
    if (this.#queue.includes(item)) return;
    keepUnsent(item);
    this.#queue.push(item);
    this.onStatus(item, "queued", null);
    this.#pump();
  }

  /** Forget everything that waits, and end; what is under way is no longer reported. */
  close() {
    this.#queue.forEach(dropUnsent);
    this.#queue = [];
    this.retryNow();
  }

  /** Try at once instead of at the end of the wait. */
  retryNow() {
    this.#pause.wake();
  }

  async #pump() {
    if (this.#pumping) return;
    this.#pumping = true;
    try {
      while (this.#queue.length > 0) {
        const wait = await this.#attempt(this.#queue[0]);
        if (wait > 0) await this.#pause.for(wait);
      }
    } finally {
      this.#pumping = false;
    }
  }

  /** Send one item; returns the milliseconds to wait before the next attempt. */
  async #attempt(item) {
    this.onStatus(item, "sending", null);
    try {
      await this.deliver(item);
    } catch (error) {
      if (error instanceof Refused && !error.temporary) return this.#finish(item, "refused", error.detail);
      if (!this.#queue.includes(item)) return 0;
      this.#failures += 1;
      this.onStatus(item, "unsent", error.detail ?? null);
      return Math.max(delayAfter(this.#failures), error.retryAfterMs ?? 0);
    }
    return this.#finish(item, "sent", null);
  }

  #finish(item, status, detail) {
    this.#failures = 0;
    const closed = !this.#queue.includes(item);
    this.#queue = this.#queue.filter((other) => other !== item);
    dropUnsent(item);
    if (!closed) this.onStatus(item, status, detail);
    return 0;
  }
}
