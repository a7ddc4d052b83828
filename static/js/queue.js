// Keys for the queue: j k move, Enter opens, x selects, Shift+x selects up to there. They do what links and boxes do.
const STORE = "desk-keys";
const rows = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-row]")]);
let at = -1;
let selectedAt = -1;

/** @param {HTMLElement | undefined} row */
const box = (row) => /** @type {HTMLInputElement | null} */ (row?.querySelector('input[type="checkbox"]') ?? null);

function isOn() {
  try {
    return localStorage.getItem(STORE) !== "off";
  } catch {
    return true;
  }
}

/** @param {number} step */
function go(step) {
  if (rows.length === 0) return;
  rows[at]?.classList.remove("is-now");
  at = Math.max(0, Math.min(rows.length - 1, at + step));
  rows[at].classList.add("is-now");
  const link = rows[at].querySelector("a");
  link?.focus({ preventScroll: true });
  rows[at].scrollIntoView({ block: "nearest" });
}

/** @param {boolean} isRange */
function select(isRange) {
  const own = box(rows[at]);
  if (!own) return;
  const from = isRange && selectedAt >= 0 ? selectedAt : at;
  own.checked = isRange || !own.checked;
  for (let each = Math.min(from, at); each <= Math.max(from, at); each++) {
    const other = box(rows[each]);
    if (other) other.checked = own.checked;
  }
  selectedAt = at;
  count();
}

function count() {
  const told = document.querySelector("[data-selected]");
  const number = rows.filter((row) => box(row)?.checked).length;
  if (told) told.textContent = number ? `(${number})` : "";
}

document.addEventListener("keydown", (event) => {
  const target = /** @type {HTMLElement} */ (event.target);
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !isOn()) return;
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

for (const [index, row] of rows.entries()) {
  row.addEventListener("focusin", () => {
    rows[at]?.classList.remove("is-now");
    at = index;
    row.classList.add("is-now");
  });
  row.addEventListener("change", () => {
    selectedAt = index;
    count();
  });
}
count();
