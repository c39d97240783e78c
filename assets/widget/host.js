// The page around us: four words, no answers, to one named origin.

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

/** Return an address of this window's that passes on who shows it. */
export const withHost = (url) => (host ? `${url}#${encodeURIComponent(host)}` : url);

export function tell(type, more) {
  if (host) window.parent.postMessage({ type, ...more }, host);
}

export function tellHeight() {
  const height = $("top").offsetHeight + $("log-inner").offsetHeight + $("below").offsetHeight;
  if (height !== tellHeight.last) tell("height", { height: (tellHeight.last = height) });
}
