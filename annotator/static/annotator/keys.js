// The page on which keys are changed: a row for each key that the list of keys names, kept by the browser.
import { change, pressedFor, showKeys } from "./keyboard.js";

const form = document.getElementById("change-keys");
const wrong = form.querySelector(".wrong");
const rows = form.querySelector("tbody");
const list = document.querySelector("#keys dl");

const row = (kbd) => {
  const does = kbd.dataset.does ?? kbd.closest("dt").nextElementSibling.textContent.trim();
  const field = document.createElement("input");
  Object.assign(field, { name: kbd.dataset.key, defaultValue: kbd.dataset.key });
  Object.assign(field, { maxLength: 1, size: 2, autocomplete: "off", value: pressedFor(kbd.dataset.key) });
  field.setAttribute("aria-label", `${kbd.dataset.key}: ${does}`);
  const line = rows.insertRow();
  line.insertCell().append(field);
  line.insertCell().append(does);
};

for (const kbd of list.querySelectorAll("kbd[data-key]")) row(kbd);
form.hidden = false;

const fields = [...rows.querySelectorAll("input")];

const save = () => {
  change(Object.fromEntries(fields.filter(({ name, value }) => value !== name).map(({ name, value }) => [name, value])));
  showKeys(document);
};

form.addEventListener("focusin", ({ target }) => target.select?.());
form.addEventListener("input", ({ target }) => {
  if (!fields.includes(target) || !target.value) return;
  target.value = target.value.trim().toLowerCase() || pressedFor(target.name);
  const other = fields.find((field) => field !== target && field.value === target.value);
  wrong.textContent = other ? `${wrong.dataset.taken} ${target.value}` : "";
  if (other) target.value = pressedFor(target.name);
  else save();
  target.select();
});
// Emptied and left as it is: what was there.
form.addEventListener("focusout", ({ target }) => {
  if (fields.includes(target) && !target.value) target.value = pressedFor(target.name);
});
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", () => {
  change({});
  wrong.textContent = "";
  showKeys(document);
});
