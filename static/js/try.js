// Sends what a form of the API's page says, and shows the request as curl beside the answer.
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

for (const form of document.querySelectorAll("form[data-try]")) {
  if (!(form instanceof HTMLFormElement)) continue;
  form.hidden = false;
  const said = form.querySelector(".api__request");
  const tell = () => said && (said.textContent = asCurl(form));
  form.addEventListener("input", tell);
  tell();
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    tell();
    send(form);
  });
}

/** A link to a shape opens it. */
function open() {
  const target = document.getElementById(location.hash.slice(1));
  if (target instanceof HTMLDetailsElement) target.open = true;
}
addEventListener("hashchange", open);
open();
