// Marks in a list of a page's parts the one that is being read: the last that began above the middle.
for (const nav of document.querySelectorAll("[data-sections]")) {
  const links = [...nav.querySelectorAll('a[href^="#"]')];
  const parts = links.map((link) => document.getElementById(link.hash.slice(1)));
  const mark = () => {
    const begun = parts.map((part) => part?.getBoundingClientRect().top <= innerHeight * 0.4);
    const current = links[Math.max(0, begun.lastIndexOf(true))];
    if (current.hasAttribute("aria-current")) return;
    for (const link of links) link.removeAttribute("aria-current");
    current.setAttribute("aria-current", "true");
  };
  addEventListener("scroll", mark, { passive: true });
  mark();
}

// On a narrow screen a picture opens where most of it happens: the network in its middle, the years
// at the day.
for (const box of document.querySelectorAll("[data-opens-at]")) {
  box.scrollLeft = box.scrollWidth * Number(box.dataset.opensAt) - box.clientWidth / 2;
}
