// What scripts say, in the language of the page: it brings the texts that are not as written here (agreements/templatetags/texts.py).

/** @type {Record<string, string>} */
const texts = JSON.parse(document.getElementById("texts")?.textContent ?? "{}");

/** The text in the page's language; each %s stands for one of the values. @param {string} text @param {...(string | number)} values */
export const inWords = (text, ...values) => values.reduce((/** @type {string} */ told, value) => told.replace("%s", () => String(value)), texts[text] ?? text);
