// Keeps a draft on lease while somebody works on it, says when another editor took it over, and
// frees it when the page is left. Without this script a lease ends by itself after ten minutes.
import { inWords } from "./texts.js";
import { renewed as isRenewed } from "./token.js";

const EVERY = 120_000;
/** @type {HTMLInputElement | null} */
let lease = null;
/** When the lease was last renewed, and when the editor last did something, by the page's clock. */
let renewed = 0;
let active = 0;

const find = () => /** @type {HTMLInputElement | null} */ (document.querySelector("[data-lease]"));

/** @param {HTMLInputElement} input */
function body(input) {
  const sent = new FormData();
  const token = /** @type {HTMLInputElement | null} */ (document.querySelector("[name=csrfmiddlewaretoken]"));
  sent.set("csrfmiddlewaretoken", token?.value ?? "");
  sent.set("lease", input.value);
  const seen = /** @type {HTMLInputElement | null} */ (document.querySelector("#draft [name=seen]"));
  if (seen) sent.set("seen", seen.value);
  return sent;
}

/** @param {boolean} [isLast] not to be tried again with a new token */
async function renew(isLast) {
  const asked = lease;
  if (!asked) return;
  renewed = performance.now();
  try {
    const answer = await fetch(asked.dataset.lease ?? "", { method: "POST", body: body(asked), keepalive: true });
    if (isRenewed(answer.headers.get("X-Form-Token")) && !isLast) return renew(true);
    if (!/json/.test(answer.headers.get("content-type") ?? "")) return;
    const told = await answer.json();
    if (asked !== lease) return;
    if (answer.ok) keep(told.until, told.arrived);
    else lost(told);
  } catch {
    renewed = 0; // no network: the next beat tries again
  }
}

/** @param {string} until @param {number} arrived how many texts the page does not know of */
function keep(until, arrived) {
  const news = document.querySelector("[data-arrived]");
  if (news instanceof HTMLElement && news.firstElementChild) {
    news.hidden = !arrived;
    const words = inWords(arrived === 1 ? "%s new source arrived." : "%s new sources arrived.", arrived);
    if (news.firstElementChild.textContent !== words) news.firstElementChild.textContent = words;
  }
  if (lease) lease.value = until;
  const banner = document.querySelector("[data-lease-lost]");
  if (banner instanceof HTMLElement) banner.hidden = true;
}

/** @param {{told: string, holder?: number, is_over?: boolean, onward?: string}} answer */
function lost({ told, holder, is_over, onward }) {
  const banner = document.querySelector("[data-lease-lost]");
  if (!(banner instanceof HTMLElement)) return;
  const words = banner.querySelector("[data-lease-told]");
  const back = banner.querySelector("button");
  const link = banner.querySelector("a");
  banner.hidden = false;
  if (words && words.textContent !== told) words.textContent = told;
  if (back) {
    back.value = `${holder ?? ""}`;
    back.disabled = back.hidden = !holder;
  }
  if (link) {
    link.hidden = !is_over;
    if (onward) link.href = onward;
  }
}

function free() {
  if (!lease?.value || !lease.dataset.release) return;
  navigator.sendBeacon(lease.dataset.release, body(lease));
}

function beat() {
  const now = performance.now();
  const isDue = now - renewed >= EVERY - 1000 && now - active < EVERY;
  if (lease && isDue && document.visibilityState === "visible" && !("leaseOthers" in lease.dataset)) renew();
}

/** Look which draft the page shows now; a page that was fetched ahead has no lease yet. */
function look() {
  const now = find();
  if (now === lease) return;
  if (lease?.dataset.lease !== now?.dataset.lease) free();
  lease = now;
  renewed = active = performance.now();
  if (lease && !lease.value && !("leaseOthers" in lease.dataset)) renew();
}

for (const name of ["keydown", "pointerdown", "pointermove", "scroll", "input"]) {
  document.addEventListener(name, () => (active = performance.now()), { capture: true, passive: true });
}
document.addEventListener("visibilitychange", () => {
  active = performance.now();
  beat();
});
document.addEventListener("htmx:afterSettle", look);
window.addEventListener("pagehide", free);
window.addEventListener("pageshow", (event) => {
  if (event.persisted) renew();
});
setInterval(beat, EVERY);
look();
