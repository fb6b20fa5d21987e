/* Shows a chosen picture small, before it is sent: drawn, so that nothing is loaded. */
document.addEventListener("change", async (event) => {
  const input = event.target;
  if (!(input instanceof HTMLInputElement) || !("preview" in input.dataset)) return;
  input.parentElement.querySelector("canvas")?.remove();
  const file = input.files?.[0];
  if (!file) return;
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, 240 / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.className = "field__preview";
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", input.dataset.preview);
    input.after(canvas);
  } catch {
    // Not a picture this browser can draw: the server says what is wrong with it.
  }
});
