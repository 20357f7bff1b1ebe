// Going to a paragraph by its number, or by words of it: the key, what is typed, Enter.
import { current, walkTo } from "./choosing.js";
import { keyOf } from "./keyboard.js";
import { wordsOf } from "./places.js";

const text = document.getElementById("text");
const form = document.getElementById("go-to");
const missed = form?.querySelector("[data-missed]");

const folded = (words) => words.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

const close = () => {
  form.hidden = true;
  missed.hidden = true;
};

// The next paragraph below the one the keyboard is at, or from the top on, that has the words.
const nextWith = (words) => {
  const paras = [...text.querySelectorAll(".para")];
  const from = paras.indexOf(current()) + 1;
  return [...paras.slice(from), ...paras.slice(0, from)].find((para) => folded(wordsOf(para).textContent).includes(words));
};

const go = () => {
  const typed = form.elements.to.value.trim();
  if (!typed) return;
  const number = /^\d{1,9}$/.test(typed) ? String(Number(typed)) : null;
  const para = number ? document.getElementById(`p${number}`) : nextWith(folded(typed));
  if (para) {
    close();
    walkTo(para);
    return;
  }
  if (number && text.querySelector(".more")) {
    // A part of the text that has not come yet.
    const address = new URL(location.href);
    address.searchParams.delete("page");
    address.searchParams.set("at", number);
    address.hash = `p${number}`;
    location.assign(address);
    return;
  }
  // One that is gone has a page that says what it said and where it went.
  const page = missed.querySelector("[data-number]");
  page.hidden = !number;
  if (number) page.firstElementChild.href = text.querySelector(".num").pathname.replace(/\d+\/$/, `${number}/`);
  const search = missed.querySelector("[data-address]");
  search.href = `${search.dataset.address}?${new URLSearchParams({ q: typed, document: text.dataset.document })}`;
  missed.hidden = false;
};

export const listen = () => {
  if (!form) return;
  document.addEventListener("keydown", (event) => {
    if (keyOf(event) !== "f") return;
    event.preventDefault();
    form.hidden = false;
    form.elements.to.select();
    form.elements.to.focus({ preventScroll: true });
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    go();
  });
  form.addEventListener("input", () => (missed.hidden = true));
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    close();
    current()?.querySelector(".num").focus({ preventScroll: true });
    event.stopPropagation();
  });
  form.addEventListener("focusout", ({ relatedTarget }) => relatedTarget && !form.contains(relatedTarget) && close());
};
