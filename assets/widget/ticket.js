// The ticket stands for the conversation. Each answer brings a new one, for the old is good for a short while only.
//
// It is in this page, and once something was sent in the tab's own storage (of this frame on this site, until the tab
// is closed), so that a page that is loaded again goes on where the person was. Some browsers have no storage for a
// frame of another site: there it is a partitioned cookie, which is of this frame on this site as well. Browsers send
// it along, but the server never reads it: this script alone does; the page around can read neither.

import { withHost } from "./host.js";
import { told } from "./page.js";

const NAME = `yousaid ${location.pathname}`;

let current = told.token;

export const ticket = () => current;

// No other host of the same site can set a cookie of this name.
const COOKIE = `${location.protocol === "https:" ? "__Host-" : ""}yousaid_${location.pathname.replace(/\W/g, "_")}`;
const TICKET_SECONDS = 7200;
const cookie = (value, seconds) => {
  document.cookie = `${COOKIE}=${value}; Path=/; Max-Age=${seconds}; Secure; SameSite=None; Partitioned`;
};
const inCookies = {
  getItem: () => (document.cookie.match(`(?:^|; )${COOKIE}=([^;]+)`) || [])[1] || null,
  setItem: (_name, value) => cookie(value, TICKET_SECONDS),
  removeItem: () => cookie("", 0),
};

/** Do something with what keeps the ticket; where nothing can, a page that is loaded again begins anew. */
function inStorage(act) {
  try {
    return act(sessionStorage || inCookies);
  } catch {
    return act(inCookies);
  }
}

/** Go on with a new ticket, in all that leads from here to the same conversation. */
export function keepTicket(fresh) {
  if (!fresh) return;
  current = fresh;
  inStorage((kept) => kept.setItem(NAME, fresh));
  for (const link of document.querySelectorAll('a[href*="ticket="]')) {
    const url = new URL(link.href);
    url.searchParams.set("ticket", fresh);
    link.href = url.href;
  }
}

export const forgetTicket = () => inStorage((kept) => kept.removeItem(NAME));

/** Go on with the conversation that was begun in this tab before the page was loaded again; false if there is none. */
export function begunBefore() {
  const before = inStorage((kept) => kept.getItem(NAME));
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
