// A cell's clause opens beside the table; without script the same link loads the page with it.
import { inWords } from "./texts.js";

const panel = document.getElementById("clause");

/** @param {HTMLAnchorElement} link */
function cellOf(link) {
  const wanted = new URL(link.href).searchParams;
  for (const cell of document.querySelectorAll("a.cell")) {
    const own = new URL(/** @type {HTMLAnchorElement} */ (cell).href).searchParams;
    if (own.get("row") === wanted.get("row") && own.get("type") === wanted.get("type")) return cell;
  }
  return null;
}

/** @param {HTMLAnchorElement} link */
function mark(link) {
  for (const cell of document.querySelectorAll("a.cell[aria-current]")) cell.removeAttribute("aria-current");
  cellOf(link)?.setAttribute("aria-current", "true");
}

/** @param {HTMLAnchorElement} link */
function fail(link) {
  const text = document.createElement("p");
  text.className = "error";
  text.textContent = inWords("The clause could not be loaded.");
  const again = document.createElement("a");
  again.className = "button button--small";
  again.href = link.href;
  again.dataset.cell = "";
  again.textContent = inWords("Retry");
  panel?.replaceChildren(text, again);
}

let newest = 0;

/** @param {HTMLAnchorElement} link */
async function open(link) {
  const number = ++newest;
  const address = new URL(link.href);
  panel?.setAttribute("aria-busy", "true");
  let failed = false;
  const note = () => { failed = true; };
  panel?.addEventListener("htmx:responseError", note, { once: true });
  panel?.addEventListener("htmx:sendError", note, { once: true });
  panel?.addEventListener("htmx:timeout", note, { once: true });
  // @ts-ignore htmx is a script of its own
  await htmx.ajax("GET", address.pathname + address.search, { source: panel, target: "#clause", swap: "innerHTML" }).catch(note);
  if (number !== newest) return;
  panel?.removeAttribute("aria-busy");
  if (failed) {
    fail(link);
    return;
  }
  mark(link);
  history.replaceState(null, "", address.pathname + address.search);
  if (panel && panel.getBoundingClientRect().top > innerHeight - 120) panel.scrollIntoView({ block: "start" });
  panel?.scrollTo(0, 0);
}

document.addEventListener("click", (event) => {
  const target = /** @type {HTMLElement} */ (event.target);
  const link = target.closest("a.cell, a[data-cell]");
  if (!(link instanceof HTMLAnchorElement) || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  open(link);
});
