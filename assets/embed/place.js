// In the page itself: the conversation at once, or first the bar "Was this page helpful?".

import { conversation } from "./conversation.js";
import { BORDER, button, FILLED, make, PAPER, restyle, shadow, stand } from "./parts.js";
import { data, HELPFUL, NO, YES } from "./setting.js";

export function place(host) {
  stand(host);
  const [root, region] = shadow(host);
  const box = (css, attributes) => make("div", region, `${PAPER}display:flex;max-width:640px;${BORDER}${css}`, attributes);
  let talk, bar, panel;
  let height = 0;

  // It only grows: what stands below it in the page does not jump up and down.
  const fit = (wanted) => {
    height = Math.min(Math.max(wanted, height), 640);
    restyle(panel, `height:min(${height}px,100vh)`);
  };
  const open = (more) => {
    panel = box("display:block");
    fit(400);
    talk = conversation(panel, { ready, height: fit }, `&inline=1${more}`);
  };
  const ready = () => {
    // Whoever pressed goes on in the frame; nobody else's focus is taken.
    if (root.activeElement) talk.enter();
    if (bar) bar.remove();
  };

  if (data.mode === "inline") return open("");
  const question = data.label || HELPFUL;
  bar = box("flex-wrap:wrap;align-items:center;gap:8px 12px;padding:12px 16px", { role: "group", "aria-label": question });
  make("b", bar, "flex:auto").textContent = question;
  const choice = (text, answer) => button(bar, text, ({ target }) => {
    if (talk) return;
    target.setAttribute("aria-pressed", true);
    open(`&helpful=${answer}`);
  }, FILLED);
  choice(data.yes || YES, "yes");
  choice(data.no || NO, "no");
}
