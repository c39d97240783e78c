// A button, in a corner of the page or where the site wants it, that opens the conversation above the page.

import { conversation } from "./conversation.js";
import { BORDER, button, FILLED, make, PAPER, restyle, shadow, stand } from "./parts.js";
import { data, GIVE, page, title } from "./setting.js";

const MARGIN = 16;
const ROW = 60; // a button and what is between two of them

export function corner(host, places) {
  const floating = !data.target;
  const side = data.side === "left" ? "left" : "right";
  // Another survey's button in this corner is not covered.
  const bottom = MARGIN + ROW * Object.values(places).filter((other) => floating && other.side === side && other.host.isConnected).length;
  const above = floating ? bottom + ROW : MARGIN;
  // Room at the end of the page, so that the button never covers the last lines for good.
  const room = floating && getComputedStyle(host.parentNode).display === "block";
  stand(host, room ? `height:${above}px!important` : "");

  const [root, region] = shadow(host);
  const launcher = button(region, data.label || GIVE, press, `${FILLED}z-index:2147483646`, { "aria-expanded": false });
  const panel = make(
    "dialog", region,
    `${PAPER}position:fixed;padding:0;max-width:none;max-height:none;z-index:2147483647`,
    { "aria-label": title },
  );

  let talk, done, modal;
  let height = 560;

  const fit = () => {
    const full = innerWidth < 480 || innerHeight < 480;
    restyle(panel, full
      ? "inset:0;width:100%;height:100%;border:0;border-radius:0"
      : `inset:auto auto ${above}px;${side}:${MARGIN}px;width:360px;height:min(${height}px,100vh - ${
        above + MARGIN}px);${BORDER}`);
    // At 400% zoom there is no corner to spare: the button waits at the end of the page.
    restyle(launcher, `position:${floating && innerHeight >= 320 ? "fixed" : "static"};bottom:max(${
      bottom}px,env(safe-area-inset-bottom));${side}:max(${MARGIN}px,env(safe-area-inset-${side}))`);
    return full;
  };

  const show = () => {
    modal = fit();
    // As large as the screen, it is all there is: the page behind must not take the focus.
    if (modal) panel.showModal();
    else panel.show();
    launcher.setAttribute("aria-expanded", true);
  };
  const hide = () => {
    panel.close();
    launcher.setAttribute("aria-expanded", false);
  };
  const close = () => {
    if (!panel.open) return;
    hide();
    launcher.focus();
  };

  const hear = {
    close,
    // Into the frame's input, unless the person has gone elsewhere meanwhile.
    ready() {
      if (panel.contains(root.activeElement)) talk.enter();
    },
    height(wanted) {
      height = Math.min(Math.max(wanted, 400), 640);
      fit();
    },
    completed() {
      done = true;
    },
  };
  function press() {
    if (panel.open) return close();
    if (done || !talk) {
      done = panel.replaceChildren();
      talk = conversation(panel, hear);
    }
    Object.values(places).forEach((other) => other.hide?.());
    show();
    if (!talk.bar.isConnected) talk.enter();
  }

  region.onkeydown = ({ key }) => {
    if (key === "Escape") close();
  };
  panel.oncancel = close;
  addEventListener("resize", () => {
    if (fit() !== modal && panel.open) {
      const inside = root.activeElement === talk.frame;
      panel.close();
      show();
      if (inside) talk.enter();
    }
  });
  // What has the focus must not lie under the button or the panel.
  page.addEventListener("focusin", ({ target }) => {
    if (target === host || !floating) return;
    const a = target.getBoundingClientRect();
    const b = (panel.open ? panel : launcher).getBoundingClientRect();
    if (a.height < 120 && a.bottom > b.top && a.top < b.bottom && a.right > b.left && a.left < b.right) {
      target.scrollIntoView({ block: panel.open ? "start" : "center" });
    }
  });
  fit();
  return { side: floating && side, hide };
}
