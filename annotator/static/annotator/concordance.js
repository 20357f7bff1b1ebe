// The lines of a concordance by keyboard: up and down go from line to line, space ticks; Enter opens, being a link. What
// was found is asked for anew where something was done or undone on the page; what is ticked and typed there stays.

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const line = event.target.closest("[data-lines] > li");
  if (!line) return;
  const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
  if (step) {
    const other = line[step]?.querySelector("a.line");
    if (!other) return;
    other.focus();
  } else if (event.key === " " && event.target.matches("a.line")) {
    const box = line.querySelector("input[type=checkbox]");
    if (!box) return;
    box.checked = !box.checked;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  } else return;
  event.preventDefault();
});

const found = document.querySelector("[data-found]");
if (found) {
  const boxes = () => [...found.querySelectorAll("[name=line]")];
  let ticked = new Set();
  let typed = "";
  found.addEventListener("htmx:beforeSwap", () => {
    ticked = new Set(boxes().filter((box) => box.checked).map((box) => box.value));
    typed = found.querySelector("#move-to")?.value ?? "";
  });
  found.addEventListener("htmx:afterSwap", () => {
    for (const box of boxes()) box.checked = ticked.has(box.value);
    const field = found.querySelector("#move-to");
    if (field) field.value = typed;
  });
}
