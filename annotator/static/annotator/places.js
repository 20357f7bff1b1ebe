// Between the page and the database: browsers count UTF-16 units, Glossator counts code points of a paragraph's text.

// The element that holds exactly a paragraph's text.
export const wordsOf = (para) => para.querySelector(":scope > .words, :scope > .text > .words");

export const toCodePoints = (text, units) => {
  let points = 0;
  for (let at = 0; at < units && at < text.length; points++) at += text.codePointAt(at) > 0xffff ? 2 : 1;
  return points;
};

export const toUnits = (text, points) => {
  let at = 0;
  for (let left = points; left > 0 && at < text.length; left--) at += text.codePointAt(at) > 0xffff ? 2 : 1;
  return at;
};

// The range of [start, end) in UTF-16 units of the text of `element`, whatever elements cut it up.
export const rangeIn = (element, start, end) => {
  const range = document.createRange();
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let before = 0;
  let begun = false;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const after = before + node.length;
    if (!begun && start < after) {
      range.setStart(node, start - before);
      begun = true;
    }
    if (begun && end <= after) {
      range.setEnd(node, end - before);
      return range;
    }
    before = after;
  }
  return null;
};

// The range of a passage given in code points.
export const rangeOf = (para, start, end) => {
  const words = wordsOf(para);
  const text = words?.textContent ?? "";
  return words && rangeIn(words, toUnits(text, start), toUnits(text, end));
};

// The range of the words of an entry of a margin; null where that is about a whole paragraph.
export const rangeOfEntry = (entry) => {
  const { start, end } = entry.dataset;
  return start === undefined ? null : rangeOf(entry.closest(".para"), Number(start), Number(end));
};

// How many UTF-16 units of `element`'s text stand before a point of the page.
const unitsBefore = (element, node, offset) => {
  const range = document.createRange();
  range.selectNodeContents(element);
  if (range.comparePoint(node, offset) < 0) return 0;
  if (range.comparePoint(node, offset) > 0) return element.textContent.length;
  range.setEnd(node, offset);
  return range.toString().length;
};

// The words of `text` that [from, to) cuts into belong to it whole, in UTF-16 units.
export const wholeWords = (text, from, to, language) => {
  const segments = new Intl.Segmenter(language || undefined, { granularity: "word" }).segment(text);
  const [first, last] = [segments.containing(from), segments.containing(to - 1)];
  return [first?.isWordLike ? first.index : from, last?.isWordLike ? last.index + last.segment.length : to];
};

// The stretches that a selection covers, one for each of `paras` it touches: {para, start, end, words} in code points.
export const stretchesOf = (selection, paras = document.querySelectorAll("#text .para")) => {
  if (!selection.rangeCount || selection.isCollapsed) return [];
  const range = selection.getRangeAt(0);
  const stretches = [];
  for (const para of paras) {
    const words = wordsOf(para);
    if (!words || !range.intersectsNode(words)) continue;
    const text = words.textContent;
    let from = unitsBefore(words, range.startContainer, range.startOffset);
    let to = unitsBefore(words, range.endContainer, range.endOffset);
    while (from < to && /\s/u.test(text[from])) from++;
    while (to > from && /\s/u.test(text[to - 1])) to--;
    if (from < to) stretches.push({ para, start: toCodePoints(text, from), end: toCodePoints(text, to), words: text.slice(from, to) });
  }
  return stretches;
};
