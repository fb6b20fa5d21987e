// How many characters still fit, beside a text that may not be endless. Says nothing
// until there is something to say; the form works without.
const NEAR = 200;

document.addEventListener("input", ({ target }) => {
  if (!(target instanceof HTMLTextAreaElement) || target.maxLength < 0) return;
  const shown = document.querySelector(`[data-count-for="${target.id}"]`);
  if (!shown) return;
  const left = target.maxLength - target.value.length;
  const number = left.toLocaleString(document.documentElement.lang);
  shown.textContent = target.value ? ` ${shown.dataset.countWords.replace("{n}", number)}` : "";
  shown.toggleAttribute("data-near", left < NEAR);
});
