// What somebody may mean who is still typing: a list under the search box, to be walked
// with the arrow keys. Without it the box simply searches.
const WAIT = 120;

for (const form of document.querySelectorAll("form[data-suggestions]")) {
  const box = form.querySelector("input[type=search]");
  const list = document.createElement("ul");
  list.id = `${box.id}-suggestions`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.dataset.suggestionsLabel);
  list.hidden = true;
  form.append(list);
  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", list.id);
  box.setAttribute("aria-expanded", "false");

  let timer, asking, chosen = -1;
  const options = () => [...list.querySelectorAll("[role=option]")];

  const close = () => {
    list.hidden = true;
    chosen = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };

  const choose = (next) => {
    const all = options();
    chosen = (next + all.length + 1) % (all.length + 1);
    all.forEach((one, at) => one.setAttribute("aria-selected", String(at === chosen)));
    const one = all[chosen];
    if (one) box.setAttribute("aria-activedescendant", one.id);
    else box.removeAttribute("aria-activedescendant");
    one?.scrollIntoView({ block: "nearest" });
  };

  const go = (one) => location.assign(one.dataset.address);

  const ask = async () => {
    asking?.abort();
    asking = new AbortController();
    if (box.value.trim().length < 2) return close();
    const address = `${form.dataset.suggestions}?q=${encodeURIComponent(box.value)}`;
    const answer = await fetch(address, { signal: asking.signal }).catch(() => null);
    if (!answer?.ok || document.activeElement !== box) return;
    list.innerHTML = await answer.text();
    options().forEach((one, at) => { one.id = `${list.id}-${at}`; });
    list.hidden = !list.children.length;
    chosen = -1;
    box.removeAttribute("aria-activedescendant");
    box.setAttribute("aria-expanded", String(!list.hidden));
  };

  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  box.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      // One place more than there are: the box itself.
      choose(event.key === "ArrowDown" ? chosen + 1 : (chosen < 0 ? options().length : chosen) - 1);
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && options()[chosen]) {
      event.preventDefault();
      go(options()[chosen]);
    }
  });
  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget)) close();
  });
  // A press must not take the focus away before it is a click.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const one = event.target.closest("[role=option]");
    if (one) go(one);
  });
}
