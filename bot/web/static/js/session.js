// One citizen's conversation with the service: begun at the first message, taken up again after a reload,
// begun anew when the service no longer knows it.

import { Refused, begin, history, send } from "./api.js";
import { Live } from "./live.js";
import { forgetConversation, loadConversation, saveConversation } from "./store.js";

/**
 * `handlers`: `messages(list, item)` (item: the outbox item they answer, or null), `state(state)`, `typing()`,
 * `reachable(yes)`, `lost()` when the service no longer knows the conversation.
 */
export class Session {
  #conversation = loadConversation();
  #cursor = 0;
  #live = null;

  constructor(handlers) {
    this.handlers = handlers;
  }

  get id() {
    return this.#conversation?.id ?? null;
  }

  /** Listen to the stored conversation, if there is one. Resolves to whether its history is on the page. */
  resume() {
    return new Promise((resolve) => {
      if (!this.#conversation) resolve(true);
      else this.#listen(resolve);
    });
  }

  /** Leave this conversation; the next message begins another. */
  leave() {
    this.#live?.stop();
    this.#live = null;
    this.#conversation = null;
    this.#cursor = 0;
    forgetConversation();
  }

  /** Send an outbox item. Throws Refused or Unreachable. A conversation the service has lost is replaced, once. */
  async deliver(item) {
    const conversation = this.#conversation;
    try {
      await this.#post(item);
    } catch (error) {
      const lost = error instanceof Refused && error.conversationLost;
      if (!lost || conversation === null || conversation !== this.#conversation) throw error;
      this.#lose();
      await this.#post(item);
    }
  }

  nudge() {
    this.#live?.nudge();
  }

  reconnect() {
    this.#live?.reconnect();
  }

  async #post(item) {
    if (!this.#conversation) {
      this.#conversation = await begin();
      saveConversation(this.#conversation);
    }
    const conversation = this.#conversation;
    const page = await send(conversation, { client_id: item.clientId, ...item.body });
    if (conversation !== this.#conversation) return;
    this.handlers.messages(page.messages, item);
    this.handlers.state(page.state);
    if (!this.#live) this.#listen(() => {});
  }

  #listen(settled) {
    const conversation = this.#conversation;
    const current = () => conversation === this.#conversation;
    const catchUp = async () => {
      try {
        const page = await history(conversation, this.#cursor);
        if (current()) this.#receive(page.messages, page.state);
      } catch (error) {
        const lost = error instanceof Refused && error.conversationLost;
        if (lost && current()) this.#lose();
        settled(lost);
        if (!lost) throw error;
      }
      settled(true);
    };
    this.#live = new Live(
      catchUp,
      () => ({ conversation, cursor: this.#cursor }),
      (frame) => current() && this.#frame(frame),
      (reachable) => current() && this.handlers.reachable(reachable),
    );
    this.#live.start();
  }

  #frame(frame) {
    if (frame.type === "state") this.handlers.state(frame.state);
    else if (frame.type === "typing") this.handlers.typing();
    else if (frame.type === undefined) this.#receive([frame], null);
  }

  /** Only what came in order moves the cursor: a reply to a post may overtake an adviser's message. */
  #receive(messages, state) {
    this.#cursor = Math.max(this.#cursor, ...messages.map((message) => message.seq));
    this.handlers.messages(messages, null);
    if (state) this.handlers.state(state);
  }

  #lose() {
    this.leave();
    this.handlers.lost();
  }
}
