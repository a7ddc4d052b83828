// Keys for the queue: j k move, Enter opens, x selects, Shift+x selects up to there. They do what links and boxes do.
const STORE = "desk-keys";
let selectedAt = -1;

// Looked up each time: the list may be put into a page that is there already.
const rows = () => /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-row]")]);
const place = () => rows().findIndex((row) => row.classList.contains("is-now"));

/** @param {HTMLElement | undefined} row */
const box = (row) => /** @type {HTMLInputElement | null} */ (row?.querySelector('input[type="checkbox"]') ?? null);

function isOn() {
  try {
    const kept = localStorage.getItem(STORE) ?? "{}";
    return kept !== "off" && JSON.parse(kept).off !== true;
  } catch {
    return true;
  }
}

/** @param {Element | undefined} row */
function mark(row) {
  for (const each of rows()) each.classList.toggle("is-now", each === row);
}

/** @param {number} step */
function go(step) {
  const all = rows();
  const row = all[Math.max(0, Math.min(all.length - 1, place() + step))];
  mark(row);
  row?.querySelector("a")?.focus({ preventScroll: true });
  row?.scrollIntoView({ block: "nearest" });
}

/** @param {boolean} isRange */
function select(isRange) {
  const all = rows();
  const at = place();
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
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !isOn() || rows().length === 0) return;
  if (target.closest('input:not([type="checkbox"]), textarea, select')) return;
  if (event.key === "j" || event.key === "ArrowDown") go(1);
  else if (event.key === "k" || event.key === "ArrowUp") go(-1);
  else if (event.key.toLowerCase() === "x") select(event.shiftKey);
  else if (event.key === "Enter" && target === document.body) {
    const start = document.querySelector('[data-act="start"]');
    if (start instanceof HTMLElement) start.click();
  } else return;
  event.preventDefault();
});

document.addEventListener("focusin", (event) => {
  const row = /** @type {HTMLElement} */ (event.target).closest("[data-row]");
  if (row) mark(row);
});
document.addEventListener("change", (event) => {
  const row = /** @type {HTMLElement} */ (event.target).closest("[data-row]");
  if (!(row instanceof HTMLElement)) return;
  selectedAt = rows().indexOf(row);
  count();
});
count();
