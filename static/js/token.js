// The form token of a page: when it is refused as too old, the answer brings a new one.
/** @param {string | null} token @returns {boolean} whether there was one, which all forms have now */
export function renewed(token) {
  if (!token) return false;
  const inputs = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("[name=csrfmiddlewaretoken]"));
  for (const input of inputs) input.value = token;
  return true;
}
