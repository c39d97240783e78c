// What is shown is styled by property only: a strict policy of the page refuses <style> and style attributes,
// not `element.style`.

import { colour, lang, page, title } from "./setting.js";

const FONT = "font:16px/1.3 Arial,sans-serif;";
export const PAPER = "box-sizing:border-box;margin:0;background:#fff;color:#0b0c0c;color-scheme:light;overflow:hidden;";

/** Set some properties; the others stay. */
export const restyle = (element, css) => {
  element.style.cssText += css;
};

export function make(tag, parent, css, attributes) {
  const element = page.createElement(tag);
  restyle(element, css);
  for (const name in attributes) element.setAttribute(name, attributes[name]);
  parent.append(element);
  return element;
}

export function button(parent, text, press, css, attributes) {
  const made = make(
    "button", parent,
    `${FONT}min-height:44px;min-width:44px;margin:0;padding:10px 20px;cursor:pointer;${css}`,
    { type: "button", ...attributes },
  );
  made.textContent = text;
  made.onclick = press;
  // The browser's own ring may drown in the page's colours: a dark and a yellow one do not.
  made.onfocus = () => {
    if (made.matches(":focus-visible")) restyle(made, "outline:3px solid #fd0;box-shadow:0 0 0 6px #0b0c0c");
  };
  made.onblur = () => restyle(made, "outline:0;box-shadow:none");
  return made;
}

/** How a button in the site's colour looks. */
export const FILLED = `font-weight:700;color:#fff;background:#${colour};border:2px solid #fff;border-radius:24px;`;
export const BORDER = `border:1px solid #${colour};border-radius:8px;`;

/** Say how the place in the page looks: nothing of the page's own style reaches it. On paper it is not shown. */
export function stand(host, css = "") {
  const show = (display) => {
    host.style.cssText = `all:initial!important;display:${display}!important;${css}`;
  };
  addEventListener("beforeprint", () => show("none"));
  addEventListener("afterprint", () => show("block"));
  show("block");
}

/** Return where all of it stands: a closed shadow root, which the page neither reaches into nor styles. */
export function shadow(host) {
  const root = host.attachShadow({ mode: "closed" });
  return [root, make("section", root, FONT, { "aria-label": title, lang })];
}
