// Which pieces of the text are on the screen or near it: only there are marks drawn and entries laid out. A text of ten
// thousand paragraphs is read like one of fifty. A page without pieces is one piece.
const text = document.getElementById("text");
const near = new Set();
const listeners = []; // [(piece, whether it is near) => …, …]

// Children are gone through, since a selector would be tried on everything below them.
export const pieces = () => {
  const parts = [...text.children].filter(({ className }) => className === "piece");
  return parts.length ? parts : [text];
};

// Those near, in the order of the text; before anything is known of that, all.
export const piecesNear = () => (near.size ? pieces().filter((piece) => near.has(piece)) : pieces());

const screen = new IntersectionObserver(
  (seen) => {
    for (const { target, isIntersecting } of seen) {
      near[isIntersecting && target.isConnected ? "add" : "delete"](target);
      for (const tell of listeners) tell(target, near.has(target));
    }
  },
  { rootMargin: "100% 0px" },
);

export const whenNear = (tell) => listeners.push(tell);

const watch = () => {
  for (const piece of pieces()) screen.observe(piece);
};

export const listen = () => {
  watch();
  new MutationObserver(watch).observe(text, { childList: true });
};

// How many of `elements`, which stand one below the other, `isBefore` is true of: halves are taken, as few are asked.
const numberBefore = (elements, isBefore) => {
  let [from, to] = [0, elements.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (isBefore(elements[middle].getBoundingClientRect())) from = middle + 1;
    else to = middle;
  }
  return from;
};

// What is far away is not asked where it is, since it would be laid out for that: a piece is asked before what is in it.

// The last element that `selector` finds and that begins above `top` (pixels of the window).
export const lastAbove = (selector, top) => {
  const all = pieces();
  const isAbove = (box) => box.top < top;
  const last = numberBefore(all, isAbove) - 1;
  for (let at = last; at >= 0; at--) {
    const matching = [...all[at].querySelectorAll(selector)];
    const number = at === last ? numberBefore(matching, isAbove) : matching.length;
    if (number) return matching[number - 1];
  }
  return null;
};

// The first paragraph of which something is below `top`.
export const firstBelow = (top) => {
  const all = pieces();
  const isAbove = (box) => box.bottom <= top;
  const piece = all[numberBefore(all, isAbove)];
  const paras = piece ? [...piece.children].filter((each) => each.matches(".para")) : [];
  return paras[numberBefore(paras, isAbove)];
};
