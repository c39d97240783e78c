// What a site owner pastes:
//   <script src="https://HOST/embed/v1.js" data-key="KEY" async></script>
//
// It makes one button (or the bar "Was this page helpful?"), and when somebody opens it one frame; with
// data-mode="inline" the frame stands in the page. It counts nothing and keeps nothing.

import { corner } from "./corner.js";
import { make } from "./parts.js";
import { place } from "./place.js";
import { address, data, page, script } from "./setting.js";

function start() {
  const { mode, target } = data;
  const inPlace = mode === "inline" || mode === "helpful";

  // Once for each survey and place, however often it is included, also where a page replaces its body.
  const places = (window[Symbol.for("yousaid")] ||= {});
  const id = [address, mode, target].join();
  if (places[id]?.host.isConnected) return;
  const parent = target ? page.querySelector(target) : page.body;
  if (!parent) return;

  const host = make("div", parent, "");
  // Without a target, what stands in the page stands where the script tag does.
  if (inPlace && !target && parent.contains(script)) script.after(host);
  // The link to the form that stood there in case this could not run.
  if (target) parent.querySelectorAll(`a[href^="${address}/form"]`).forEach((link) => link.remove());
  places[id] = { host, ...(inPlace ? place(host) : corner(host, places)) };
}

if (data.key) {
  if (page.body && page.readyState !== "loading") start();
  else page.addEventListener("DOMContentLoaded", start);
}
