// The page that decides about a mark: words selected in the text are offered as its place, and keys press the buttons.
import { keyOf } from "./keyboard.js";
import { toCodePoints } from "./places.js";

const form = document.querySelector("[data-placing]");
const picked = form?.querySelector("[data-picked]");

// The stretch of a paragraph that is selected, in code points of its text; nothing where it runs over several.
const selected = () => {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const words = [...document.querySelectorAll(".now > .words")].filter((each) => range.intersectsNode(each));
  if (words.length !== 1) return null;
  const whole = words[0].textContent;
  const inside = document.createRange();
  inside.selectNodeContents(words[0]);
  const before = inside.cloneRange();
  if (inside.comparePoint(range.startContainer, range.startOffset) > -1) before.setEnd(range.startContainer, range.startOffset);
  else before.collapse(true);
  const through = inside.cloneRange();
  if (inside.comparePoint(range.endContainer, range.endOffset) < 1) through.setEnd(range.endContainer, range.endOffset);
  let [from, to] = [before.toString().length, through.toString().length];
  while (from < to && /\s/u.test(whole[from])) from++;
  while (to > from && /\s/u.test(whole[to - 1])) to--;
  if (from === to) return null;
  const { key } = words[0].parentElement.dataset;
  return { value: `${key}:${toCodePoints(whole, from)}:${toCodePoints(whole, to)}`, words: whole.slice(from, to) };
};

// The text around is as high as there is room for: the words that the mark may be on are brought into view.
const around = document.querySelector(".around");
const place = around?.querySelector(".likeliest mark") ?? around?.querySelector(".likeliest");
if (place) around.scrollTop += place.getBoundingClientRect().top - around.getBoundingClientRect().top - around.clientHeight / 3;

if (form) {
  const offer = () => {
    const found = selected();
    // Pressing the button may end the selection: what it offers stays.
    if (!found) return;
    picked.hidden = false;
    picked.querySelector("button").value = found.value;
    picked.querySelector("q").textContent = found.words;
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
