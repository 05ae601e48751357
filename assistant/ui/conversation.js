// Clicks inside rendered answers become events of the component; see asking.py.
element.addEventListener("click", ({ target }) => {
  const cite = target.closest("[data-pointer]");
  if (cite) trigger("click", { pointer: cite.dataset.pointer });
  const sample = target.closest("[data-ask]");
  if (sample) trigger("submit", { question: sample.dataset.ask });
});

// A new question moves to the top of the window, and the answer grows below it.
let asked = null;
watch("value", () => {
  const question = element.querySelector("[data-live] h2");
  if (question && asked === null) element.scrollIntoView({ block: "start" });
  asked = question;
});
