// Photographs: swiped by scrolling, chosen below, stepped through with the arrow keys,
// larger in a dialog. Without this they are a plain list of links to the large ones.
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const backwards = getComputedStyle(document.documentElement).direction === "rtl" ? -1 : 1;

for (const gallery of document.querySelectorAll(".gallery")) start(gallery);

function start(gallery) {
  const track = gallery.querySelector(".gallery__track");
  const pictures = [...track.querySelectorAll("li")];
  const thumbs = [...gallery.querySelectorAll(".gallery__thumbs a")];
  const dialog = gallery.querySelector(".lightbox");
  const frame = dialog.querySelector(".lightbox__picture");
  let now = 0;

  const within = (number) => (number + pictures.length) % pictures.length;

  function mark(number) {
    now = number;
    thumbs.forEach((thumb, each) => {
      if (each === number) thumb.setAttribute("aria-current", "true");
      else thumb.removeAttribute("aria-current");
    });
    const list = thumbs[number]?.closest("ol");
    if (list) {
      const thumb = thumbs[number];
      list.scrollTo({ left: thumb.offsetLeft - list.clientWidth / 2, top: thumb.offsetTop - list.clientHeight / 2 });
    }
  }

  function show(number) {
    const left = pictures[number].offsetLeft - track.offsetLeft;
    track.scrollTo({ left, behavior: calm.matches ? "instant" : "smooth" });
    mark(number);
  }

  function enlarge(number) {
    const link = pictures[number].querySelector("a");
    const picture = link.querySelector("picture").cloneNode(true);
    for (const one of picture.querySelectorAll("[sizes]")) one.sizes = "100vw";
    const image = picture.querySelector("img");
    image.loading = "eager";
    frame.replaceChildren(picture);
    frame.removeAttribute("data-near");
    dialog.querySelector(".lightbox__words").textContent = image.alt;
    mark(number);
  }

  track.addEventListener("scroll", () => {
    const middle = track.scrollLeft + track.clientWidth / 2;
    const at = pictures.findIndex((one) => {
      const left = one.offsetLeft - track.offsetLeft;
      return left <= middle && middle < left + one.offsetWidth;
    });
    if (at >= 0 && at !== now && !dialog.open) mark(at);
  }, { passive: true });

  track.addEventListener("click", (event) => {
    const item = event.target.closest("li");
    if (!item || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    enlarge(pictures.indexOf(item));
    dialog.showModal();
  });

  thumbs.forEach((thumb, number) => thumb.addEventListener("click", (event) => {
    event.preventDefault();
    show(number);
  }));

  gallery.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step || pictures.length < 2) return;
    event.preventDefault();
    const number = within(now + step * backwards);
    if (dialog.open) enlarge(number);
    else {
      show(number);
      const moves = event.target.closest(".gallery__thumbs") ? thumbs[number] : pictures[number].querySelector("a");
      moves.focus({ preventScroll: true });
    }
  });

  dialog.addEventListener("click", (event) => {
    const step = Number(event.target.closest("[data-step]")?.dataset.step ?? 0);
    if (step) enlarge(within(now + step));
    else if (event.target.closest("img")) frame.toggleAttribute("data-near");
    else if (!event.target.closest("button")) dialog.close();
  });
  dialog.addEventListener("close", () => {
    frame.replaceChildren();
    show(now);
    pictures[now].querySelector("a").focus({ preventScroll: true });
  });
}
