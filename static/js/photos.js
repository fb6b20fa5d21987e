/* A listing's photos: put in order by dragging or by arrow keys, chosen by dropping, and
   nothing typed is lost when the list comes back from the server. Without this file the
   arrows beside each photo and the file chooser do the same. */
const typed = new Map();
let dragged = null;

const section = () => document.querySelector("#photos");
const photoOf = (element) => element.closest?.(".photos__one");

function putBack() {
  for (const [id, words] of typed) {
    const input = document.getElementById(id);
    if (input && input.value !== words) input.value = words;
  }
}

function move(grip, to) {
  return htmx.ajax("POST", grip.dataset.move, {
    source: grip, target: "#photos", swap: "outerHTML", values: { to },
  });
}

document.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest?.(".photos__grip");
  if (!grip || event.button) return;
  event.preventDefault();
  grip.focus();
  const photo = photoOf(grip);
  dragged = { grip, photo, after: photo.nextElementSibling };
  photo.classList.add("photos__one--dragged");
  grip.setPointerCapture(event.pointerId);
});

document.addEventListener("pointermove", (event) => {
  if (!dragged) return;
  const over = document.elementsFromPoint(event.clientX, event.clientY)
    .map(photoOf)
    .find((photo) => photo && photo !== dragged.photo);
  if (!over) return;
  const here = dragged.photo.compareDocumentPosition(over);
  if (here & Node.DOCUMENT_POSITION_FOLLOWING) over.after(dragged.photo);
  else over.before(dragged.photo);
});

function drop({ keep }) {
  if (!dragged) return;
  const { grip, photo, after } = dragged;
  dragged = null;
  photo.classList.remove("photos__one--dragged");
  const order = [...photo.parentElement.children];
  if (!keep) photo.parentElement.insertBefore(photo, after);
  else if (photo.nextElementSibling !== after) move(grip, order.indexOf(photo));
}

document.addEventListener("pointerup", () => drop({ keep: true }));
document.addEventListener("pointercancel", () => drop({ keep: false }));

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") return drop({ keep: false });
  const grip = event.target.closest?.(".photos__grip");
  if (!grip) return;
  const onwards = getComputedStyle(grip).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
  const back = onwards === "ArrowLeft" ? "ArrowRight" : "ArrowLeft";
  if ([onwards, "ArrowDown"].includes(event.key)) move(grip, "down");
  else if ([back, "ArrowUp"].includes(event.key)) move(grip, "up");
  else return;
  event.preventDefault();
});

/* Files dropped onto the form are chosen; several at once. */
document.addEventListener("dragover", (event) => {
  if (event.target.closest?.("[data-drop]")) event.preventDefault();
});
document.addEventListener("drop", (event) => {
  const input = event.target.closest?.("[data-drop]")?.querySelector("input[type=file]");
  if (!input || !event.dataTransfer.files.length) return;
  event.preventDefault();
  input.files = event.dataTransfer.files;
  input.focus();
});

/* How much of the files is sent. */
document.addEventListener("htmx:xhr:progress", (event) => {
  const bar = section()?.querySelector(".photos__sending");
  if (!bar || !event.detail.lengthComputable || event.target.id !== "photos-form") return;
  if (!section().querySelector("input[type=file]").files.length) return;
  bar.hidden = false;
  bar.value = (100 * event.detail.loaded) / event.detail.total;
});

/* What is typed is sent with every button; what is typed while an answer is on its way
   is put back when the list is new. */
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.target?.id === "photos") typed.clear();
});
document.addEventListener("input", ({ target }) => {
  if (target.closest?.("#photos") && target.name?.startsWith("alt-")) typed.set(target.id, target.value);
});
document.addEventListener("htmx:afterSettle", putBack);
