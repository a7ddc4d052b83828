// Brings what stands around the map to what its address says, after the map itself has moved.
import { paint } from "./map.js";

/** Asks for the page again and takes from it what has changed. @param {HTMLElement} figure */
async function follow(figure) {
  const asked = location.href;
  let page;
  try {
    const answer = await fetch(asked);
    if (!answer.ok) return;
    page = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    return; // the map is right all the same; what stands around it is so with the next page
  }
  if (asked !== location.href) return;
  for (const old of document.querySelectorAll("[data-follows]")) {
    if (old.contains(document.activeElement)) continue;
    const fresh = page.querySelector(`[data-follows="${old.getAttribute("data-follows")}"]`);
    if (fresh) old.replaceWith(fresh);
  }
  followClock(page);
  followLinks(figure, page);
  offerNames();
}

/** @param {Document} page */
function followClock(page) {
  const fresh = page.querySelector(".clockbar");
  const old = document.querySelector(".clockbar");
  if (old && fresh) old.replaceWith(fresh);
  else if (old) old.remove();
  else if (fresh) document.querySelector("main")?.before(fresh);
}

/** @param {HTMLElement} figure @param {Document} page */
function followLinks(figure, page) {
  for (const fresh of page.querySelectorAll("svg.map a[data-code], figure[data-map] a[data-region]")) {
    const name = fresh.hasAttribute("data-code") ? "code" : "region";
    const value = fresh.getAttribute(`data-${name}`);
    const old = figure.querySelector(`a[data-${name}="${value}"]`);
    if (!old) continue;
    for (const attribute of ["href", "aria-label", "data-note"]) {
      const now = fresh.getAttribute(attribute);
      if (now === null) old.removeAttribute(attribute);
      else old.setAttribute(attribute, now);
    }
    if (name === "region") continue;
    const shape = fresh.querySelector(".map__shape")?.classList[1] ?? "";
    for (const drawn of old.querySelectorAll(".map__shape")) paint(drawn, shape);
  }
  const drawn = figure.querySelector("[data-arcs]");
  const fresh = page.querySelector("[data-arcs]");
  if (drawn && fresh) drawn.replaceWith(document.importNode(fresh, true));
}

/** The names to choose from are those on the map; the page need not hold them twice. */
function offerNames() {
  const fill = () => {
    const list = document.getElementById("goto-names");
    if (!list || list.children.length > 0) return;
    const links = /** @type {NodeListOf<SVGAElement>} */ (document.querySelectorAll("svg.map a[data-code]"));
    const names = [...links].map((link) => link.dataset.name ?? "").sort();
    for (const name of names) list.append(new Option(name, name));
  };
  for (const box of document.querySelectorAll("input[list='goto-names']")) box.addEventListener("focus", fill);
}

const figure = document.querySelector("figure[data-map]");
if (figure instanceof HTMLElement) document.addEventListener("atlas:moved", () => follow(figure));
offerNames();
