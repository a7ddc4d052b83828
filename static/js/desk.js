// Keys for the editors' desk. Each does what a button on the page does; they can be switched off (WCAG 2.1.4).
const STORE = "desk-keys";
const fields = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-field]")]);
let at = -1;

/** @param {number} step */
function go(step) {
  if (fields.length === 0) return;
  fields[at]?.classList.remove("is-now");
  at = Math.max(0, Math.min(fields.length - 1, at + step));
  const field = fields[at];
  field.classList.add("is-now");
  field.scrollIntoView({ block: "nearest" });
  field.querySelector("input")?.focus({ preventScroll: true });
  light(field.querySelector("[data-mark]")?.getAttribute("data-mark"));
}

/** Show the evidence of a value in the text. @param {string | null | undefined} number */
function light(number) {
  for (const mark of document.querySelectorAll(".mark.is-now")) mark.classList.remove("is-now");
  if (!number) return;
  const marks = [...document.querySelectorAll(".mark")].filter((mark) =>
    (mark.getAttribute("data-marks") ?? "").split(" ").includes(number),
  );
  for (const mark of marks) mark.classList.add("is-now");
  const article = document.querySelector(".desk__article");
  if (article && getComputedStyle(article).overflowY === "auto") marks[0]?.scrollIntoView({ block: "center" });
}

function isOn() {
  try {
    return localStorage.getItem(STORE) !== "off";
  } catch {
    return true;
  }
}

function showSwitch() {
  const bar = document.querySelector("[data-keys]");
  const button = document.querySelector("[data-keys-switch]");
  if (!(bar instanceof HTMLElement) || !(button instanceof HTMLButtonElement)) return;
  bar.hidden = false;
  button.textContent = `Keys: ${isOn() ? "on" : "off"}`;
  button.addEventListener("click", () => {
    localStorage.setItem(STORE, isOn() ? "off" : "on");
    button.textContent = `Keys: ${isOn() ? "on" : "off"}`;
  });
}

document.addEventListener("keydown", (event) => {
  const target = /** @type {HTMLElement} */ (event.target);
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !isOn()) return;
  if (target.closest('input:not([type="checkbox"], [type="radio"]), textarea, select')) return;
  if (event.key === "j") go(1);
  else if (event.key === "k") go(-1);
  else if (/^[axu]$/.test(event.key)) {
    if (event.repeat) return; // a key held down must not decide the next draft too
    const button = document.querySelector(`[data-key="${event.key}"]`);
    if (!(button instanceof HTMLElement)) return;
    event.preventDefault();
    button.click();
    const panel = button.closest("details");
    if (panel?.open) panel.querySelector("input")?.focus();
  }
});

for (const [index, field] of fields.entries()) {
  field.addEventListener("focusin", () => {
    if (index === at) return;
    fields[at]?.classList.remove("is-now");
    at = index;
    field.classList.add("is-now");
    light(field.querySelector("[data-mark]")?.getAttribute("data-mark"));
  });
}

// Pressed twice in a hurry, a button decides once.
for (const form of document.querySelectorAll("form.desk__draft, form.undo")) {
  let isSent = false;
  form.addEventListener("submit", (event) => {
    if (isSent) event.preventDefault();
    isSent = true;
  });
  window.addEventListener("pageshow", () => (isSent = false));
}
showSwitch();
