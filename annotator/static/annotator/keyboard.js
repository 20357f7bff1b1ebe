// Keys that act by themselves: the same on every layout, silent while somebody types or composes, and to be switched off
// (WCAG 2.2, 2.1.4). What is typed while a form is on its way goes into the form.
const OFF = "glossator:keys-off";

export const keysAreOn = () => localStorage.getItem(OFF) === null;
export const switchKeys = (on) => (on ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, ""));

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
  if (/\p{L}/u.test(key) && !/[a-z]/i.test(key) && code.startsWith("Key")) return code.slice(3).toLowerCase();
  return key.toLowerCase();
};

let typed = null; // letters that wait for their form; null while none is on its way

document.addEventListener(
  "keydown",
  (event) => {
    if (typed === null || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key.length === 1) typed += event.key;
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
  field.setRangeText(letters, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
};
