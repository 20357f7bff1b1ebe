// The pieces of a long text that follow the first by themselves: the next two are on their way at a time, so that the
// server writes one while the page takes in the other. Those after what is read come before those above it.
import { sayThat } from "./site.js";

const AT_A_TIME = 2;
const AGAIN = 5000; // milliseconds until what did not come is asked for again
const text = document.getElementById("text");

const next = () => {
  const children = [...text.children];
  const first = children.findIndex((each) => each.matches(".piece"));
  const isWaiting = (each) => each.matches(".more:not([data-asked])");
  return children.slice(first).find(isWaiting) ?? children.slice(0, first).findLast(isWaiting);
};

const fetchNext = async () => {
  const more = next();
  if (!more) {
    if (![...text.children].some((each) => each.matches(".more"))) performance.mark("glossator:whole");
    return;
  }
  more.dataset.asked = "";
  try {
    const answer = await fetch(more.dataset.pieces, { headers: { "HX-Request": "true" } });
    // Where it is refused, the link that stands there leads to what is said about that.
    if (answer.status < 500 && (!answer.ok || answer.redirected)) return;
    if (!answer.ok) throw new Error(answer.statusText);
    const fresh = document.createElement("template");
    fresh.innerHTML = await answer.text();
    more.replaceWith(fresh.content);
  } catch {
    sayThat("offline", "error");
    await new Promise((resolve) => setTimeout(resolve, AGAIN));
    delete more.dataset.asked;
  }
  fetchNext();
};

// Whoever prints prints all of it, also what has not come yet: a browser waits for this, and for nothing that comes later.
// What cannot be had is said on paper, with the address of the page that has everything.
const fetchAllNow = () => {
  for (let more = text.querySelector(".more[data-pieces]"); more; more = text.querySelector(".more[data-pieces]")) {
    const request = new XMLHttpRequest();
    request.open("GET", more.dataset.pieces, false);
    request.setRequestHeader("HX-Request", "true");
    try {
      request.send();
    } catch {
      return;
    }
    const fresh = document.createElement("template");
    fresh.innerHTML = request.responseText;
    if (request.status !== 200 || !fresh.content.querySelector(".piece")) return;
    more.replaceWith(fresh.content);
  }
};

export const listen = () => {
  addEventListener("beforeprint", fetchAllNow);
  for (let number = 0; number < AT_A_TIME; number++) fetchNext();
};
