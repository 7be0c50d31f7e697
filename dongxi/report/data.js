/* The data of this page, its words in two languages, and how elements are made of them.

   Every text of the dataset becomes a text node: no markup is ever read from it. */

const LANGUAGES = ["en", "zh"];
const TAGS = { en: "en", zh: "zh-Hans" };
/* Characters that steer, hide, or turn round what follows; they are shown by their numbers. */
const HIDDEN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\u{e0000}-\u{e0fff}]/u;
/* Tags of Chinese that a text may have; others are left to the reader's program. */
const CHINESE = new Set(["zh", "zh-Hans", "zh-Hant"]);

const parse = (id) => JSON.parse(document.getElementById(`data-${id}`).textContent);
const head = parse("head");
const list = parse("list");
const documents = list.rows.map((row) =>
  Object.fromEntries(list.columns.map((name, at) => [name, row[at]])),
);
let language = "en";

/* Give a word of the page; one it does not know reads as the last part of its key. */
function word(key) {
  const found = head.words[key];
  return found ? found[LANGUAGES.indexOf(language)] : key.slice(key.indexOf(".") + 1);
}

/* Tell whether the page has a word. */
const known = (key) => Object.hasOwn(head.words, key);

/* Make nodes of a text: what would not show, or would turn the rest round, is kept apart. */
function visible(text) {
  if (!HIDDEN.test(text)) return [document.createTextNode(text)];
  return text
    .split(new RegExp(`(${HIDDEN.source})`, "u"))
    .filter((part) => part !== "")
    .map((part) => (HIDDEN.test(part) ? hidden(part) : document.createTextNode(part)));
}

function hidden(char) {
  const mark = document.createElement("span");
  const number = char.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
  mark.className = "ctl";
  mark.dataset.u = `U+${number}`;
  mark.textContent = char;
  return mark;
}

/* Make an element: attributes, then children; strings become texts. */
function el(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "on") for (const [event, run] of Object.entries(value)) made.addEventListener(event, run);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(key, value);
  }
  for (const child of children.flat()) {
    if (child instanceof Node) made.append(child);
    else if (child !== null && child !== undefined && child !== "") made.append(...visible(String(child)));
  }
  return made;
}

/* Make a word that changes with the language. */
const t = (key) => el("span", { "data-t": key }, word(key));

/* Make a button; its name is a word. */
function button(key, run, attributes = {}) {
  return el("button", { type: "button", "data-t": key, on: { click: run }, ...attributes }, word(key));
}

/* Make a value of the dataset: isolated, so that it turns nothing round beside it. */
const value = (text, tag) => el("bdi", { lang: CHINESE.has(tag) ? tag : null }, text);

/* Make a link of an address, or leave it a text unless it is one of the web. */
function address(text) {
  let found = null;
  try {
    found = new URL(text);
  } catch {
    return value(text);
  }
  if (found.protocol !== "https:" && found.protocol !== "http:") return value(text);
  return el("a", { href: found.href, rel: "noreferrer noopener", target: "_blank" }, value(text));
}

/* Write a number with commas, as the plots do. */
const grouped = (number) => String(number).replace(/\B(?=(?:[0-9]{3})+$)/g, ",");

/* Say all words once more in the language chosen. */
function speak(root = document) {
  for (const element of root.querySelectorAll("[data-t]")) element.textContent = word(element.dataset.t);
  for (const element of root.querySelectorAll("[data-t-label]"))
    element.setAttribute("aria-label", word(element.dataset.tLabel));
}
