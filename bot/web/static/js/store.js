// What the browser keeps between visits. Where storage is switched off, it is kept for this visit only.

const PREFIX = "cunfatong.";
const UNSENT = "unsent.";
const fallback = new Map();

function storage() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

function write(key, value) {
  fallback.set(key, value);
  try {
    storage()?.setItem(PREFIX + key, JSON.stringify(value));
  } catch {
    // Full or forbidden: the copy in memory serves until the page is closed.
  }
}

function read(key) {
  try {
    const text = storage()?.getItem(PREFIX + key);
    return text ? JSON.parse(text) : (fallback.get(key) ?? null);
  } catch {
    return fallback.get(key) ?? null;
  }
}

function remove(key) {
  fallback.delete(key);
  storage()?.removeItem(PREFIX + key);
}

/** The conversation of this browser, `{id, token}`, or null. */
export const loadConversation = () => read("conversation");
export const saveConversation = (conversation) => write("conversation", conversation);
export const forgetConversation = () => remove("conversation");

export const loadLargeType = () => read("large-type") === true;
export const saveLargeType = (on) => write("large-type", on);

/** Keep a message until the service has it. A key for each, so that two open tabs do not overwrite one another. */
export const keepUnsent = (item) => write(UNSENT + item.clientId, item);
export const dropUnsent = (item) => remove(UNSENT + item.clientId);

/** Messages not yet received by the service, oldest first. */
export function loadUnsent() {
  const stored = Object.keys(storage() ?? {}).filter((key) => key.startsWith(PREFIX + UNSENT));
  const items = stored.map((key) => read(key.slice(PREFIX.length))).filter((item) => item?.clientId && item?.body);
  return items.sort((a, b) => a.writtenAt - b.writtenAt);
}
