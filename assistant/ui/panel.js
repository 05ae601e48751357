// Bring the cited sentence into view: inside the panel where that scrolls by itself
// (wide windows), by scrolling the page where it does not.
let opener = null;
watch("value", () => {
  const heading = element.querySelector(".source h2");
  if (!heading) return;
  if (!element.contains(document.activeElement)) opener = document.activeElement;
  heading.focus({ preventScroll: true });
  const place = element.querySelector("mark.cited") ?? heading;
  const panel = element.closest("#panel, #opened");
  if (getComputedStyle(panel).overflowY === "auto") {
    const offset = place.getBoundingClientRect().top - panel.getBoundingClientRect().top;
    panel.scrollTop += offset - panel.clientHeight / 3;
  } else {
    place.scrollIntoView({ block: "center" });
  }
});

element.addEventListener("click", ({ target }) => {
  const removal = target.closest("[data-remove]");
  if (removal) trigger("delete", { article: removal.dataset.remove });
  if (target.closest(".close")) close();
});

element.addEventListener("keydown", ({ key }) => {
  if (key === "Escape") close();
});

function close() {
  trigger("clear");
  opener?.scrollIntoView({ block: "nearest" });
  opener?.focus({ preventScroll: true });
}
