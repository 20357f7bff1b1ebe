// Keys that act by themselves: the same on every layout, silent while somebody types or composes, and to be switched off
// (WCAG 2.2, 2.1.4). What is typed while a form is on its way goes into the form.
const OFF = "glossator:keys-off";
const CHANGED = "glossator:keys";

export const keysAreOn = () => localStorage.getItem(OFF) === null;
export const switchKeys = (on) => (on ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, ""));

// The keys that a person has chosen in the place of others: `{"t": "m"}` is m for what t does.
const changed = () => {
  try {
    return Object(JSON.parse(localStorage.getItem(CHANGED) ?? "{}"));
  } catch {
    return {};
  }
};
// The key that a person presses for what `key` does.
export const pressedFor = (key) => changed()[key] ?? key;
export const change = (keys) => localStorage.setItem(CHANGED, JSON.stringify(keys));

// What a pressed key stands for; nothing where another was chosen in its place.
const meaning = (pressed) => {
  const chosen = changed();
  const meant = Object.keys(chosen).find((key) => chosen[key] === pressed);
  return meant ?? (pressed in chosen ? "" : pressed);
};

// Show in `root` the keys that are chosen.
export const showKeys = (root) => {
  for (const key of root.querySelectorAll("kbd[data-key]")) key.textContent = pressedFor(key.dataset.key);
};

const typing = (element) =>
  element instanceof Element && element.closest("input:not([type=checkbox],[type=radio]), textarea, select, [contenteditable]");

// The key of an event by its name, a letter small; where the layout writes another script, the letter printed there on a
// Latin one. Nothing where it means something else: with a modifier, in a field, while an input method composes.
export const keyOf = (event) => {
  const { key, code } = event;
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return "";
  if (typing(event.target) || document.querySelector("dialog[open]")) return "";
  if (key.length > 1) return key;
  if (!keysAreOn()) return "";
  const chosen = meaning(key.toLowerCase());
  if (chosen !== key.toLowerCase()) return chosen;
  if (/\p{L}/u.test(key) && !/[a-z]/i.test(key) && code.startsWith("Key")) return meaning(code.slice(3).toLowerCase());
  return chosen;
};

let typed = null; // letters that wait for their form; null while none is on its way

document.addEventListener(
  "keydown",
  (event) => {
    if (typed === null || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key.length === 1) typed += event.key;
    else if (event.key === "Enter") typed += "\n";
    else if (event.key === "Backspace") typed = typed.slice(0, -1);
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  true,
);

// Keep what is typed from now on, until `release`.
export const collect = () => {
  typed = "";
};

// Put what was collected into `field`; nowhere, where the form did not come.
export const release = (field) => {
  const letters = typed;
  typed = null;
  if (!field || !letters) return;
  // Where a field has one line, Enter does what it does there.
  const [line] = field.matches("textarea") ? [letters] : letters.split("\n");
  field.setRangeText(line, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  if (line.length < letters.length) {
    field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
  }
};
