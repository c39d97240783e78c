// The page around us: a few words, no answers, to one named origin; and from it, where it is.

import { $ } from "./page.js";

function hostOrigin() {
  if (location.ancestorOrigins && location.ancestorOrigins.length) return location.ancestorOrigins[0];
  const before = document.referrer ? new URL(document.referrer).origin : null;
  // After a change of language the page before was this one: it has passed on who shows it.
  const passed = decodeURIComponent(location.hash.slice(1));
  return before === location.origin && passed ? passed : before;
}

const embedded = window.parent !== window;
export const host = embedded ? hostOrigin() : null;
for (const link of document.querySelectorAll("#languages a")) link.hash = host ? encodeURIComponent(host) : "";

// What the page says of itself: {url, title}, without query and fragment. It goes along with what the person sends.
export let page = null;
const page_told = new Promise((resolve) => {
  // What the frame does when asked, and when the page says where it is; from the page around it alone.
  addEventListener("message", (event) => {
    if (event.source !== window.parent || event.origin !== host || !event.data) return;
    if (event.data.type === "page") {
      page = event.data.url ? { url: String(event.data.url), title: String(event.data.title) } : null;
      resolve();
    }
  });
  if (!host) resolve();
  setTimeout(resolve, 2000);
});

/** Wait until the page has said where it is; a page of a pinned, older loader says nothing. */
export const pageTold = () => page_told;

/** Return an address of this window's that passes on who shows it. */
export const withHost = (url) => (host ? `${url}#${encodeURIComponent(host)}` : url);

export function tell(type, more) {
  if (host) window.parent.postMessage({ type, ...more }, host);
}

export function tellHeight() {
  const height = $("top").offsetHeight + $("log-inner").offsetHeight + $("below").offsetHeight;
  if (height !== tellHeight.last) tell("height", { height: (tellHeight.last = height) });
}
