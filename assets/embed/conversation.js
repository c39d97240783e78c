// The frame, and what it and the page say to each other: never an answer, always to one origin.

import { button, make } from "./parts.js";
import { address, CLOSE, colour, data, GIVE, language, LOADING, origin, page, title } from "./setting.js";

const PATIENCE_MS = 8000; // before the way to the form is shown in place of a frame that does not come

/**
 * Put the conversation into a panel.
 *
 * `hear` has what happens on "ready", "height" and "completed", and on "close" where it can be closed. `more` is what
 * else the frame's address says. Return the frame, the bar that stands above it until it is ready, and what leads into it.
 */
export function conversation(panel, hear, more = "") {
  const bar = make("div", panel, "display:flex;align-items:center;padding-left:16px;min-height:44px");
  const status = make("div", bar, "flex:1", { role: "status" });
  status.textContent = LOADING;
  if (hear.close) {
    button(bar, "×", hear.close, "font-size:24px;padding:0;border:0;background:none;color:inherit", {
      "aria-label": CLOSE,
    });
  }
  const frame = make("iframe", panel, "display:block;width:100%;height:100%;border:0", {
    title, referrerpolicy: "origin", loading: "lazy",
    sandbox: "allow-forms allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox",
    src: `${address}?lang=${encodeURIComponent(language)}&colour=${colour}${more}`,
  });
  setTimeout(() => {
    if (!bar.isConnected) return;
    // What the browser shows in the place of a page that may not stand here says nothing to anybody.
    frame.style.display = "none";
    status.textContent = "";
    make("a", status, `color:#${colour}`, {
      href: `${address}/form`, target: "_blank", rel: "noopener",
    }).textContent = GIVE;
  }, PATIENCE_MS);

  const say = (type, what) => frame.contentWindow.postMessage({ type, ...what }, origin);
  addEventListener("message", (event) => {
    if (event.origin !== origin || event.source !== frame.contentWindow) return;
    const { type, height } = event.data || {};
    if (type === "ready") {
      // Where the person is, without what the address says of them. Nothing of it leaves before this moment.
      say("page", data.page === "off" ? {} : { url: location.origin + location.pathname, title: page.title });
      frame.style.display = "block";
      hear.ready();
      bar.remove();
    } else hear[type]?.(+height || 0);
  });

  const enter = () => {
    frame.focus();
    say("open");
  };
  return { frame, bar, enter };
}
