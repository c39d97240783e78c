// What the page is told by the service, and the small things that all parts of it need.

export const $ = (id) => document.getElementById(id);

export const told = JSON.parse($("conversation").textContent);
export const { words } = told;

// A text is a string. Where a piece of it may be in another language or direction than the page, it is a list of
// pieces: {text}, and with it `lang` and `dir`.

const pieces = (text) => (Array.isArray(text) ? text : [{ text: String(text) }]);

const differs = (piece) => Boolean(piece.lang || piece.dir);

/** Return a text without its languages. */
export const plain = (text) => pieces(text).map((piece) => piece.text).join("");

/** Return several texts as one. */
export function join(texts, between = "") {
  const all = texts.flatMap((text, at) => (at && between ? [...pieces(between), ...pieces(text)] : pieces(text)));
  return all.some(differs) ? all : plain(all);
}

/** Put values into words, in which {name} marks a value. */
export const fill = (text, values) => join(text.split(/\{(\w+)\}/).map((part, at) => (at % 2 ? values[part] : part)));

/** Say of an element in which language its text is, where all of it is in another than the page. */
export function mark(holder, text) {
  const [{ lang, dir }, ...more] = pieces(text);
  if (lang && !more.length) holder.lang = lang;
  if (dir && !more.length) holder.dir = dir;
  return holder;
}

const append = (holder, words) => holder.append(words);

/** Put a text into an element that is there already. */
export function put(holder, text, write = append) {
  holder.replaceChildren();
  for (const piece of pieces(text)) {
    const into = differs(piece) ? mark(document.createElement("span"), [piece]) : holder;
    write(into, piece.text);
    if (into !== holder) holder.append(into);
  }
}

/** Return a new identifier of a turn. */
export function identifier() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

export function element(tag, className, text = "", write = append) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  const [only, ...more] = pieces(text);
  if (more.length) put(made, text, write);
  else write(mark(made, text), only.text);
  return made;
}

export function button(text, className, press) {
  const made = element("button", className, text);
  made.type = "button";
  made.addEventListener("click", press);
  return made;
}
