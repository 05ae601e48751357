// A click on a feed's button becomes an event of the list; see feeds.py.
element.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-feed]");
  if (button) trigger("delete", { feed: button.dataset.feed });
});
