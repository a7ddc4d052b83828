// The list of agreements: on wide screens a filter works as soon as it is set.
const wide = matchMedia("(min-width: 821px)");

document.addEventListener("change", ({ target }) => {
  if (!(target instanceof HTMLInputElement || target instanceof HTMLSelectElement)) return;
  const isSort = target.name === "sort";
  if (target.form?.id === "filters" && (isSort || (wide.matches && target.type !== "search"))) target.form.requestSubmit();
});

// Empty fields stay out of the address.
document.addEventListener("htmx:configRequest", (event) => {
  const { parameters } = /** @type {CustomEvent<{parameters: FormData}>} */ (event).detail;
  for (const name of new Set(parameters.keys())) {
    const kept = parameters.getAll(name).filter(Boolean);
    parameters.delete(name);
    for (const value of kept) parameters.append(name, value);
  }
});

document.addEventListener("htmx:beforeRequest", () => document.querySelector(".results")?.setAttribute("aria-busy", "true"));

document.addEventListener("htmx:afterSettle", () => {
  const said = document.querySelector("#found");
  if (said) said.textContent = document.querySelector("#count")?.textContent ?? "";
  if (location.hash === "#filters") location.hash = "#count";
});

for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  // What htmx could not do, the form does without it.
  document.addEventListener(name, ({ target }) => {
    if (target instanceof HTMLFormElement && target.id === "filters") target.submit();
  });
}
