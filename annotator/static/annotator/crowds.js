// Folded margins come without their entries in the pieces that follow by themselves: a text may have a hundred thousand.
// They are fetched for a piece that comes near the screen.
import { takeIn } from "./live.js";
import { piecesNear, whenNear } from "./near.js";

const STAYS = 150; // milliseconds after which a piece is not only scrolled past
const LATER = ".crowd[data-later]";
const text = document.getElementById("text");
const asking = new Set();

const fill = async (piece) => {
  if (asking.has(piece) || !piece.querySelector(LATER)) return;
  asking.add(piece);
  try {
    const answer = await fetch(`${text.dataset.margin}&page=${piece.dataset.page}`, { cache: "no-store" });
    // One that was told anew meanwhile is newer.
    if (answer.ok) takeIn(await answer.text(), (old) => old.querySelector(LATER));
  } catch {
    // The server is away for a moment: it is asked again when the piece is shown again, or one of them is opened.
  } finally {
    asking.delete(piece);
  }
};

export const listen = () => {
  whenNear((piece, isNear) => isNear && setTimeout(() => piecesNear().includes(piece) && fill(piece), STAYS));
  text.addEventListener("toggle", ({ target }) => target.open && target.matches(LATER) && fill(target.closest(".piece")), true);
};
