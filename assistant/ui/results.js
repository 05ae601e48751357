// What begins to run comes into view, wherever on the page it was started.
let running = false;
watch("value", () => {
  const was = running;
  running = element.querySelector("[data-running]") !== null;
  // The end of the run clears what was given: nothing else may be written there meanwhile.
  for (const box of document.querySelectorAll("#addresses, #upload, #pasted")) box.inert = running;
  if (running && !was) element.scrollIntoView({ block: "nearest" });
});
