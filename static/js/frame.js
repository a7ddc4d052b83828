// Changes the theme in place; without script the form does it with one request.
const root = document.documentElement;

for (const form of document.querySelectorAll("form[data-theme-form]")) {
  form.addEventListener("submit", (event) => {
    const submitter = /** @type {SubmitEvent} */ (event).submitter;
    if (!(submitter instanceof HTMLButtonElement)) return;
    event.preventDefault();
    root.dataset.theme = submitter.value;
    document.cookie = `theme=${submitter.value}; path=/; max-age=31536000; samesite=lax`;
    const other = form.querySelector(`button:not([value="${submitter.value}"])`);
    if (other instanceof HTMLButtonElement) other.focus();
  });
}

// Where a row of tabs is wider than the screen, that of this page is brought into sight.
for (const tab of document.querySelectorAll(".tabs > [aria-current]")) {
  const row = /** @type {HTMLElement} */ (tab.parentElement);
  const [of, all] = [tab.getBoundingClientRect(), row.getBoundingClientRect()];
  if (of.right > all.right) row.scrollLeft += of.left - all.left - (all.width - of.width) / 2;
}

// "/" goes to the search box, unless the reader is writing.
document.addEventListener("keydown", (event) => {
  const target = /** @type {HTMLElement} */ (event.target);
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (target.closest("input, textarea, select, [contenteditable]")) return;
  const box = document.querySelector(".top__row > .search input");
  if (!(box instanceof HTMLInputElement) || box.offsetParent === null) return;
  event.preventDefault();
  box.focus();
});
