// What was typed and chosen stays in this tab until the draft is decided: a page left or lost loses nothing.
const form = () => /** @type {HTMLFormElement | null} */ (document.querySelector("#draft[data-draft]"));
const name = (/** @type {string | undefined} */ draft) => `draft-${draft}`;

/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Control */
/** @returns {Control[]} what an editor writes, ticks or chooses */
const controls = () =>
  /** @type {Control[]} */ ([...(form()?.elements ?? [])]).filter((each) => each.name && !/^(hidden|submit|button|fieldset)$/.test(each.type));

/** The fields of the editor of one value are named alike for all: kept as those of all at once are named. */
const place = () => form()?.querySelector('[name="editing"]')?.getAttribute("value") ?? "";

/** @param {Control} control */
const key = (control) => {
  const own = control.name.replace(/^v-/, `v${place()}-`);
  return /checkbox|radio/.test(control.type) ? `${own}=${control.value}` : own;
};

/** @param {string | undefined} [draft] @returns {Record<string, string | boolean>} */
function kept(draft = form()?.dataset.draft) {
  try {
    return JSON.parse(sessionStorage.getItem(name(draft)) ?? "{}");
  } catch {
    return {};
  }
}

export function save() {
  const draft = form()?.dataset.draft;
  if (!draft) return;
  const values = kept();
  for (const control of controls()) {
    const isBox = control instanceof HTMLInputElement && /checkbox|radio/.test(control.type);
    values[key(control)] = isBox ? control.checked : control.value;
  }
  store(draft, values);
}

/** @param {string} draft @param {Record<string, string | boolean>} values */
function store(draft, values) {
  try {
    sessionStorage.setItem(name(draft), JSON.stringify(values));
  } catch {
    // full or forbidden: the page itself still holds them
  }
}

/** @returns {boolean} whether anything was other than the page had it */
export function restore() {
  const values = kept();
  let isOther = false;
  for (const control of controls()) {
    const value = values[key(control)];
    if (value === undefined) continue;
    if (control instanceof HTMLInputElement && typeof value === "boolean") {
      isOther ||= control.checked !== value;
      control.checked = value;
    } else if (typeof value === "string" && control.value !== value) {
      isOther = true;
      control.value = value;
    }
  }
  return isOther;
}

/** @param {string} draft */
export function forget(draft) {
  sessionStorage.removeItem(name(draft));
}

/**
 * Forget what was typed for one value, or for all: saved, given up, put back. Where a value was taken out, those behind it move up.
 * @param {string} draft @param {string} place @param {boolean} isGone
 */
export function forgetValue(draft, place, isGone) {
  const typed = place === "all" ? /^v[^-]*-/ : new RegExp(`^v${place}-`);
  const left = Object.entries(kept(draft)).filter(([key]) => !typed.test(key));
  const gone = Number(place);
  const moved = left.flatMap(([key, value]) => {
    const [, before, at, after] = /^(v|keep=|move=|rule-)(\d+)(.*)$/.exec(key) ?? [];
    if (!isGone || at === undefined || Number(at) < gone) return [[key, value]];
    return Number(at) === gone ? [] : [[`${before}${Number(at) - 1}${after}`, value]];
  });
  store(draft, Object.fromEntries(moved));
}

for (const event of ["input", "change"]) {
  document.addEventListener(event, ({ target }) => {
    if (target instanceof Element && target.closest("#draft")) save();
  });
}
