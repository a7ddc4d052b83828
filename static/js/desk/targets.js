// From the search for a duplicate to its results: never to those of earlier words.
let isWanted = false;

/** @param {HTMLInputElement} search @returns {boolean} whether the list below is of other words */
const isOld = (search) => (search.dataset.listed ?? search.defaultValue) !== search.value;

/** To the first result; where the list is not there yet, as soon as it is. @param {HTMLInputElement} search */
export function down(search) {
  isWanted = isOld(search);
  if (isWanted) search.dispatchEvent(new Event("search", { bubbles: true }));
  return isWanted || first();
}

export const isOnTheWay = () => isWanted;

function first() {
  const found = document.querySelector("#targets input");
  if (!(found instanceof HTMLElement)) return false;
  found.click();
  found.focus();
  return true;
}

/** @param {EventTarget | null} target @returns {HTMLInputElement | null} */
const search = (target) => (target instanceof HTMLInputElement && target.id === "targets-for" ? target : null);

document.addEventListener("input", ({ target }) => {
  if (search(target)) isWanted = false;
});
document.addEventListener("htmx:beforeRequest", ({ target }) => {
  const box = search(target);
  if (box) box.dataset.asked = box.value;
});
document.addEventListener("htmx:beforeSwap", (event) => {
  const { target } = event;
  // Whoever chooses from a list keeps it.
  if (target instanceof Element && target.id === "targets" && target.contains(document.activeElement)) {
    /** @type {CustomEvent<{shouldSwap: boolean}>} */ (event).detail.shouldSwap = false;
  }
});
document.addEventListener("htmx:afterRequest", ({ target }) => {
  const box = search(target);
  if (!box) return;
  box.dataset.listed = box.dataset.asked;
  if (!isWanted || isOld(box)) return;
  isWanted = false;
  if (document.activeElement === box) first();
});
