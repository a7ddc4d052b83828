// Shows what can be done with the map as a dialog; without script each opens in place.
import { inWords } from "./texts.js";

/** @param {HTMLDetailsElement} details */
function show(details) {
  const panel = /** @type {HTMLElement} */ (details.querySelector(".act__panel"));
  const summary = /** @type {HTMLElement} */ (details.querySelector("summary"));
  const dialog = document.createElement("dialog");
  dialog.className = "act-dialog";
  dialog.setAttribute("aria-label", panel.querySelector("h2")?.textContent ?? "");
  const acts = document.createElement("div");
  acts.className = "act-dialog__acts";
  const codes = /** @type {HTMLInputElement[]} */ ([...panel.querySelectorAll("input, textarea")]);
  const copies = codes.map(copyButton);
  codes.forEach((code, place) => code.after(copies[place]));
  acts.append(button(inWords("Close"), () => dialog.close()));
  dialog.append(panel, acts);
  document.body.append(dialog);
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.addEventListener("close", () => {
    for (const copy of copies) copy.remove();
    details.append(panel);
    dialog.remove();
    summary.focus();
  });
  dialog.showModal();
  codes[0]?.select();
}

/** @param {HTMLInputElement} code */
function copyButton(code) {
  const copy = button(inWords("Copy"), async () => {
    try {
      await navigator.clipboard.writeText(code.value);
    } catch {
      code.select(); // not allowed here: the text is selected, to be copied by hand
      return;
    }
    copy.textContent = "Copied";
  });
  return copy;
}

/** @param {string} words @param {() => void} act */
function button(words, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button";
  made.textContent = words;
  made.addEventListener("click", act);
  return made;
}

document.addEventListener("click", (event) => {
  const summary = /** @type {Element} */ (event.target).closest("details[data-dialog] > summary");
  if (!summary) return;
  event.preventDefault();
  show(/** @type {HTMLDetailsElement} */ (summary.parentElement));
});
