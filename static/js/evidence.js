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

/** What the fields of the open editor begin with; of several, those of the current value's. @param {HTMLFormElement | null} form */
function prefix(form) {
  const open = [...(form?.querySelectorAll('textarea[name$="-words"]') ?? [])];
  const own = open.length > 1 ? open.find((each) => each.closest("[data-field].is-now")) : open[0];
  return own?.getAttribute("name")?.slice(0, -5);
}

/** @param {HTMLFormElement} form @param {string} name @param {string} value */
function fill(form, name, value) {
  let field = /** @type {HTMLInputElement | HTMLTextAreaElement | null} */ (form.querySelector(`[name="${name}"]`));
  if (!field) {
    field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    form.append(field);
  }
  field.value = value;
}

function show() {
  const button = pick();
  if (!button) return;
  const found = selected();
  button.hidden = !found || !(prefix(button.form) || currentPlace());
  if (!found || button.hidden) return;
  const box = getSelection()?.getRangeAt(0).getBoundingClientRect();
  if (!box) return;
  button.style.left = `${Math.max(8, Math.min(innerWidth - button.offsetWidth - 8, box.right + 6))}px`;
  button.style.top = `${Math.max(8, Math.min(innerHeight - button.offsetHeight - 8, box.bottom + 6))}px`;
}

function currentPlace() {
  const row = document.querySelector(".field.is-now[data-field], .field:target[data-field]");
  const place = row?.getAttribute("data-field");
  return place && /^\d+$/.test(place) ? place : null;
}

document.addEventListener("selectionchange", show);
document.addEventListener("keydown", show, true); // a key may come before the browser tells of the selection
// Pressing the button must not undo the selection that it is about.
document.addEventListener("mousedown", (event) => {
  if (event.target instanceof Element && event.target.closest("[data-pick]")) event.preventDefault();
});
document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("[data-pick]") : null;
  if (!(button instanceof HTMLButtonElement) || !button.form) return;
  const found = selected();
  const form = button.form;
  const open = prefix(form);
  const place = currentPlace();
  const isAll = form.querySelector('[name="editing"][value="all"]');
  if (!found || (!open && (!place || isAll))) {
    event.preventDefault();
    return;
  }
  const of = open ?? "v-";
  fill(form, `${of}words`, found.words);
  fill(form, `${of}start`, String(found.start));
  fill(form, `${of}end`, String(found.end));
  if (!open) {
    fill(form, "v-evidence", "quote");
    button.value = `save:${place}`;
    return; // the form is sent, with this value's evidence alone
  }
  event.preventDefault();
  const choice = form.querySelector(`[name="${of}evidence"][value="quote"]`);
  if (choice instanceof HTMLInputElement) choice.checked = true;
  form.dispatchEvent(new Event("change", { bubbles: true })); // it is kept as what is typed is
  button.hidden = true;
  getSelection()?.removeAllRanges();
  form.querySelector(`[name="${of}words"]`)?.closest("fieldset")?.scrollIntoView({ block: "nearest" });
});

// Words typed by hand have no place yet: the server looks for them.
document.addEventListener("input", (event) => {
  const field = event.target;
  if (!(field instanceof HTMLTextAreaElement) || !field.name.endsWith("-words") || !field.form) return;
  for (const end of ["start", "end"]) fill(field.form, field.name.replace(/words$/, end), "");
});

function hint() {
  const told = document.querySelector("[data-pick-hint]");
  if (told instanceof HTMLElement) told.hidden = false;
}
document.addEventListener("htmx:afterSettle", hint);
hint();
