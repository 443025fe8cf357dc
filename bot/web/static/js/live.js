// The live channel: asks for what was missed, then listens; when the line drops, waits and begins again.
// Where a proxy blocks WebSockets, the asking alone keeps the page current, only more slowly.

import { Refused, Unreachable, openEvents } from "./api.js";
import { Pause, delayAfter } from "./backoff.js";

const STEADY_MS = 10_000;

export class Live {
  #pause = new Pause();
  #socket = null;
  #drop = () => {};
  #running = false;

  /**
   * @param {() => Promise<void>} catchUp fetches what was missed; throws when the service cannot be reached
   * @param {() => {conversation: object, cursor: number}} position where to listen from
   * @param {(frame: object) => void} onFrame
   * @param {(reachable: boolean) => void} onReachable
   */
  constructor(catchUp, position, onFrame, onReachable) {
    this.catchUp = catchUp;
    this.position = position;
    this.onFrame = onFrame;
    this.onReachable = onReachable;
  }

  start() {
    if (this.#running) return;
    this.#running = true;
    this.#run();
  }

  stop() {
    this.#running = false;
    this.reconnect();
  }

  /** The page is looked at again: do not sit out the wait. */
  nudge() {
    this.#pause.wake();
  }

  /** The network has changed: a socket that still seems open may be dead, and would not say so for minutes. */
  reconnect() {
    this.#socket?.close();
    this.#drop();
    this.#pause.wake();
  }

  async #run() {
    let failures = 0;
    while (this.#running) {
      const since = Date.now();
      try {
        await this.catchUp();
        this.onReachable(true);
        if (this.#running) await this.#listen();
      } catch (error) {
        if (!(error instanceof Refused || error instanceof Unreachable)) console.error(error);
        this.onReachable(false);
      }
      failures = Date.now() - since > STEADY_MS ? 1 : failures + 1;
      if (this.#running) await this.#pause.for(delayAfter(failures));
    }
  }

  /** Resolves when the socket has closed, for whatever reason, or was dropped. */
  #listen() {
    return new Promise((resolve) => {
      this.#drop = resolve;
      const { conversation, cursor } = this.position();
      this.#socket = openEvents(conversation, cursor);
      this.#socket.addEventListener("message", (event) => {
        if (this.#running) this.onFrame(JSON.parse(event.data));
      });
      this.#socket.addEventListener("close", resolve);
    });
  }
}
