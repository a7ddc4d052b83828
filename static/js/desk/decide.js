// Decisions by htmx: the strip at once, the next draft in place, nothing lost where it fails.
import { hint } from "./keymap.js";
import { begin, current, focus } from "./rows.js";
import { inWords } from "../texts.js";
import { renewed } from "../token.js";
import { forget, forgetValue, restore, save } from "./typed.js";
import "../queue.js"; // at once: a key pressed while it was on its way would be lost

const DONE = { approve: inWords("Approved"), reject: inWords("Rejected"), duplicate: inWords("Duplicate:"), later: inWords("Put off"), send_back: inWords("Sent back"), split: inWords("Split") };
/** @typedef {CustomEvent<{xhr: XMLHttpRequest, elt: Element, shouldSwap: boolean, isError: boolean, successful: boolean}>} Event_ */
const form = () => /** @type {HTMLFormElement | null} */ (document.querySelector("#draft[data-draft]"));
const strip = () => document.querySelector("[data-strip]");
const said = document.body.appendChild(document.createElement("p"));
said.className = "unseen";
said.setAttribute("role", "status");

/** How long the draft has been on the screen. */
let seen = 0;
let since = performance.now();
const tick = () => {
  const now = performance.now();
  if (document.visibilityState === "visible") seen += now - since;
  since = now;
};
document.addEventListener("visibilitychange", () => {
  const now = performance.now();
  if (document.visibilityState === "hidden") seen += now - since;
  since = now;
});

let isSending = false;
let isUndoWanted = false;
/** @type {HTMLElement | null} */
let pressed = null;
/** @type {string | undefined} */
let before;
let place = "";
/** The value with which the editor is done when the request succeeds. */
let settled = "";

export const busy = () => isSending;
export const undoSoon = () => (isUndoWanted = true);

/** @param {string} words @param {boolean} [isLost] */
function show(words, isLost = false) {
  if (isLost) isUndoWanted = false; // it was meant for what has not been done
  const shown = document.createElement("span");
  shown.className = isLost ? "undo undo--lost" : "undo";
  shown.append(Object.assign(document.createElement("span"), { textContent: words }));
  if (isLost) {
    const again = Object.assign(document.createElement("button"), { type: "button", className: "undo__button", textContent: inWords("Retry") });
    again.addEventListener("click", () => pressed?.click());
    shown.append(again);
    const undo = pressed?.closest("form.undo"); // its button is pressed again: it must stay on the page
    if (undo instanceof HTMLElement) {
      undo.hidden = true;
      shown.append(undo);
    }
  }
  strip()?.replaceChildren(shown);
  said.textContent = words;
  if (isLost) shown.querySelector("button")?.focus();
}

/** Why a request failed, and what to do. @param {XMLHttpRequest | undefined} xhr */
function why(xhr) {
  if (!xhr?.status) return inWords("No answer came from the server.");
  if (renewed(xhr.getResponseHeader("X-Form-Token"))) return inWords("This page was too old; it is renewed now.");
  if (xhr.status === 413) return inWords("It is too much to send at once.");
  if (xhr.status === 404) return inWords("This is not there any more: reload the page.");
  return xhr.status < 500 ? inWords("Sending was refused: reload the page.") : inWords("The server failed.");
}

/** The value whose typing is over: saved, put back, taken, or closed without saving. @param {HTMLElement | null} button */
function leaves(button) {
  const [verb, at] = button?.getAttribute("value")?.split(":") ?? [];
  if (/^(save|back|take)$/.test(verb ?? "")) return at ?? "";
  if (!button?.matches('[value="look"][formnovalidate]')) return "";
  return document.querySelector('#draft [name="editing"]')?.getAttribute("value") ?? "";
}

document.addEventListener("submit", ({ target, submitter }) => {
  if (target instanceof HTMLElement && target.dataset.settles && leaves(submitter)) {
    forgetValue(target.dataset.settles, leaves(submitter), false);
  }
  if (target !== form() && !(target instanceof Element && target.matches(".undo"))) return;
  pressed = /** @type {HTMLElement | null} */ (submitter);
  settled = leaves(pressed);
  place = /** @type {HTMLButtonElement | null} */ (submitter)?.value.split(":")[1] ?? "";
  if (place === "all") place = current()?.dataset.field ?? "";
  tick();
  const seconds = form()?.elements.namedItem("seconds");
  if (seconds instanceof HTMLInputElement) seconds.value = (seen / 1000).toFixed(1);
}, true);

document.addEventListener("htmx:beforeRequest", ({ target }) => {
  if (!(target instanceof HTMLFormElement)) return;
  isSending = true;
  before = form()?.dataset.draft;
  save();
  const verdict = pressed instanceof HTMLButtonElement && pressed.name === "verdict" ? pressed.value : "";
  const done = verdict && form()?.dataset.says || DONE[/** @type {keyof typeof DONE} */ (verdict)];
  if (done) show(`${done} ${document.querySelector("h1")?.textContent}`);
});

document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = /** @type {Event_} */ (event).detail;
  if (!(event.target instanceof Element) || !event.target.matches("main")) return;
  if (new URL(xhr.responseURL || location.href).pathname === "/login") {
    event.preventDefault(); // signed out: come back here afterwards, where what was typed is kept
    location.assign(`/login?signed_out=1&next=${encodeURIComponent(location.pathname + location.search)}`);
  }
});

for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError", "htmx:sendAbort"]) {
  document.addEventListener(name, (event) => {
    const { target } = event;
    if (target instanceof HTMLFormElement) show(inWords("Not saved. %s", why(/** @type {Event_} */ (event).detail.xhr)), true);
    else if (target instanceof Element) {
      // A search that failed has decided nothing: Retry would press the last decision's button.
      const list = document.querySelector(target.getAttribute("hx-target") ?? "#targets");
      list?.replaceChildren(Object.assign(document.createElement("p"), { className: "meta", textContent: inWords("The search got no answer: try again.") }));
    }
  });
}

document.addEventListener("htmx:afterRequest", ({ target }) => {
  if (target instanceof HTMLFormElement) isSending = false;
});

document.addEventListener("htmx:afterSettle", ({ target }) => {
  if (!(target instanceof Element) || target.id !== "main") return;
  isSending = false;
  const now = form()?.dataset.draft;
  if (before && now !== before && !refusal()) forget(before);
  else if (before && settled && !refusal()) forgetValue(before, settled, Boolean(pressed?.dataset.removes));
  settled = "";
  start(now !== before);
  note();
});

const refusal = () => document.querySelector("main [role=alert]:not([hidden])");

/** Note the open editor in the address: loaded again, the page has it open again. */
function note() {
  if (!form()) return;
  const place = document.querySelector('#draft [name="editing"]')?.getAttribute("value");
  const address = new URL(location.href);
  if (place) address.searchParams.set("edit", place);
  else address.searchParams.delete("edit");
  if (address.href !== location.href) history.replaceState(history.state, "", address);
}

/** @param {boolean} isOther */
function start(isOther) {
  hint();
  begin();
  const told = document.querySelector("[data-told]");
  if (isOther || !form()) {
    seen = 0;
    since = performance.now();
    scrollTo(0, 0);
    const head = document.querySelector("main h1");
    head?.setAttribute("tabindex", "-1");
    if (head instanceof HTMLElement) head.focus({ preventScroll: true });
  } else if (!told && !document.querySelector(".editor, .desk__draft [autofocus]")) {
    focus(/** @type {HTMLElement | null} */ (document.querySelector(`[data-field="${place}"]`)) ?? /** @type {HTMLElement | null} */ (document.querySelector("h1")));
  }
  // The first wrong field, or where the editor was.
  const own = told ? null : document.querySelector(`[data-field="${place}"] .editor :is(select, input:not([type=hidden]), textarea)`);
  const editor = /** @type {HTMLElement | null} */ (own ?? document.querySelector(".editor [autofocus]"));
  if (editor && !isOther) editor.focus();
  const words = told ?? strip();
  said.textContent = (words?.textContent ?? "").replace(/\s+/g, " ").trim();
  const waiting = document.querySelector("[data-waiting]")?.getAttribute("data-waiting");
  for (const count of document.querySelectorAll(".nav-link .count")) {
    if (waiting && count.firstChild) count.firstChild.textContent = waiting;
  }
  if (!told && restore()) said.textContent += " What you had typed is here again.";
  const undo = document.querySelector('[data-act="undo"]');
  if (isUndoWanted && !refusal() && undo instanceof HTMLElement) undo.click();
  isUndoWanted = false;
}

hint();
begin();
restore();
