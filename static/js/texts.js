// What scripts say, in the page's language (agreements/templatetags/texts.py).

/** @type {Record<string, string>} */
const texts = JSON.parse(document.getElementById("texts")?.textContent ?? "{}");

/** Each %s of the text stands for one of the values. @param {string} text @param {...(string | number)} values */
export const inWords = (text, ...values) => values.reduce((/** @type {string} */ told, value) => told.replace("%s", () => `${value}`), texts[text] ?? text);
