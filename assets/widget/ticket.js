// The ticket stands for the conversation. Each answer brings a new one, for the old is good for a short while only.
//
// It is in this page, and once something was sent in the tab's own storage (of this frame on this site, until the tab
// is closed), so that a page that is loaded again goes on where the person was. No cookie, and nothing that another
// page could read.

import { withHost } from "./host.js";
import { told } from "./page.js";

const NAME = `yousaid ${location.pathname}`;

let current = told.token;

export const ticket = () => current;

function stored(change) {
  try {
    return change(sessionStorage);
  } catch {
    return null; // storage is switched off: then a page that is loaded again begins anew
  }
}

/** Go on with a new ticket, in all that leads from here to the same conversation. */
export function keepTicket(fresh) {
  if (!fresh) return;
  current = fresh;
  stored((storage) => storage.setItem(NAME, fresh));
  for (const link of document.querySelectorAll('a[href*="ticket="]')) {
    const url = new URL(link.href);
    url.searchParams.set("ticket", fresh);
    link.href = url.href;
  }
}

export const forgetTicket = () => stored((storage) => storage.removeItem(NAME));

/** Go on with the conversation that was begun in this tab before the page was loaded again; false if there is none. */
export function begunBefore() {
  const before = stored((storage) => storage.getItem(NAME));
  const url = new URL(location.href);
  if (!before) return false;
  if (url.searchParams.has("ticket")) {
    // It was looked for: where nothing has been said in it, it was sent or closed meanwhile.
    if (!told.state.answered.length) forgetTicket();
    return false;
  }
  url.searchParams.set("ticket", before);
  location.replace(withHost(url.href.replace(/#.*/, "")));
  return true;
}

/** Load the window without its conversation; what is typed stays. */
export function startAnew(typed) {
  forgetTicket();
  const url = new URL(location.href);
  for (const name of ["ticket", "helpful"]) url.searchParams.delete(name);
  history.replaceState({ typed }, "", url.href);
  location.reload();
}

export const typedBefore = () => (history.state && history.state.typed) || "";
