// Which pieces of the text are on the screen or near it: only there are marks drawn and entries laid out. A text of ten
// thousand paragraphs is read like one of fifty. A page without pieces is one piece.
const text = document.getElementById("text");
const near = new Set();
const told = []; // [(piece, whether it is near) => …, …]

export const pieces = () => {
  const found = [...text.querySelectorAll(":scope > .piece")];
  return found.length ? found : [text];
};

// Those near, in the order of the text; before anything is known of that, all.
export const piecesNear = () => (near.size ? pieces().filter((piece) => near.has(piece)) : pieces());

const screen = new IntersectionObserver(
  (seen) => {
    for (const { target, isIntersecting } of seen) {
      near[isIntersecting && target.isConnected ? "add" : "delete"](target);
      for (const tell of told) tell(target, near.has(target));
    }
  },
  { rootMargin: "100% 0px" },
);

export const whenNear = (tell) => told.push(tell);

const watch = () => {
  for (const piece of pieces()) screen.observe(piece);
};

export const listen = () => {
  watch();
  new MutationObserver(watch).observe(text, { childList: true });
};

// The last of `elements`, which stand in pieces in the order of the text, that begins above `top` (pixels of the window).
// What is far away is not asked where it is, since it would be laid out for that.
export const lastAbove = (selector, top) => {
  let found = null;
  for (const piece of pieces()) {
    const box = piece.getBoundingClientRect();
    if (box.top >= top) break;
    const elements = [...piece.querySelectorAll(selector)];
    const above = (element) => element.getBoundingClientRect().top < top;
    found = (box.bottom < top ? elements.at(-1) : elements.findLast(above)) ?? found;
  }
  return found;
};
