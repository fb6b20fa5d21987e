/* What was said about the last step is taken back when the next one begins. */
document.addEventListener("htmx:beforeRequest", () => {
  document.querySelector("#notices")?.replaceChildren();
});
