// The ticket stands for the conversation. Each answer brings a new one, for the old is good for a short while only.
//
// It is in this page, and once something was sent in the tab's own storage (of this frame on this site, until the tab
// is closed), so that a page that is loaded again goes on where the person was. Some browsers have no storage for a
// frame of another site: there it is a partitioned cookie, which is of this frame on this site as well. It is read by
// this script alone, and never by the server; the page around can read neither.

import { withHost } from "./host.js";
import { told } from "./page.js";

const NAME = `yousaid ${location.pathname}`;

let current = told.token;

export const ticket = () => current;

const COOKIE = "yousaid_ticket";
const cookie = (value, more = "") => {
  document.cookie = `${COOKIE}=${value}; Path=${location.pathname}; Secure; SameSite=None; Partitioned${more}`;
};
const inCookies = {
  getItem: () => (document.cookie.match(`(?:^|; )${COOKIE}=([^;]+)`) || [])[1] || null,
  setItem: (_name, value) => cookie(value),
  removeItem: () => cookie("", "; Max-Age=0"),
};

function storage() {
  try {
    return sessionStorage;
  } catch {
    return inCookies; // where these are switched off too, a page that is loaded again begins anew
  }
}

/** Go on with a new ticket, in all that leads from here to the same conversation. */
export function keepTicket(fresh) {
  if (!fresh) return;
  current = fresh;
  storage().setItem(NAME, fresh);
  for (const link of document.querySelectorAll('a[href*="ticket="]')) {
    const url = new URL(link.href);
    url.searchParams.set("ticket", fresh);
    link.href = url.href;
  }
}

export const forgetTicket = () => storage().removeItem(NAME);

/** Go on with the conversation that was begun in this tab before the page was loaded again; false if there is none. */
export function begunBefore() {
  const before = storage().getItem(NAME);
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
