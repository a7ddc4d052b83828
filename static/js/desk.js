// Keys for the editors' desk: each does what a button, link or box on the page does (agreements/templatetags/desk_keys.py).
import { busy, undoSoon } from "./desk/decide.js";
import { meant } from "./desk/keymap.js";
import { cross, current, first, focus, go, goMark } from "./desk/rows.js";
import { down, isOnTheWay } from "./desk/targets.js";

const WRITING = 'input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable]';
const DECIDING = /^(approve|reject|duplicate|later|send_back|split|undo|take_over|follow|stay|third)$/;
const RULING = /^(keep|speak|empty|edit_one)$/;

/** The element that does it: the current value's own, where each value has one. @param {string} act */
function doer(act) {
  const own = current()?.querySelector(`[data-act="${act}"]`);
  return /** @type {HTMLElement | null} */ (own ?? (RULING.test(act) ? null : document.querySelector(`[data-act="${act}"]`)));
}

/** The open list of reasons, days or values. @param {Element} at */
const panel = (at) =>
  /** @type {HTMLElement | null} */ (at.closest("details[open] .reject__panel") ?? document.querySelector("details[open] > .reject__panel"));

const confirm = (/** @type {Element} */ at) =>
  /** @type {HTMLElement | null} */ (panel(at)?.querySelector('button[name="verdict"]') ?? null);

/** @param {string} act @returns {boolean} whether there was something to do */
function act(act) {
  if (act === "down" || act === "up") return go(act === "down" ? 1 : -1), true;
  if (act === "mark" || act === "mark_back") return goMark(act === "mark" ? 1 : -1), true;
  if (act === "keys") return import("./desk/settings.js").then(({ open }) => open()), true;
  if (act === "undo" && busy()) return undoSoon(), true;
  if (DECIDING.test(act) && busy()) return true;
  if ((act === "keep" || act === "empty") && !current()?.querySelector(".conflict")) {
    const box = current()?.querySelector(".field__keep");
    if (box instanceof HTMLInputElement) {
      box.checked = act === "keep";
      box.dispatchEvent(new Event("change", { bubbles: true }));
      return true;
    }
  }
  const element = doer(act);
  if (!element || element.hidden) return false;
  element.click();
  const opened = element.closest("details");
  if (opened?.open) /** @type {HTMLElement | null} */ (opened.querySelector("input, textarea, select"))?.focus();
  return true;
}

/** Keys that work while writing too. @param {KeyboardEvent} event @param {HTMLElement} target */
function always(event, target) {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    if (event.repeat || busy()) return true;
    const editor = target.closest(".editor")?.querySelector('[name="do"][value^="save:"]');
    const all = document.querySelector('[data-act="save_all"]');
    const button = /** @type {HTMLElement | null} */ (editor ?? confirm(target) ?? all ?? document.querySelector('[data-act="approve"]'));
    return button?.click(), true;
  }
  if (event.key !== "Escape" || document.querySelector("dialog[open]")) return false;
  const details = panel(target)?.closest("details");
  if (details) {
    details.open = false;
    const summary = details.querySelector("summary");
    summary?.focus();
    if (document.activeElement !== summary) focus(current() ?? /** @type {HTMLElement} */ (first())); // it is behind More
  } else focus(/** @type {HTMLElement | null} */ (target.closest("[data-field]") ?? current() ?? first()));
  return true;
}

/** Enter and the arrows, where they stand on something of the desk. @param {KeyboardEvent} event @param {HTMLElement} target */
function onPlace({ key, repeat }, target) {
  if (key === "ArrowDown" && target.matches('.reject__panel [type="search"]')) {
    return down(/** @type {HTMLInputElement} */ (target));
  }
  if (key === "Enter" && target.closest(".reject__panel") && !target.closest("button, a, textarea")) {
    if (target.matches('[type="search"]')) return isOnTheWay();
    if (!repeat && !busy()) confirm(target)?.click();
    return true;
  }
  if (key === "Enter" && target.matches(".mark__number, [data-mark]")) return cross(target);
  if (key === "Enter" && target.matches("[data-field]")) return act("edit_one");
  if (/^\d$/.test(key) && panel(target) && !target.closest(WRITING)) {
    const choice = /** @type {HTMLInputElement | undefined} */ (panel(target)?.querySelectorAll('input[type="radio"], input[type="checkbox"]')[Number(key) - 1]);
    choice?.click();
    choice?.focus();
    return Boolean(choice);
  }
  const isFree = target.matches("[data-field], body, h1, main");
  if (isFree && (key === "ArrowDown" || key === "ArrowUp")) return go(key === "ArrowDown" ? 1 : -1), true;
  return false;
}

document.addEventListener("keydown", (event) => {
  const target = event.target instanceof HTMLElement ? event.target : document.body;
  if (event.isComposing) return;
  if (always(event, target)) return event.preventDefault();
  if (target.closest(`dialog, ${WRITING}`) && !target.closest(".reject__panel")) return;
  if ((event.ctrlKey || event.metaKey) && event.key === "z" && !target.closest(WRITING)) {
    if (!event.repeat && act("undo")) event.preventDefault();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (onPlace(event, target)) return event.preventDefault();
  if (target.closest(WRITING)) return;
  const meaning = meant(event);
  if (!meaning || (event.repeat && !/^(down|up|mark|mark_back)$/.test(meaning))) return;
  if (act(meaning)) event.preventDefault();
});

document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest('[data-act="keys"]') : null;
  if (button) import("./desk/settings.js").then(({ open }) => open());
});
