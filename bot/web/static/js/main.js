// The chat page: what is pressed and written goes to the outbox, what is said goes to the log.

import { ChatLog } from "./chat_log.js";
import { setUpComposer } from "./composer.js";
import "./large_type.js";
import { whereAmI } from "./location.js";
import { Outbox, uuid } from "./outbox.js";
import { Session } from "./session.js";
import { dropUnsent, loadUnsent } from "./store.js";
import { NOTES, STATES } from "./words.js";

const STALE_MS = 12 * 3600 * 1000;

let state = "BOT";
let reachable = true;

const log = new ChatLog({ press, ask: sendText, resend });
const session = new Session({
  messages: (messages, item) => log.addMessages(messages, item),
  state: showState,
  typing: () => log.indicate("typing"),
  reachable: showReachable,
  lost: () => {
    log.clear(true);
    showState("BOT");
    log.addNote(NOTES.lost);
  },
});
let outbox = newOutbox();

function newOutbox() {
  return new Outbox((item) => session.deliver(item), onStatus);
}

function onStatus(item, status, detail) {
  log.setSending(item, status, detail);
  if (status === "sending" && state === "BOT") log.indicate("looking");
  else if (status !== "queued" && status !== "sending") log.indicate(null);
}

function showState(next) {
  const closedNow = next === "CLOSED" && state !== "CLOSED";
  state = next;
  showStateLine();
  if (closedNow) log.addNote(NOTES.closed, { title: NOTES.startNew, run: startAnew });
}

function showReachable(yes) {
  reachable = yes;
  showStateLine();
}

function showStateLine() {
  const line = document.getElementById("state");
  line.dataset.state = reachable ? state : "OFFLINE";
  line.querySelector(".state-words").textContent = reachable ? (STATES[state] ?? STATES.BOT) : NOTES.offline;
}

function enqueue(title, body) {
  const item = { clientId: uuid(), title, body, writtenAt: Date.now() };
  log.addOwn(item);
  outbox.add(item);
}

function sendText(text) {
  enqueue(text, { text });
}

function press(button) {
  if (button.payload === "location") sendLocation(button.title);
  else if (!outbox.holds(button.payload)) enqueue(button.title, { payload: button.payload });
}

async function sendLocation(title) {
  log.indicate("locating");
  let location = null;
  try {
    location = await whereAmI();
  } catch (error) {
    log.addNote(error.message);
  }
  log.indicate(null);
  if (location) enqueue(title, { location });
}

/** Again with the same client id: the service answers a repeat as it answered the first. */
function resend(item) {
  outbox.add(item);
  outbox.retryNow();
}

function startAnew() {
  outbox.close();
  outbox = newOutbox();
  loadUnsent().forEach(dropUnsent);
  session.leave();
  log.clear(false);
  reachable = true;
  showState("BOT");
  log.indicate(null);
  log.greet();
  document.getElementById("text").focus();
}

function restore(items) {
  for (const item of items) {
    log.addOwn(item);
    // Hours later the question may have been settled: shown, but sent only when the citizen says so.
    if (Date.now() - item.writtenAt > STALE_MS) log.setSending(item, "stale", null);
    else outbox.add(item);
  }
}

function setUpNewConversation() {
  const dialog = document.getElementById("new-dialog");
  document.getElementById("new").addEventListener("click", () => dialog.showModal());
  dialog.addEventListener("close", () => dialog.returnValue === "yes" && startAnew());
}

async function start() {
  setUpComposer(sendText);
  setUpNewConversation();
  for (const button of document.querySelectorAll("#quick button")) {
    const choice = { title: button.textContent.trim(), payload: button.dataset.payload };
    button.addEventListener("click", () => press(choice));
  }
  const awake = () => {
    session.nudge();
    outbox.retryNow();
  };
  window.addEventListener("offline", () => showReachable(false));
  window.addEventListener("online", () => {
    showReachable(true);
    session.reconnect();
    outbox.retryNow();
  });
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && awake());

  const unsent = loadUnsent();
  log.setBusy(true);
  const complete = await session.resume();
  const nothingSaid = session.id === null || (complete && log.empty);
  if (nothingSaid && unsent.length === 0) log.greet();
  else log.toEnd();
  log.setBusy(false);
  restore(unsent);
}

start();
