// A selection in the article becomes the evidence of a value: of the one whose editor is open, else of the current one.
// Places count code points of the stored text, without the numbers of the marks.
const body = () => document.querySelector(".desk__body");
const pick = () => /** @type {HTMLButtonElement | null} */ (document.querySelector("[data-pick]"));

/** @returns {{start: number, end: number, words: string} | null} */
function selected() {
  const text = body();
  const selection = getSelection();
  if (!text || !selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  if (!range.intersectsNode(text)) return null;
  let before = "";
  let words = "";
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.parentElement?.closest("[data-extra]") || !node.textContent) continue;
    const from = edge(node, range.startContainer, range.startOffset, range, true);
    const to = edge(node, range.endContainer, range.endOffset, range, false);
    before += node.textContent.slice(0, from);
    words += node.textContent.slice(from, Math.max(from, to));
  }
  const start = [...before].length + [...(words.match(/^\s*/)?.[0] ?? "")].length;
  words = words.trim();
  return words ? { start, end: start + [...words].length, words } : null;
}

/**
 * Where in a text node an end of the selection lies: 0 is before it, its length behind it.
 * @param {Node} node @param {Node} container @param {number} offset @param {Range} range @param {boolean} isStart
 */
function edge(node, container, offset, range, isStart) {
  const length = (node.textContent ?? "").length;
  if (node === container) return offset;
  const place = range.comparePoint(node, 0);
  if (isStart) return place < 0 ? length : 0;
  return place > 0 ? 0 : length;
}

/** @param {HTMLFormElement} form @param {string} name @param {string} value */
function fill(form, name, value) {
  let field = /** @type {HTMLInputElement | HTMLTextAreaElement | null} */ (form.querySelector(`[name="v-${name}"]`));
  if (!field) {
    field = document.createElement("input");
    field.type = "hidden";
    field.name = `v-${name}`;
    form.append(field);
  }
  field.value = value;
}

function show() {
  const button = pick();
  if (!button) return;
  const found = selected();
  button.hidden = !found || !(isEditing(button) || currentPlace());
  if (!found || button.hidden) return;
  const box = getSelection()?.getRangeAt(0).getBoundingClientRect();
  if (!box) return;
  button.style.left = `${Math.max(8, Math.min(innerWidth - button.offsetWidth - 8, box.right + 6))}px`;
  button.style.top = `${Math.max(8, Math.min(innerHeight - button.offsetHeight - 8, box.bottom + 6))}px`;
}

/** @param {HTMLButtonElement} button */
const isEditing = (button) => button.form?.querySelector('textarea[name="v-words"]') != null;

function currentPlace() {
  const row = document.querySelector(".field.is-now[data-field], .field:target[data-field]");
  const place = row?.getAttribute("data-field");
  return place && /^\d+$/.test(place) ? place : null;
}

document.addEventListener("selectionchange", show);
// Pressing the button must not undo the selection that it is about.
document.addEventListener("mousedown", (event) => {
  if (event.target instanceof Element && event.target.closest("[data-pick]")) event.preventDefault();
});
document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("[data-pick]") : null;
  if (!(button instanceof HTMLButtonElement) || !button.form) return;
  const found = selected();
  const place = currentPlace();
  const form = button.form;
  if (!found || (!isEditing(button) && !place)) {
    event.preventDefault();
    return;
  }
  fill(form, "words", found.words);
  fill(form, "start", String(found.start));
  fill(form, "end", String(found.end));
  if (!isEditing(button)) {
    fill(form, "evidence", "quote");
    button.value = `save:${place}`;
    return; // the form is sent, with this value's evidence alone
  }
  event.preventDefault();
  const choice = form.querySelector('[name="v-evidence"][value="quote"]');
  if (choice instanceof HTMLInputElement) choice.checked = true;
  button.hidden = true;
  getSelection()?.removeAllRanges();
  form.querySelector("[name='v-words']")?.closest("fieldset")?.scrollIntoView({ block: "nearest" });
});

// Words typed by hand have no place yet: the server looks for them.
document.addEventListener("input", (event) => {
  const field = event.target;
  if (!(field instanceof HTMLTextAreaElement) || field.name !== "v-words" || !field.form) return;
  fill(field.form, "start", "");
  fill(field.form, "end", "");
});

function hint() {
  const told = document.querySelector("[data-pick-hint]");
  if (told instanceof HTMLElement) told.hidden = false;
}
document.addEventListener("htmx:afterSettle", hint);
hint();
