// Marks in a list of a page's parts the one that is being read.
for (const nav of document.querySelectorAll("[data-sections]")) {
  const links = new Map();
  for (const link of nav.querySelectorAll('a[href^="#"]')) {
    const part = document.getElementById(link.hash.slice(1));
    if (part) links.set(part, link);
  }
  const seen = new Set();
  const mark = () => {
    const current = [...links.keys()].find((part) => seen.has(part));
    if (!current) return;
    for (const [part, link] of links) {
      if (part === current) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };
  const watch = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting) seen.add(target);
        else seen.delete(target);
      }
      mark();
    },
    { rootMargin: "-120px 0px -40% 0px" },
  );
  for (const part of links.keys()) watch.observe(part);
}

// On a narrow screen a picture opens where most of it happens: the network in its middle, the years
// at the day.
for (const box of document.querySelectorAll("[data-opens-at]")) {
  box.scrollLeft = box.scrollWidth * Number(box.dataset.opensAt) - box.clientWidth / 2;
}
