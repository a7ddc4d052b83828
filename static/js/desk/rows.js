// The values of a draft as rows: one of them is the current one, and its evidence is lit in the text.
const all = () => /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-field]")]);
export const current = () => /** @type {HTMLElement | null} */ (document.querySelector("[data-field].is-now"));

/** @param {string | null | undefined} number */
function light(number) {
  for (const mark of document.querySelectorAll(".mark.is-now")) mark.classList.remove("is-now");
  if (!number) return;
  const lit = document.querySelectorAll(`.mark[data-marks~="${number}"]`);
  for (const mark of lit) mark.classList.add("is-now");
  const article = document.querySelector(".desk__article");
  if (!article || !lit[0] || getComputedStyle(article).overflowY !== "auto") return;
  // Only the article moves: if the page did too, a click that makes a row current would miss its button.
  const below = lit[0].getBoundingClientRect().top - article.getBoundingClientRect().top;
  article.scrollBy({ top: below - article.clientHeight / 2 });
}

/** Make a row the current one: the only one that Tab comes to. @param {HTMLElement} row */
export function choose(row) {
  if (row === current()) return;
  for (const other of all()) {
    other.classList.toggle("is-now", other === row);
    other.tabIndex = other === row ? 0 : -1;
  }
  light(row.querySelector("[data-mark]")?.getAttribute("data-mark"));
}

/** @param {HTMLElement | null | undefined} row */
export function focus(row) {
  if (!row) return;
  choose(row);
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

/** The row to begin with: the first to decide, else the first that changes something. */
export const first = () =>
  document.querySelector(".field:has(.conflict)") ??
  document.querySelector(".field:has(ins, del)[data-field]") ??
  all()[0];

/** @param {number} step */
export function go(step) {
  const rows = all().filter((row) => row.offsetParent !== null);
  const now = current();
  const at = now ? rows.indexOf(now) : -1;
  if (at < 0) focus(/** @type {HTMLElement} */ (first()));
  else focus(rows[Math.max(0, Math.min(rows.length - 1, at + step))]);
}

/** @param {number} step */
export function goMark(step) {
  const marks = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".mark__number")]);
  marks.sort((one, other) => Number(one.textContent) - Number(other.textContent));
  const at = marks.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const next = marks[at < 0 ? (step > 0 ? 0 : marks.length - 1) : Math.max(0, Math.min(marks.length - 1, at + step))];
  next?.focus();
  light(next?.textContent);
}

/** From a mark to its value, and from a value to its mark. @param {HTMLElement} link */
export function cross(link) {
  if (link.matches(".mark__number")) {
    const to = document.querySelector(`[data-field] [data-mark="${link.textContent}"]`);
    focus(/** @type {HTMLElement | null} */ (to?.closest("[data-field]")));
    light(link.textContent);
    return Boolean(to);
  }
  const number = link.getAttribute("data-mark");
  const mark = [...document.querySelectorAll(".mark__number")].find((found) => found.textContent === number);
  if (mark instanceof HTMLElement) mark.focus();
  light(number);
  return Boolean(mark);
}

document.addEventListener("focusin", ({ target }) => {
  const row = target instanceof Element ? target.closest("[data-field]") : null;
  if (row instanceof HTMLElement) choose(row);
});

export function begin() {
  const row = first();
  if (row instanceof HTMLElement && !current()) row.tabIndex = 0;
}
