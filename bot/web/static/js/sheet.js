// The consultation sheet (咨询意见书) of one answer. The page's address names the message and opens nothing by itself: the
// key is the conversation that this browser keeps, or the console's cookie.

import { Refused, sheet, sheetForAdviser } from "./api.js";
import { el } from "./dom.js";
import "./large_type.js";
import { loadConversation } from "./store.js";
import { calendarDay, dayAndTime, peopleByRole, withHotlines } from "./text.js";
import { PLACE, SHEET } from "./words.js";

const NUMERALS = "一二三四五六七八九十";
// Characters of law beyond which it is set smaller on paper, so that two pages hold it.
const SIZES = [[2400, "law longest"], [1200, "law long"], [0, "law"]];

const paper = document.getElementById("sheet");
const paragraph = (text, name = null) => el("p", { class: name }, ...withHotlines(text, false));
const list = (tag, items, name = null) => el(tag, { class: name }, ...items.map((item) => el("li", { text: item })));
const listOf = (items) => items.join("、");

/** Steps in order; those that carry their number in their words are given no other. */
const steps = (items) => list("ol", items, items.every((item) => item.startsWith("第")) ? "plain" : null);

/** Terms with what they are, those that nobody knows left out. */
function facts(rows) {
  const known = rows.filter(([, value]) => value);
  return el("dl", { class: "facts" },
    ...known.flatMap(([term, value]) => [el("dt", { text: term }), el("dd", {}, ...withHotlines(value, false))]));
}

function elsewhere(parts, notQuoted) {
  return parts.length > 0 ? paragraph(`${SHEET.other}（${notQuoted}）：${listOf(parts)}`, "side") : null;
}

function asked(parts) {
  const words = parts.asked.map((said) => paragraph(`“${said}”`));
  const same = parts.asked.at(-1) === parts.subject;
  const note = parts.asked_note ? paragraph(parts.asked_note, "side") : null;
  return [words.length > 0 ? el("div", { class: "asked" }, ...words) : null, note, same ? null : paragraph(`${SHEET.subject}：${parts.subject}`, "subject")];
}

function answer(parts) {
  return [
    ...parts.answer.map((line) => paragraph(line)),
    parts.needs_person ? paragraph(`${SHEET.needsPerson}：${parts.needs_person}`) : null,
    parts.updated ? paragraph(parts.updated, "side") : null,
  ];
}

function law(parts) {
  const articles = parts.citations.map((cited) =>
    el("div", { class: "article" }, el("h3", { text: `《${cited.law}》${cited.article}` }), el("p", { text: cited.text })));
  const length = parts.citations.reduce((sum, cited) => sum + cited.text.length, 0);
  return [
    el("div", { class: SIZES.find(([from]) => length >= from)[1] }, ...articles),
    elsewhere(parts.other_sources, parts.not_quoted),
  ];
}

function deadline({ text, law: name, article }) {
  return [paragraph(name ? `${text}（${SHEET.basis}：《${name}》${article}）` : text, "important")];
}

function guide(parts, notQuoted) {
  return [
    el("h3", { text: SHEET.conditions }), list("ol", parts.conditions, "conditions"),
    el("h3", { text: SHEET.materials }), list("ul", parts.materials, "checks"),
    el("h3", { text: SHEET.procedure }), steps(parts.procedure),
    facts([
      [SHEET.timeLimit, parts.time_limit],
      [SHEET.fee, parts.fee],
      [SHEET.where, parts.where],
      [SHEET.who, listOf(parts.who_can_help)],
    ]),
    parts.legal_basis.length > 0 ? paragraph(`${SHEET.basis}：${listOf(parts.legal_basis)}`, "side") : null,
    elsewhere(parts.other_sources, notQuoted),
  ];
}

function place(room, note) {
  const hours = room.hours.join("；");
  return [
    el("h3", { text: room.title }),
    room.parents.length > 0 ? paragraph(room.parents.join(" · "), "side") : null,
    facts([
      [PLACE.address, room.address ?? PLACE.unknown],
      [PLACE.phone, listOf(room.phones) || PLACE.unknown],
      [PLACE.hours, hours && room.confirmed ? hours : `${hours}（${PLACE.unknown}）`],
      ...peopleByRole(room.people),
    ]),
    note ? paragraph(note, "side") : null,
  ];
}

/** The sections that the sheet has, numbered in the order in which they stand. */
function sections(parts) {
  const all = [
    [SHEET.asked, asked(parts)],
    [SHEET.answer, answer(parts)],
    [SHEET.law, parts.citations.length + parts.other_sources.length > 0 && law(parts)],
    [SHEET.evidence, parts.evidence.length > 0 && [list("ul", parts.evidence, "checks")]],
    [SHEET.deadline, parts.deadline && deadline(parts.deadline)],
    [`${SHEET.guide}：${parts.guide?.title}`, parts.guide && guide(parts.guide, parts.not_quoted)],
    [SHEET.place, parts.place && place(parts.place, parts.place_note)],
  ].filter(([, content]) => content);
  return all.map(([heading, content], index) =>
    el("section", {}, el("h2", { text: `${NUMERALS[index]}、${heading}` }), ...content));
}

function show(parts) {
  document.title = `${parts.title} ${parts.day}`; // the name of the file when it is saved as PDF
  paper.replaceChildren(
    el("header", { class: "head" },
      el("p", { text: parts.service }), el("h1", { text: parts.title }),
      el("p", { class: "days" },
        el("span", { text: `${SHEET.askedAt}：${dayAndTime(parts.asked_at)}` }),
        el("span", { text: `${SHEET.day}：${calendarDay(parts.day)}` }))),
    ...sections(parts),
    el("footer", { class: "mind" },
      el("p", {}, el("strong", { text: `${SHEET.mind}：` }), parts.general), paragraph(parts.person)));
  const print = document.getElementById("print");
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}

/** The parts from whoever may give them: /sheet/MESSAGE for a citizen, /console/sheet/HANDOFF/MESSAGE for an adviser. */
async function load() {
  const path = location.pathname.split("/").slice(1).map(decodeURIComponent);
  if (path[0] === "console") {
    Object.assign(document.getElementById("back"), { href: "/console/", textContent: SHEET.backToDesk });
    return sheetForAdviser(path[2], path[3]);
  }
  const conversation = loadConversation();
  if (!conversation) throw new Refused(404, SHEET.notHere, 0);
  return sheet(conversation, path[1]);
}

try {
  show(await load());
} catch (error) {
  const words = error instanceof Refused && !error.temporary ? error.detail : null;
  paper.replaceChildren(paragraph(words ?? SHEET.failed, "wait"));
} finally {
  paper.removeAttribute("aria-busy");
}
