// What others do appears by itself: an open page asks every few seconds, and gets a 304 while nothing happened.
import { draw } from "./marks.js";

const EVERY = 4000;
const text = document.getElementById("text");
let mark = `"${text.dataset.mark}"`;
let asking = false;
let again = false;

const beingUsed = (entry) =>
  entry.contains(document.activeElement) || [...entry.querySelectorAll("textarea, input[name=reason]")].some((field) => field.value);

// Put the new margin in the place of the old one, keeping entries that are open where they are.
const replace = (margin) => {
  const old = document.getElementById(margin.id);
  if (!old) return;
  for (const entry of margin.querySelectorAll(".entry")) {
    const there = old.querySelector(`.entry[data-passage="${entry.dataset.passage}"]`);
    if (!there?.open) continue;
    // The summary is new; what stands open below it, perhaps being answered, stays and looks after itself.
    there.querySelector("summary").replaceWith(entry.querySelector("summary"));
    Object.assign(there.dataset, entry.dataset);
    entry.replaceWith(there);
  }
  for (const entry of old.querySelectorAll(".entry[open]")) if (beingUsed(entry)) margin.append(entry);
  old.replaceWith(margin);
  htmx.process(margin);
  draw(margin.closest(".para"));
};

export const ask = async () => {
  if (asking) {
    again = true;
    return;
  }
  asking = true;
  try {
    const answer = await fetch(text.dataset.margin, { headers: { "If-None-Match": mark, "HX-Request": "true" }, cache: "no-store" });
    if (answer.status === 200) {
      mark = answer.headers.get("ETag") ?? mark;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const margin of page.querySelectorAll(".margin")) replace(document.adoptNode(margin));
      document.body.dispatchEvent(new CustomEvent("glossator:elsewhere"));
    }
  } catch {
    // The server is away for a moment; the next question will find it.
  } finally {
    asking = false;
    if (again) {
      again = false;
      ask();
    }
  }
};

export const listen = () => {
  document.body.addEventListener("glossator:changed", ask);
  setInterval(() => {
    if (!document.hidden) ask();
  }, EVERY);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) ask();
  });
};
