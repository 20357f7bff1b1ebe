// The page that decides about a mark: words selected in the text are offered as its place, and keys press the buttons.
import { keyOf } from "./keyboard.js";
import { stretchesOf } from "./places.js";

const form = document.querySelector("[data-placing]");
const picked = form?.querySelector("[data-picked]");

// The stretch of a paragraph that is selected, in code points of its text; nothing where it runs over several.
const selected = () => {
  const stretches = stretchesOf(getSelection(), document.querySelectorAll(".now"));
  if (stretches.length !== 1) return null;
  const [{ para, start, end, words }] = stretches;
  return { value: `${para.dataset.key}:${start}:${end}`, words };
};

// The text around is as high as there is room for: the words that the mark may be on are brought into view.
const around = document.querySelector(".around");
const place = around?.querySelector(".likeliest mark") ?? around?.querySelector(".likeliest");
if (place) around.scrollTop += place.getBoundingClientRect().top - around.getBoundingClientRect().top - around.clientHeight / 3;

if (form) {
  const offer = () => {
    const selection = selected();
    // Pressing the button may end the selection: what it offers stays.
    if (!selection) return;
    picked.hidden = false;
    picked.querySelector("button").value = selection.value;
    picked.querySelector("q").textContent = selection.words;
    // Words selected by other means than the mouse leave the focus on a place that is offered: Enter is for the words now.
    const focused = document.activeElement;
    if (focused?.matches("button, a, summary") && !picked.contains(focused)) focused.blur();
  };
  document.addEventListener("selectionchange", offer);
  offer(); // selected before this came
  document.addEventListener("keydown", (event) => {
    const key = event.repeat ? "" : keyOf(event);
    if (key === "Enter" && !picked.hidden && !event.target.closest?.("button, a, summary")) picked.querySelector("button").click();
    else if (/^[\dls]$/.test(key)) form.querySelector(`[data-press="${key}"]`)?.click();
    else return;
    event.preventDefault();
  });
}
