// What happens before the page is shown: the marks are drawn, so that the text is laid out and painted once, with them.
import * as beside from "./beside.js";
import { canHighlight, drawAll, prepare } from "./marks.js";

const text = document.getElementById("text");

// A browser that cannot highlight ranges gets the marks from the server.
const address = new URL(location.href);
if (!canHighlight && !address.searchParams.has("spans")) {
  address.searchParams.set("spans", "1");
  location.replace(address);
}

// A link to a paragraph that this piece does not hold leads to the piece that does.
const wanted = location.hash.match(/^#p(\d+)$/);
if (wanted && !document.getElementById(`p${wanted[1]}`) && !address.searchParams.has("at") && text.querySelector(".more")) {
  address.searchParams.delete("page");
  address.searchParams.set("at", wanted[1]);
  location.replace(address);
}
// And one that names it in its query alone leads to it as well; who comes back goes to the line they were at.
if (!location.hash && !history.state?.reading && address.searchParams.has("at")) location.replace(`#p${address.searchParams.get("at")}`);

if (canHighlight) prepare();
drawAll(text);
beside.begin();
performance.mark("glossator:drawn");
