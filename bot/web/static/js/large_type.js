// Large type, for eyes that need it; remembered by the browser, on every page.

import { loadLargeType, saveLargeType } from "./store.js";

const toggle = document.getElementById("large-type");

function apply(on) {
  document.documentElement.classList.toggle("large-type", on);
  toggle?.setAttribute("aria-pressed", String(on));
  document.dispatchEvent(new Event("largetype"));
}

toggle?.addEventListener("click", () => {
  const on = toggle.getAttribute("aria-pressed") !== "true";
  saveLargeType(on);
  apply(on);
});

apply(loadLargeType());
