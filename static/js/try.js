// Makes a form of what the API's page tells of an operation, sends what it says, and shows the
// request as curl beside the answer.
import { inWords } from "./texts.js";

const SHOWN = 100_000;
const PATIENCE = 30_000;

/** @param {HTMLFormElement} form */
function request(form) {
  let path = form.dataset.path ?? "";
  const query = new URLSearchParams();
  /** @type {Record<string, string>} */
  const headers = {};
  let body = "";
  for (const field of form.querySelectorAll("[data-place]")) {
    const { name, value, dataset } = /** @type {HTMLInputElement} */ (field);
    if (!value) continue;
    if (dataset.place === "path") path = path.replace(`{${name}}`, encodeURIComponent(value));
    else if (dataset.place === "header") headers[name] = value;
    else if (dataset.place === "body") body = value;
    else for (const one of "many" in dataset ? value.split(/\s+/) : [value]) query.append(name, one);
  }
  const key = document.getElementById("try-key");
  if (key instanceof HTMLInputElement && key.value) headers.Authorization = `Bearer ${key.value}`;
  if (body) headers["Content-Type"] = "application/json";
  const address = query.size ? `${path}?${query}` : path;
  return { address, method: form.dataset.try ?? "GET", headers, body };
}

/** @param {string} text */
const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

/** @param {HTMLFormElement} form */
function asCurl(form) {
  const { address, method, headers, body } = request(form);
  const said = Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${name === "Authorization" ? "Bearer …" : value}`)}`);
  return ["curl", ...(method === "GET" ? [] : ["-X", method]), ...said, ...(body ? ["-d", quoted(body)] : []), quoted(`${form.dataset.site}${address}`)].join(" ");
}

/** @param {string} text @param {string} type */
function tidy(text, type) {
  if (!/json/.test(type)) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** @param {Element} place @param {string} head @param {string} text */
function show(place, head, text) {
  const status = Object.assign(document.createElement("p"), { className: "api__status", textContent: head });
  const body = Object.assign(document.createElement("pre"), { className: "code", tabIndex: 0 });
  const rest = text.length - SHOWN;
  body.append(Object.assign(document.createElement("code"), { textContent: text.slice(0, SHOWN) }));
  place.replaceChildren(status, ...(text ? [body] : []));
  if (rest > 0) place.append(Object.assign(document.createElement("p"), { className: "meta", textContent: inWords("%s more characters are not shown.", rest) }));
}

/** @param {HTMLFormElement} form */
async function send(form) {
  const place = form.parentElement?.querySelector(".api__answer");
  const button = form.querySelector("button");
  if (!place || !button) return;
  const { address, method, headers, body } = request(form);
  button.setAttribute("aria-busy", "true");
  const began = performance.now();
  try {
    const answer = await fetch(address, { method, headers, body: body || undefined, credentials: "omit", signal: AbortSignal.timeout(PATIENCE) });
    const type = answer.headers.get("content-type") ?? "";
    const text = /json|text|xml|yaml|csv/.test(type) ? tidy(await answer.text(), type) : "";
    const took = Math.round(performance.now() - began);
    const told = ["etag", "ratelimit", "retry-after", "location"].map((name) => [name, answer.headers.get(name)]).filter(([, value]) => value);
    show(place, [`${answer.status} ${answer.statusText}`, type, `${took} ms`, ...told.map(([name, value]) => `${name}: ${value}`)].join(" · "), text);
  } catch {
    show(place, inWords("No answer came from the server."), "");
  }
  button.removeAttribute("aria-busy");
}

/** The entries that explain an operation's parameters, its own and those told once. @param {Element} article */
function entries(article) {
  const shared = [...article.querySelectorAll(".api__takes a")].map((link) => document.getElementById(link.getAttribute("href")?.slice(1) ?? ""));
  return [...article.querySelectorAll(".words > div"), ...shared.filter((entry) => entry !== null)];
}

/** @param {Element} entry @param {string} id */
function field(entry, id) {
  const said = /** @type {HTMLElement} */ (entry.querySelector("dt"));
  const name = said.querySelector("code")?.textContent ?? "";
  const values = entry.querySelector(".api__values")?.textContent?.split(" · ") ?? [];
  const { place = "query", example = "" } = said.dataset;
  const isList = "many" in said.dataset;
  const input = document.createElement(values.length && !isList ? "select" : "input");
  Object.assign(input, { className: "input", id, name, required: "needed" in said.dataset, autocomplete: "off", spellcheck: false });
  input.dataset.place = place;
  if (isList) input.dataset.many = "";
  if (input instanceof HTMLSelectElement) input.append(...["", ...values].map((value) => new Option(value)));
  const parts = [Object.assign(document.createElement("label"), { className: "label", htmlFor: id, textContent: name }), input];
  if (isList && values.length) {
    input.setAttribute("list", `${id}-values`);
    const list = Object.assign(document.createElement("datalist"), { id: `${id}-values` });
    list.append(...values.map((value) => new Option(value, value)));
    parts.push(list);
  }
  input.value = example;
  return box("", ...parts);
}

/** @param {string} id */
function body(id) {
  const label = Object.assign(document.createElement("label"), { className: "label", htmlFor: id, textContent: `${inWords("Body")} (JSON)` });
  const area = Object.assign(document.createElement("textarea"), { className: "input", id, rows: 6, spellcheck: false });
  area.dataset.place = "body";
  return box("api__field--wide", label, area);
}

/** @param {string} more @param {...Element} parts */
function box(more, ...parts) {
  const made = Object.assign(document.createElement("div"), { className: `api__field ${more}` });
  made.append(...parts);
  return made;
}

/** @param {Element} article */
function made(article) {
  const method = article.querySelector(".api__method")?.textContent ?? "GET";
  const path = article.querySelector(".api__path")?.textContent ?? "";
  const form = Object.assign(document.createElement("form"), { className: "api__form", ariaLabel: `${method} ${path}` });
  Object.assign(form.dataset, { try: method, path, site: document.querySelector("[data-site]")?.getAttribute("data-site") ?? "" });
  const button = Object.assign(document.createElement("button"), { className: "button button--primary", type: "submit", textContent: inWords("Send") });
  const said = Object.assign(document.createElement("output"), { className: "api__request" });
  const fields = entries(article).map((entry, number) => field(entry, `${article.id}-${number + 1}`));
  form.append(...fields, ...("body" in /** @type {HTMLElement} */ (article).dataset ? [body(`${article.id}-body`)] : []), box("api__field--wide", button, said));
  const tell = () => (said.textContent = asCurl(form));
  form.addEventListener("input", tell);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    tell();
    send(form);
  });
  tell();
  return form;
}

for (const article of document.querySelectorAll(".api__operation")) {
  const details = article.querySelector(".api__try");
  details?.addEventListener("toggle", () => {
    if (details.querySelector("form")) return;
    const answer = Object.assign(document.createElement("div"), { className: "api__answer", role: "region", ariaLabel: inWords("Answer"), ariaLive: "polite" });
    details.append(made(article), answer);
  });
}

/** A link to a shape opens it. */
function open() {
  const target = document.getElementById(location.hash.slice(1));
  if (target instanceof HTMLDetailsElement) target.open = true;
}
addEventListener("hashchange", open);
open();
