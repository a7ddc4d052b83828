// Keys for the queue: to move, to select, to select up to there. They do what links and boxes do.
import { meant } from "./desk/keymap.js";

const rows = () => /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-row]")]);
let at = -1;
let selectedAt = -1;

/** @param {HTMLElement | undefined} row */
const box = (row) => /** @type {HTMLInputElement | null} */ (row?.querySelector('input[type="checkbox"]') ?? null);

/** @param {number} place */
function choose(place) {
  for (const [index, row] of rows().entries()) row.classList.toggle("is-now", index === place);
  at = place;
}

/** @param {number} step */
function go(step) {
  const all = rows();
  if (all.length === 0) return;
  choose(Math.max(0, Math.min(all.length - 1, at + step)));
  all[at].querySelector("a")?.focus({ preventScroll: true });
  all[at].scrollIntoView({ block: "nearest" });
}

/** @param {boolean} isRange */
function select(isRange) {
  const all = rows();
  const own = box(all[at]);
  if (!own) return;
  const from = isRange && selectedAt >= 0 ? selectedAt : at;
  own.checked = isRange || !own.checked;
  for (let each = Math.min(from, at); each <= Math.max(from, at); each++) {
    const other = box(all[each]);
    if (other) other.checked = own.checked;
  }
  selectedAt = at;
  count();
}

function count() {
  const told = document.querySelector("[data-selected]");
  const number = rows().filter((row) => box(row)?.checked).length;
  if (told) told.textContent = number ? `(${number})` : "";
}

document.addEventListener("keydown", (event) => {
  const target = /** @type {HTMLElement} */ (event.target);
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || rows().length === 0) return;
  if (target.closest('input:not([type="checkbox"]), textarea, select, dialog')) return;
  const act = meant(event);
  if (act === "down" || event.key === "ArrowDown") go(1);
  else if (act === "up" || event.key === "ArrowUp") go(-1);
  else if (act === "select" || act === "range") select(act === "range");
  else if (event.key === "Enter" && target === document.body) {
    const start = document.querySelector('[data-act="start"]');
    if (start instanceof HTMLElement) start.click();
  } else return;
  event.preventDefault();
});

for (const name of ["focusin", "change"]) {
  document.addEventListener(name, ({ target }) => {
    const row = target instanceof Element ? target.closest("[data-row]") : null;
    if (!(row instanceof HTMLElement)) return;
    choose(rows().indexOf(row));
    if (name === "change") {
      selectedAt = at;
      count();
    }
  });
}
count();
