// Two texts beside each other: words selected on either side are what is joined, and entries of the margins open in
// place. Without this, whole paragraphs are chosen by their circles, and entries lead to pages of their own.
import { fetched, renew, typedInto } from "./keeping.js";
import { rangeOf, stretchesOf, toCodePoints, toUnits, wholeWords, wordsOf } from "./places.js";

const LONG = 60;
const form = document.getElementById("join");
const place = document.getElementById("join-here");
const chosen = { left: null, right: null };
const highlight = globalThis.CSS?.highlights && new Highlight();
if (highlight) CSS.highlights.set("chosen", highlight);

const shortened = (words) => (words.length > LONG ? `${words.slice(0, LONG)}…` : words);

// What is chosen: drawn in the text, and said beside the button.
const show = () => {
  highlight?.clear();
  for (const [side, each] of Object.entries(chosen)) {
    const { para, start, end } = each ?? {};
    const output = form.querySelector(`[data-end="${side}"]`);
    const range = para && start !== undefined && rangeOf(para, start, end);
    if (range) highlight?.add(range);
    const name = para?.querySelector(".where a").textContent ?? "–";
    output.textContent = range ? `${name} “${shortened(range.toString())}”` : name;
  }
  const any = chosen.left || chosen.right;
  form.querySelector("[data-ends]").hidden = !any;
  form.querySelector("[data-no-ends]").hidden = any;
};

const radioOf = (para) => para.querySelector(".where input");

const keyOfPara = (radio) => radio.value.split(":")[0];

// A circle that was ticked stands for the whole of its paragraph.
const chooseWhole = (radio) => {
  radio.value = keyOfPara(radio);
  chosen[radio.name] = { para: radio.closest(".text-side") };
};

const chooseWords = () => {
  const selection = getSelection();
  const side = selection.anchorNode?.parentElement?.closest(".text-side");
  if (!side || selection.isCollapsed) return;
  const [stretch] = stretchesOf(selection, [side]);
  const radio = radioOf(side);
  if (!stretch || !radio) return;
  // A pointer that let go within a word means the word: what is joined here is compared word by word.
  const text = wordsOf(side).textContent;
  const units = [toUnits(text, stretch.start), toUnits(text, stretch.end)];
  const [start, end] = wholeWords(text, ...units, side.lang).map((at) => toCodePoints(text, at));
  radio.checked = true;
  radio.value = `${keyOfPara(radio)}:${start}-${end}`;
  chosen[radio.name] = { para: side, start, end };
  show();
};

// What opens under an entry of a margin, as it is now.
const fill = async (entry) => {
  const panel = entry.querySelector(".panel");
  panel.dataset.address ??= panel.querySelector("a").getAttribute("href");
  const fresh = await fetched(panel.dataset.address, ".passage-panel").catch(() => null);
  if (fresh) renew(panel.firstElementChild, fresh);
};

// The rows as they are now. While somebody writes in one of them, only what is open is renewed.
const refresh = async () => {
  const rows = document.getElementById("rows");
  const open = [...rows.querySelectorAll(".entry[open]")];
  if ([...rows.querySelectorAll("form")].some(typedInto)) return open.forEach(fill);
  const fresh = await fetched(location.href, "#rows", false).catch(() => null);
  if (!fresh) return;
  rows.replaceWith(fresh);
  for (const { dataset } of open) {
    const entry = fresh.querySelector(`.entry[data-passage="${dataset.passage}"]`);
    if (entry) entry.open = entry.closest(".crowd").open = true;
  }
};

document.addEventListener("toggle", (event) => event.target.open && event.target.matches("#rows .entry") && fill(event.target), true);
document.body.addEventListener("glossator:changed", refresh);

if (form) {
  document.addEventListener("pointerup", () => setTimeout(chooseWords));
  document.addEventListener("keyup", (event) => event.shiftKey && chooseWords());
  document.addEventListener("change", (event) => {
    if (!event.target.matches(".text-side .where input")) return;
    chooseWhole(event.target);
    show();
  });
  for (const radio of document.querySelectorAll(".text-side .where input:checked")) chooseWhole(radio);
  show();
  document.addEventListener("click", (event) => {
    if (event.target.closest("#join-here [data-cancel]")) place.replaceChildren();
  });
  // What was typed is not lost by a key: then Cancel closes the form.
  document.addEventListener("keydown", (event) => {
    const open = place.querySelector("form");
    if (event.key !== "Escape" || event.defaultPrevented || !open || typedInto(open)) return;
    place.replaceChildren();
    form.querySelector("button").focus();
  });
  // Joined: what was chosen has served.
  document.body.addEventListener("glossator:changed", () => {
    if (place.querySelector("form")) return;
    chosen.left = chosen.right = null;
    show();
  });
}
