// How words, numbers and times of a message are put on the page.

import { el } from "./dom.js";
import { ROLES } from "./words.js";

const HOTLINES = new Set(["12338", "12345", "12348"]);
const EMERGENCY = new Set(["110", "120"]);
// "120元" and "110天" are amounts, not calls for help.
const UNIT_AFTER = /^\s*[元块万千百天日年月周岁个名人户亩米平公%％.:：\-–]/;
const ZONE = "Asia/Shanghai";
const NO_BREAK = "\u2060";

/** A link that dials; an extension ("转801") cannot be dialled and stays out of the number. */
export function dial(phone) {
  return el("a", { class: "dial", href: `tel:${phone.split("转")[0].replace(/[^\d+]/g, "")}`, text: phone });
}

/**
 * Text with its public hotlines as dial links. Nothing else becomes a link.
 * @param {string} text
 * @param {boolean} urgent 110 and 120 are linked only where danger is the subject
 * @returns {(Node | string)[]}
 */
export function withHotlines(text, urgent) {
  const parts = [];
  let done = 0;
  for (const match of text.matchAll(/\d+/g)) {
    const end = match.index + match[0].length;
    const partOfMore = /[\d.\-–]$/.test(text.slice(0, match.index)) || UNIT_AFTER.test(text.slice(end));
    const known = HOTLINES.has(match[0]) || (urgent && EMERGENCY.has(match[0]));
    if (!known || partOfMore) continue;
    parts.push(text.slice(done, match.index), dial(match[0]));
    done = end;
  }
  parts.push(text.slice(done));
  return parts.filter((part) => part !== "");
}

/** The people of a place by role: [["村居法律顾问", "王律师、李律师"]]. */
export function peopleByRole(people = []) {
  const names = new Map();
  for (const { name, role } of people) names.set(role, [...(names.get(role) ?? []), name]);
  return [...names].map(([role, those]) => [ROLES[role] ?? role, those.join("、")]);
}

function format(iso, options) {
  return new Intl.DateTimeFormat("zh-CN", { timeZone: ZONE, ...options }).format(new Date(iso));
}

const clock = (iso) => format(iso, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const day = (iso) => format(iso, { month: "long", day: "numeric" });

/** When a message was sent: the time alone today, with the day otherwise. */
export function sentAt(iso) {
  const today = day(new Date().toISOString());
  return day(iso) === today ? clock(iso) : `${day(iso)} ${clock(iso)}`;
}

/** A day of the calendar, as 2026年12月7日. */
export const calendarDay = (iso) => format(iso, { year: "numeric", month: "long", day: "numeric" });

/** A day of the calendar with the time, for paper. */
export const dayAndTime = (iso) => `${calendarDay(iso)} ${clock(iso)}`;

/** The span of an appointment, as 12月8日（周二）09:00–09:30. */
export function span(start, end) {
  return `${day(start)}（${format(start, { weekday: "short" })}）${clock(start)}${NO_BREAK}–${NO_BREAK}${clock(end)}`;
}

/** A distance in kilometres, as people say it. */
export function distance(km) {
  return km < 1 ? `约${Math.max(100, Math.round(km * 10) * 100)}米` : `约${km < 10 ? km.toFixed(1) : Math.round(km)}公里`;
}
