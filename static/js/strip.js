// Steps the map through the years without a request each: one answer of numbers holds them all.
import { paint } from "./map.js";
import { inWords } from "./texts.js";

/** @type {[number, string][]} */
const STEPS = [[15, "q5"], [7, "q4"], [4, "q3"], [2, "q2"], [1, "q1"]];
/** @type {Record<string, string>} */
const STANDINGS = { f: "in-force", s: "signed", n: "negotiating", u: "suspended", e: "ended", "-": "none" };
const PAUSE = window.matchMedia("(prefers-reduced-motion: reduce)").matches ? 1200 : 160; // ms a year

/** @typedef {{first: number, last: number, changes?: Record<string, number[]>, standings?: Record<string, string>}} Years */

/** @param {HTMLElement} figure @param {HTMLFormElement} form */
function start(figure, form) {
  const range = /** @type {HTMLInputElement} */ (form.querySelector("[type=range]"));
  const play = /** @type {HTMLButtonElement} */ (form.querySelector("[data-play]"));
  const show = /** @type {HTMLButtonElement} */ (form.querySelector("[type=submit]"));
  /** @type {Promise<Years | undefined> | undefined} */
  let asked;
  const years = () => (asked ??= load(figure.dataset.years ?? ""));
  let playing = 0;
  play.hidden = false;
  show.hidden = true;

  const step = async () => {
    say(form, range);
    const known = await years();
    if (known) draw(figure, known, Number(range.value));
  };
  const settle = () => {
    const day = range.value === range.max ? "" : `${range.value}-12-31`;
    history.replaceState(null, "", onDay(location.href, day));
    for (const link of figure.querySelectorAll("a[href]")) {
      link.setAttribute("href", onDay(link.getAttribute("href") ?? "", day));
    }
    document.dispatchEvent(new Event("atlas:moved"));
  };
  const stop = () => {
    window.clearInterval(playing);
    playing = 0;
    play.setAttribute("aria-pressed", "false");
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    settle();
  });
  range.addEventListener("pointerenter", years, { once: true });
  range.addEventListener("focus", years, { once: true });
  range.addEventListener("input", step);
  range.addEventListener("change", () => {
    stop();
    settle();
  });
  play.addEventListener("click", async () => {
    if (playing) {
      stop();
      settle();
      return;
    }
    await years();
    if (Number(range.value) >= Number(range.max)) range.value = range.min;
    play.setAttribute("aria-pressed", "true");
    playing = window.setInterval(() => {
      range.stepUp();
      step();
      if (Number(range.value) < Number(range.max)) return;
      stop();
      settle();
    }, PAUSE);
  });
}

/** @param {string} address @returns {Promise<Years | undefined>} */
async function load(address) {
  try {
    const answer = await fetch(address);
    const years = answer.ok ? await answer.json() : undefined;
    for (const row of Object.values(years?.changes ?? {})) row.forEach((_change, year) => (row[year] += row[year - 1] ?? 0));
    return years;
  } catch {
    return undefined; // letting go of the slider asks for the page itself
  }
}

/** @param {string} address @param {string} day */
function onDay(address, day) {
  const to = new URL(address, location.href);
  to.searchParams.delete("as_of");
  if (day) to.searchParams.set("as_of", day);
  to.searchParams.sort();
  return to.pathname + to.search + to.hash;
}

/** @param {HTMLFormElement} form @param {HTMLInputElement} range */
function say(form, range) {
  const words = (range.value === range.max ? form.dataset.today : form.dataset.past) ?? "";
  const year = form.querySelector("[data-strip-year]");
  const before = form.querySelector("[data-strip-words]");
  if (year) year.textContent = range.value;
  if (before) before.textContent = words;
  range.setAttribute("aria-valuetext", `${words} ${range.value}`);
  const years = (/** @type {string} */ last) => Number(last) - Number(range.min) + 1;
  const width = form.querySelector("svg")?.viewBox.baseVal.width ?? 0;
  form.querySelector("[data-shown]")?.setAttribute("width", `${(width * years(range.value)) / years(range.max)}`);
}

/** @param {HTMLElement} figure @param {Years} years @param {number} year */
function draw(figure, years, year) {
  const place = year - years.first;
  for (const link of /** @type {NodeListOf<SVGAElement>} */ (figure.querySelectorAll("svg.map a[data-code]"))) {
    const code = link.dataset.code ?? "";
    if (code === figure.dataset.ego) continue;
    const count = years.changes?.[code]?.[place] ?? 0;
    const looks = years.changes ? (STEPS.find(([least]) => count >= least)?.[1] ?? "none") : standingOf(years, code, place);
    const told = count > 1 ? "%s agreements" : count ? "1 agreement" : looks === "none" ? "no agreement" : looks.replace("-", " ");
    for (const shape of link.querySelectorAll(".map__shape")) paint(shape, looks);
    link.setAttribute("aria-label", inWords(`%s: ${told}`, link.dataset.name ?? "", count));
    link.removeAttribute("data-note");
  }
  for (const arc of /** @type {NodeListOf<SVGPathElement>} */ (figure.querySelectorAll("[data-arc]"))) {
    arc.setAttribute("class", `arc arc--${standingOf(years, arc.dataset.arc ?? "", place)}`);
  }
}

/** @param {Years} years @param {string} code @param {number} place */
const standingOf = (years, code, place) => STANDINGS[years.standings?.[code]?.[place] ?? "-"];

for (const figure of document.querySelectorAll("figure[data-map]")) {
  const form = figure.querySelector("[data-strip]");
  if (figure instanceof HTMLElement && form instanceof HTMLFormElement) start(figure, form);
}
