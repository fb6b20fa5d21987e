// What was looked at lately. A member's account keeps it; a visitor's stays in this
// browser, and only the names of those pieces are asked for, so that no page needs a
// cookie. Nothing is noted before the page has been looked at for a moment.
const KEPT = 12;
const NAME = "seen";
const place = document.querySelector("[data-row]");

function read() {
  try {
    return JSON.parse(localStorage.getItem(NAME) ?? "[]").filter((one) => typeof one === "string");
  } catch {
    return [];
  }
}

function write(slugs) {
  try {
    if (slugs.length) localStorage.setItem(NAME, JSON.stringify(slugs.slice(0, KEPT)));
    else localStorage.removeItem(NAME);
  } catch {
    // Storage is closed (private window): nothing is remembered.
  }
}

function note({ seen, note }) {
  if (!seen) return;
  if (!note) return write([seen, ...read().filter((one) => one !== seen)]);
  fetch(note, { method: "POST", body: new FormData(place.querySelector("form")) });
}

async function show() {
  const { row, seen, note, member } = place.dataset;
  const isMember = note !== undefined || member !== undefined;
  const slugs = isMember ? [] : read();
  if (!isMember && !slugs.some((one) => one !== seen)) return;
  const asked = new URLSearchParams(isMember ? {} : { pieces: slugs.join(",") });
  if (seen) asked.set("but", seen);
  const answer = await fetch(`${row}?${asked}`);
  const form = place.querySelector("form");
  if (!answer.ok) return;
  place.innerHTML = await answer.text();
  if (form) place.append(form);
  place.hidden = !place.querySelector("section");
  htmx.process(place);
}

document.addEventListener("click", ({ target }) => {
  if (!target.closest("[data-forget]")) return;
  write([]);
  place.hidden = true;
});

if (place) {
  const far = new IntersectionObserver((entries) => {
    if (entries.some((one) => one.isIntersecting)) {
      far.disconnect();
      show();
    }
  }, { rootMargin: "600px" });
  // What is hidden is nowhere: watch what stands before it.
  far.observe(place.previousElementSibling ?? place);
  setTimeout(() => note(place.dataset), 1000);
}
