// The dialog with all keys, where they are switched off and changed.
import { inWords } from "../texts.js";
import { hint, keep, keymap, wishes } from "./keymap.js";

const find = (/** @type {string} */ what) => document.querySelector(`#keys ${what}`);
const boxes = () => /** @type {HTMLInputElement[]} */ ([...document.querySelectorAll("[data-key-of]")]);

/** @param {string} words */
function tell(words) {
  const told = find("[data-keys-told]");
  if (!(told instanceof HTMLElement)) return;
  told.textContent = words;
  told.hidden = !words;
}

function show() {
  const map = keymap();
  for (const box of boxes()) box.value = map.get(box.dataset.keyOf ?? "") ?? "";
  const off = find("[data-keys-off]");
  if (off instanceof HTMLInputElement) off.checked = wishes().off;
}

/** @param {HTMLInputElement} box */
function change(box) {
  const act = box.dataset.keyOf ?? "";
  const key = box.value;
  const taken = [...keymap()].find(([other, its]) => other !== act && key && its === key);
  if (taken) {
    const other = document.getElementById(`key-${taken[0]}`)?.textContent;
    tell(inWords("“%s” is the key of “%s” already: choose another one, or change that one first.", key, other ?? ""));
    box.value = keymap().get(act) ?? "";
    box.select();
    return;
  }
  if (/^\s$|^\d$/.test(key)) {
    tell(inWords("Digits choose a reason, and the space bar presses buttons: choose another key."));
    box.value = keymap().get(act) ?? "";
    return;
  }
  tell("");
  const { off, own } = wishes();
  keep({ off, own: { ...own, [act]: key } });
}

export function open() {
  const dialog = document.getElementById("keys");
  if (!(dialog instanceof HTMLDialogElement) || dialog.open) return;
  tell("");
  show();
  dialog.showModal();
  if (dialog.dataset.ready) return;
  dialog.dataset.ready = "yes";
  dialog.addEventListener("input", ({ target }) => {
    if (!(target instanceof HTMLInputElement)) return;
    if (target.dataset.keyOf) change(target);
    else keep({ ...wishes(), off: target.checked });
  });
  dialog.addEventListener("focusin", ({ target }) => {
    if (target instanceof HTMLInputElement && target.dataset.keyOf) target.select();
  });
  find("[data-keys-reset]")?.addEventListener("click", () => {
    tell("");
    keep({ off: false, own: {} });
    show();
  });
  dialog.addEventListener("close", hint);
}
