// The lines of a concordance by keyboard: up and down, or j and k, go from line to line, space ticks; Enter opens, being a
// link. What was found is asked for anew where something was done or undone on the page; what is ticked and typed there
// stays.
import { keyOf } from "./keyboard.js";

const BY = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };

// The line that `key` leads to. Where no line has the focus: the first in sight, unless the arrow is the page's or a
// control's.
const next = (line, key, isOfPage) => {
  const lines = [...document.querySelectorAll("[data-lines] > li")];
  if (line) return lines[lines.indexOf(line) + BY[key]];
  if (key === "ArrowUp" || (key === "ArrowDown" && !isOfPage)) return undefined;
  return lines.find((each) => each.getBoundingClientRect().bottom > 0) ?? lines.at(-1);
};

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const line = event.target.closest("[data-lines] > li");
  const key = keyOf(event);
  if (key in BY) {
    const other = next(line, key, event.target === document.body)?.querySelector("a.line");
    if (!other) return;
    other.focus();
  } else if (event.key === " " && event.target.matches("[data-lines] a.line")) {
    const box = line.querySelector("input[type=checkbox]");
    if (!box) return;
    box.checked = !box.checked;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  } else return;
  event.preventDefault();
});

const lines = document.querySelector("[data-found]");
if (lines) {
  const boxes = () => [...lines.querySelectorAll("[name=line]")];
  let ticked = new Set();
  let typed = "";
  lines.addEventListener("htmx:beforeSwap", () => {
    ticked = new Set(boxes().filter((box) => box.checked).map((box) => box.value));
    typed = lines.querySelector("#move-to")?.value ?? "";
  });
  lines.addEventListener("htmx:afterSwap", () => {
    for (const box of boxes()) box.checked = ticked.has(box.value);
    const field = lines.querySelector("#move-to");
    if (field) field.value = typed;
  });
}
