// How long a payment still counts from today, in words that go down minute by minute.
// The page says the hour itself; this only says how far away it is.
const MINUTE = 60_000;

function tell() {
  for (const line of document.querySelectorAll("[data-until]")) {
    const left = Math.floor((new Date(line.dataset.until) - Date.now()) / MINUTE);
    const words = line.querySelector("span");
    if (left < 0) {
      // The day counts no more: the date above is another one now.
      delete line.dataset.until;
      document.querySelector("#country")?.dispatchEvent(new Event("change", { bubbles: true }));
    } else {
      const pattern = left < 60 ? line.dataset.minutes : line.dataset.hours;
      words.textContent = pattern.replace("%h", Math.floor(left / 60)).replace("%m", left % 60);
    }
  }
}

tell();
setInterval(tell, MINUTE / 4);
document.addEventListener("htmx:afterSettle", tell);
