// What begins to run comes into view, wherever on the page it was started.
let running = false;
watch("value", () => {
  const was = running;
  running = element.querySelector("[data-running]") !== null;
  if (running && !was) element.scrollIntoView({ block: "nearest" });
});
