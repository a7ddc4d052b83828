// Which key does what: as the page's list says, unless the editor wanted other keys, or none.
const STORE = "desk-keys";
/** @typedef {{off: boolean, own: Record<string, string>}} Wishes */

/** @returns {Wishes} */
export function wishes() {
  try {
    const kept = localStorage.getItem(STORE) ?? "{}";
    if (kept === "off") return { off: true, own: {} };
    const { off, own } = JSON.parse(kept);
    return { off: off === true, own: own ?? {} };
  } catch {
    return { off: false, own: {} };
  }
}

/** @param {Wishes} wished */
export function keep(wished) {
  try {
    localStorage.setItem(STORE, JSON.stringify(wished));
  } catch {
    // a browser that keeps nothing: the keys are as before on the next page
  }
  hint();
}

/** Each act of this page with its key. @returns {Map<string, string>} */
export function keymap() {
  const { own } = wishes();
  const boxes = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("[data-key-of]"));
  return new Map([...boxes].map(({ dataset, defaultValue }) => [dataset.keyOf ?? "", own[dataset.keyOf ?? ""] ?? defaultValue]));
}

/** @param {KeyboardEvent} event @returns {string | undefined} the act that a key means */
export function meant({ key }) {
  if (wishes().off) return key === "?" ? "keys" : undefined;
  for (const [act, its] of keymap()) if (its === key) return act;
  return undefined;
}

/** Show the keys where they work: in the hints, and to screen readers. */
export function hint() {
  const { off } = wishes();
  const map = keymap();
  document.documentElement.classList.toggle("keys-off", off);
  for (const button of document.querySelectorAll('[data-act="keys"]')) button.removeAttribute("hidden");
  for (const element of document.querySelectorAll("[data-act], [data-hint]")) {
    const act = element.getAttribute("data-act") ?? element.getAttribute("data-hint") ?? "";
    const key = map.get(act);
    if (element.hasAttribute("data-act")) {
      if (key && !off) element.setAttribute("aria-keyshortcuts", key);
      else element.removeAttribute("aria-keyshortcuts");
    }
    const shown = element.matches("kbd") ? element : element.querySelector("kbd");
    if (shown && key) shown.textContent = key;
  }
}
