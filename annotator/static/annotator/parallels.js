// Judging proposed parallels by keys: j and k go from pair to pair, the letters on the buttons press those of the pair that
// has the focus, or of the first.
import { keyOf } from "./keyboard.js";

const pairs = () => [...document.querySelectorAll(".pair")];
const current = () => document.activeElement?.closest?.(".pair") ?? null;

const go = (by) => {
  const all = pairs();
  const at = all.indexOf(current());
  const next = all[Math.min(Math.max(at + by, 0), all.length - 1)];
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: "nearest" });
};

document.addEventListener("keydown", (event) => {
  const key = event.repeat ? "" : keyOf(event);
  if (event.shiftKey || !/^[a-z]$/.test(key)) return;
  if (key === "j" || key === "k") go(key === "j" ? 1 : -1);
  else {
    const button = (current() ?? pairs()[0])?.querySelector(`[data-press="${key}"]`);
    if (!button) return;
    button.click();
  }
  event.preventDefault();
});
