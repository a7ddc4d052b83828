// Copies the text of the element that a button names; without script the text can be selected.
for (const button of document.querySelectorAll("button[data-copy]")) {
  if (!(button instanceof HTMLButtonElement)) continue;
  const source = document.getElementById(button.dataset.copy ?? "");
  if (!source) continue;
  const label = button.textContent;
  const status = document.createElement("span");
  status.className = "unseen";
  status.setAttribute("role", "status");
  button.after(status);
  button.hidden = false;
  button.addEventListener("click", async () => {
    const isDone = await copied(source);
    const said = isDone ? (button.dataset.copied ?? "") : label;
    button.textContent = said;
    status.textContent = isDone ? said : "";
    setTimeout(() => {
      button.textContent = label;
      status.textContent = "";
    }, 2000);
  });
}

/** @param {HTMLElement} source */
async function copied(source) {
  const field = source instanceof HTMLInputElement ? source : null;
  const text = (field?.value ?? source.textContent ?? "").trim();
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Refused, or the site is served without https: select it, and let the old way try.
    if (field) field.select();
    else getSelection()?.selectAllChildren(source);
    return document.execCommand("copy");
  }
}
