// Before the first paint: the colours the visitor chose. theme.js does the rest. These
// lines stand in the page itself; the policy names them by their hash (settings).
((root, chosen) => {
  try { chosen = localStorage.getItem("theme"); } catch {}
  if (chosen) root.dataset.theme = chosen;
  root.toggleAttribute("data-dark", chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches);
  root.toggleAttribute("data-scripted", true);
})(document.documentElement);
