// The public API over HTTP, as /api/v1/openapi.json describes it.

const BASE = "/api/v1/conversations";
const TIMEOUT_MS = 30_000;

/** The service answered, and said no. `detail` is its own sentence for the citizen, or null. */
export class Refused extends Error {
  constructor(status, detail, retryAfter) {
    super(`the service answered ${status}`);
    this.status = status;
    this.detail = detail;
    this.retryAfterMs = retryAfter * 1000;
  }

  /** The conversation is not there any more, or is not ours. */
  get conversationLost() {
    return this.status === 401 || this.status === 404;
  }

  /** The same request may succeed later. */
  get temporary() {
    return this.status >= 500 || this.status === 408 || this.status === 425 || this.status === 429;
  }
}

/** Nothing came back: no network, or not in time. Whether the service received the request is unknown. */
export class Unreachable extends Error {}

async function refusal(response) {
  let detail = null;
  try {
    detail = (await response.json()).detail;
  } catch {
    // A proxy's own error page is not JSON and not for citizens.
  }
  const retryAfter = Number(response.headers.get("Retry-After")) || 0;
  return new Refused(response.status, typeof detail === "string" ? detail : null, retryAfter);
}

async function request(method, url, token, body) {
  const headers = { Accept: "application/json" };
  if (token) headers.Authorization = `Bearer ${token}`;
  if (body) headers["Content-Type"] = "application/json";
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), TIMEOUT_MS);
  try {
    const response = await fetch(url, {
      method, headers, body: body ? JSON.stringify(body) : undefined, signal: timeout.signal, cache: "no-store",
    });
    if (!response.ok) throw await refusal(response);
    return await response.json();
  } catch (error) {
    throw error instanceof Refused ? error : new Unreachable(String(error));
  } finally {
    clearTimeout(timer);
  }
}

const urlOf = (conversation) => `${BASE}/${encodeURIComponent(conversation.id)}`;

/** Begin a conversation: `{id, token}`. */
export const begin = () => request("POST", BASE, null, { channel: "web" });

/** Everything said after `after` (a seq, 0 for all): `{state, messages}`. */
export const history = (conversation, after) =>
  request("GET", `${urlOf(conversation)}/messages?after=${after}`, conversation.token);

/** Send a message body with its `client_id`; the same id twice is answered the same: `{state, messages}`. */
export const send = (conversation, body) =>
  request("POST", `${urlOf(conversation)}/messages`, conversation.token, body);

/** The parts of the consultation sheet of an answer. */
export const sheet = (conversation, messageId) =>
  request("GET", `${urlOf(conversation)}/messages/${encodeURIComponent(messageId)}/sheet`, conversation.token);

/** Addresses of an appointment's calendar file and QR code that need no token for a while: `{calendar, qr, seconds}`. */
export const appointmentLinks = (conversation, code) =>
  request("GET", `/api/v1/appointments/${encodeURIComponent(code)}/links`, conversation.token);

/** The same for the adviser who has claimed the chat; the console's cookie says who that is. */
export const sheetForAdviser = (handoffId, messageId) =>
  request("GET", `/console/api/handoffs/${handoffId}/messages/${encodeURIComponent(messageId)}/sheet`, null);

/** Open the live channel. The token travels in the first frame, because addresses end up in logs. */
export function openEvents(conversation, after) {
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  const socket = new WebSocket(`${scheme}//${location.host}${urlOf(conversation)}/events?after=${after}`);
  socket.addEventListener("open", () => socket.send(JSON.stringify({ token: conversation.token })));
  return socket;
}
