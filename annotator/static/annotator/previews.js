// A link to a passage shows the passage: a card with its words, at the pointer's or the keyboard's visit. It stays while
// the pointer is on the link or on the card, or the focus on the link, and Escape puts it away (WCAG 2.2, 1.4.13).
import { fetched } from "./keeping.js";

const SOON = 300;
const LINK = "a.passage-link";
let card = null;
let link = null; // the link whose card is shown or on its way
let timer = 0;

const hide = () => {
  clearTimeout(timer);
  card?.remove();
  link?.removeAttribute("aria-describedby");
  card = link = null;
};

const place = () => {
  const box = link.getBoundingClientRect();
  const room = document.documentElement.clientWidth - card.offsetWidth - 8;
  const below = box.bottom + card.offsetHeight + 8 < innerHeight || box.top < card.offsetHeight;
  card.style.left = `${Math.max(8, Math.min(box.left, room)) + scrollX}px`;
  card.style.top = `${(below ? box.bottom : box.top - card.offsetHeight) + scrollY}px`;
};

const show = async (target) => {
  const content = await fetched(target.href, "body").catch(() => null);
  if (!content || link !== target) return;
  card = document.createElement("div");
  card.className = "preview";
  card.id = "preview";
  card.setAttribute("role", "tooltip");
  card.append(...content.childNodes);
  document.body.append(card);
  link.setAttribute("aria-describedby", card.id);
  place();
};

const visit = (target, delay) => {
  if (target === link) return clearTimeout(timer);
  hide();
  link = target;
  timer = setTimeout(show, delay, target);
};

// After a moment, so that the pointer can go from the link to the card.
const leave = () => {
  clearTimeout(timer);
  timer = setTimeout(hide, SOON);
};

export const listen = () => {
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return; // A tap follows the link.
    const target = event.target.closest?.(LINK);
    if (target) visit(target, SOON);
    else if (card?.contains(event.target)) clearTimeout(timer);
    else if (link && link !== document.activeElement) leave();
  });
  document.addEventListener("focusin", (event) => {
    const target = event.target.closest?.(LINK);
    if (target) visit(target, 0);
    else hide();
  });
  document.addEventListener("focusout", (event) => event.target === link && hide());
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape" || !card) return;
      hide();
      event.stopPropagation();
      event.preventDefault();
    },
    true,
  );
};
