// A click on a title becomes an event of the list; see library.py.
element.addEventListener("click", ({ target }) => {
  const title = target.closest("[data-article]");
  if (title) trigger("click", { article: title.dataset.article });
});

// What was removed is said at the top of the list, which may be out of view.
watch("value", () => element.querySelector("[role]")?.scrollIntoView({ block: "center" }));
