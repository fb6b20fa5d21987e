// Daylight or lamplight: follows the system until the visitor chooses, then remembers.
// The choice is applied before the first paint by the few lines at the top of base.html.

const root = document.documentElement;
const lamplight = matchMedia("(prefers-color-scheme: dark)");

function isDark() {
  return (root.dataset.theme ?? (lamplight.matches ? "dark" : "light")) === "dark";
}

function show() {
  root.toggleAttribute("data-dark", isDark());
  for (const button of document.querySelectorAll(".theme-switch")) {
    button.setAttribute("aria-pressed", String(isDark()));
  }
}

function remember(theme) {
  try {
    localStorage.setItem("theme", theme);
  } catch {
    // Storage is closed (private window): the choice lasts as long as the page.
  }
}

document.addEventListener("click", (event) => {
  if (!event.target.closest(".theme-switch")) return;
  root.dataset.theme = isDark() ? "light" : "dark";
  remember(root.dataset.theme);
  show();
});
lamplight.addEventListener("change", show);
show();
