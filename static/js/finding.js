// Each choice is asked for as it is made: at once where the panel stands beside the
// pieces; on a phone, where it is a sheet, with its button. Without this file the form
// and its buttons do the same.
const beside = matchMedia("(width >= 62rem)");

document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (form?.id !== "facets-form") return;
  if (beside.matches || event.target.id === "sort") form.requestSubmit();
});

// What is empty says nothing: it stays out of the address.
document.addEventListener("formdata", (event) => {
  if (event.target.id !== "facets-form") return;
  for (const [name, value] of [...event.formData]) {
    if (value === "") event.formData.delete(name);
  }
});

// Back and back again asks the server for both pages, and the older answer may come
// last: only the newest is wanted. One that does not come is the browser's to tell.
let wanted;
document.addEventListener("htmx:historyCacheMiss", (event) => {
  wanted?.abort();
  wanted = event.detail.xhr;
  wanted.addEventListener("error", () => location.reload());
});
document.addEventListener("htmx:historyCacheMissLoadError", () => location.reload());
