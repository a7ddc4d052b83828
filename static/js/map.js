// Makes the server's SVG map pleasant: hover, keyboard, regions. Without script it is a picture with links.

const REACH = 20; // pixels: a pointer this near to a small state means it
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** @typedef {{link: SVGAElement, name: string, x: number, y: number}} Country */

/** @param {HTMLElement} figure */
function start(figure) {
  const svg = /** @type {SVGSVGElement} */ (figure.querySelector("svg.map"));
  const links = /** @type {SVGAElement[]} */ ([...svg.querySelectorAll("a[data-code]")]);
  const countries = links.map((link) => ({
    link,
    name: link.dataset.name ?? "",
    x: Number(link.dataset.x),
    y: Number(link.dataset.y),
  }));
  if (countries.length === 0) return;
  const tip = makeTip(figure);
  watchPointer(svg, countries, tip);
  watchKeys(svg, countries, tip);
  watchRegions(figure, svg);
}

/** @param {HTMLElement} figure */
function makeTip(figure) {
  const box = document.createElement("div");
  const name = document.createElement("b");
  const words = document.createElement("span");
  const note = document.createElement("span");
  note.className = "tip__note";
  box.className = "tip";
  box.hidden = true;
  box.setAttribute("aria-hidden", "true"); // the link's own label says the same
  box.append(name, words, note);
  figure.append(box);
  return {
    /** @param {Country} country @param {number} x @param {number} y */
    show(country, x, y) {
      name.textContent = country.name;
      words.textContent = (country.link.getAttribute("aria-label") ?? "").slice(country.name.length + 2);
      note.textContent = country.link.dataset.note ?? "";
      box.hidden = false;
      const frame = figure.getBoundingClientRect();
      box.style.left = `${Math.max(8, Math.min(x - frame.left + 14, frame.width - box.offsetWidth - 8))}px`;
      box.style.top = `${Math.max(8, y - frame.top - box.offsetHeight - 12)}px`;
    },
    hide() {
      box.hidden = true;
    },
  };
}

/** @param {SVGSVGElement} svg @param {Country[]} countries @param {ReturnType<typeof makeTip>} tip */
function watchPointer(svg, countries, tip) {
  /** @type {SVGAElement | undefined} */
  let hot;
  /** @param {Country | undefined} country */
  const heat = (country) => {
    hot?.classList.remove("is-hot");
    hot = country?.link;
    hot?.classList.add("is-hot");
  };
  /** @param {MouseEvent} event */
  const meant = (event) => {
    const under = /** @type {Element} */ (event.target).closest("a[data-code]");
    return countries.find(({ link }) => link === under) ?? nearest(svg, countries, event);
  };
  svg.addEventListener("pointermove", (event) => {
    if (event.pointerType === "touch") return;
    const country = meant(event);
    heat(country);
    if (country) tip.show(country, event.clientX, event.clientY);
    else tip.hide();
  });
  svg.addEventListener("pointerleave", () => {
    heat(undefined);
    tip.hide();
  });
  svg.addEventListener("click", (event) => {
    if (/** @type {Element} */ (event.target).closest("a[data-code]")) return;
    const country = nearest(svg, countries, event);
    if (country) country.link.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
  });
}

/** @param {SVGSVGElement} svg @param {Country[]} countries @param {MouseEvent} event */
function nearest(svg, countries, event) {
  const matrix = svg.getScreenCTM();
  if (!matrix) return undefined;
  const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
  let reach = REACH / matrix.a;
  /** @type {Country | undefined} */
  let found;
  for (const country of countries) {
    const distance = Math.hypot(country.x - at.x, country.y - at.y);
    if (distance < reach) [reach, found] = [distance, country];
  }
  return found;
}

/** One tab stop; arrows go to the nearest country in that direction, letters to the name that begins so.
 * @param {SVGSVGElement} svg @param {Country[]} countries @param {ReturnType<typeof makeTip>} tip */
function watchKeys(svg, countries, tip) {
  const first = ".ego, .q5, .q4, .q3, .q2, .q1";
  let current = countries.find(({ link }) => link.querySelector(first)) ?? countries[0];
  let typed = "";
  let clearing = 0;
  current.link.setAttribute("tabindex", "0");
  /** @param {Country | undefined} country */
  const go = (country) => {
    if (!country) return;
    current.link.setAttribute("tabindex", "-1");
    current = country;
    current.link.setAttribute("tabindex", "0");
    current.link.focus({ preventScroll: true });
    const box = current.link.getBoundingClientRect();
    tip.show(current, box.x + box.width / 2, box.y + box.height / 2);
  };
  svg.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const direction = ARROWS[/** @type {keyof typeof ARROWS} */ (event.key)];
    if (direction) {
      event.preventDefault();
      go(neighbour(countries, current, direction));
    } else if (event.key === "Escape") {
      tip.hide();
    } else if (/^\p{L}$/u.test(event.key)) {
      window.clearTimeout(clearing);
      clearing = window.setTimeout(() => (typed = ""), 700);
      typed += event.key.toLowerCase();
      go(countries.filter(({ name }) => name.toLowerCase().startsWith(typed)).sort((a, b) => (a.name < b.name ? -1 : 1))[0]);
    }
  });
  svg.addEventListener("focusout", () => tip.hide());
}

/** @param {Country[]} countries @param {Country} from @param {number[]} direction */
function neighbour(countries, from, [right, down]) {
  let best = Infinity;
  /** @type {Country | undefined} */
  let found;
  for (const country of countries) {
    const [dx, dy] = [country.x - from.x, country.y - from.y];
    const along = dx * right + dy * down;
    const aside = Math.abs(dx * down) + Math.abs(dy * right);
    const cost = along + aside * 1.4;
    if (country !== from && along > 0.5 && aside <= along * 1.6 && cost < best) [best, found] = [cost, country];
  }
  return found;
}

/** A region is a view box; the address keeps it. @param {HTMLElement} figure @param {SVGSVGElement} svg */
function watchRegions(figure, svg) {
  const buttons = /** @type {HTMLAnchorElement[]} */ ([...figure.querySelectorAll("a[data-view-box]")]);
  for (const button of buttons) {
    button.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      svg.setAttribute("viewBox", button.dataset.viewBox ?? "");
      svg.dataset.region = button.dataset.region;
      for (const pattern of svg.querySelectorAll("pattern")) {
        const turned = pattern.getAttribute("patternTransform") ?? "";
        pattern.setAttribute("patternTransform", turned.replace(/scale\(.*\)/, `scale(${button.dataset.zoom})`));
      }
      for (const other of buttons) other.removeAttribute("aria-current");
      button.setAttribute("aria-current", "true");
      history.replaceState(null, "", button.href);
      document.dispatchEvent(new Event("atlas:moved"));
    });
  }
}

/** Gives a country's shape or dot its colour. @param {Element} shape @param {string} colour */
export function paint(shape, colour) {
  const base = shape.classList.contains("map__dot") ? "map__shape map__dot" : "map__shape";
  const now = `${base} ${colour}`;
  if (shape.getAttribute("class") !== now) shape.setAttribute("class", now);
}

for (const figure of document.querySelectorAll("figure[data-map]")) {
  if (figure instanceof HTMLElement) start(figure);
}
