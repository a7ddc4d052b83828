// Asks for no figures while nobody sees the page, and for new ones as soon as somebody does again.
document.addEventListener("htmx:beforeRequest", (event) => {
  if (document.hidden) event.preventDefault();
});
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) document.getElementById("activity")?.dispatchEvent(new Event("seen"));
});
