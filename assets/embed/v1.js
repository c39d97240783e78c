// The launcher that a site owner pastes:
//   <script src="https://HOST/embed/v1.js" data-key="KEY" async></script>
//
// It makes one button, and on first opening one frame. It counts nothing, keeps nothing, and changes
// nothing on the page: what it shows stands in a closed shadow root and is styled by property only,
// because a strict policy of the page refuses <style> and style attributes.
(() => {
  const page = document;
  const script = page.currentScript || page.querySelector('script[data-key][src*="/embed/v1."]');
  if (!script || !script.dataset.key) return;
  const data = script.dataset;
  const base = script.src.replace(/\/embed\/v1\..*$/, "");
  const origin = new URL(base).origin;
  const language = data.language || page.documentElement.lang || "en";
  const address = `${base}/w/${encodeURIComponent(data.key)}`;

  const WORDS = {
    en: ["Give feedback", "Feedback", "Close", "Loading…", "Open the feedback form"],
    cy: ["Rhoi adborth", "Adborth", "Cau", "Yn llwytho…", "Agor y ffurflen adborth"],
  };
  const spoken = WORDS[language.slice(0, 2)] ? language.slice(0, 2) : "en";
  const [GIVE, FEEDBACK, CLOSE, LOADING, OPEN_FORM] = WORDS[spoken];
  const title = data.title || FEEDBACK;

  const BRAND = "#10505c";
  const FONT = '16px/1.3 "Helvetica Neue",Arial,sans-serif';
  const MARGIN = 16;

  const make = (tag, parent, style, attributes) => {
    const element = page.createElement(tag);
    Object.assign(element.style, style);
    for (const name in attributes) element.setAttribute(name, attributes[name]);
    parent.append(element);
    return element;
  };

  // The browser's own ring may drown in the page's colours: a dark and a yellow one do not.
  const ringed = (element) => {
    element.addEventListener("focus", () => {
      if (element.matches(":focus-visible")) {
        Object.assign(element.style, { outline: "3px solid #fd0", boxShadow: "0 0 0 6px #0b0c0c" });
      }
    });
    element.addEventListener("blur", () => Object.assign(element.style, { outline: "", boxShadow: "" }));
    return element;
  };

  const start = () => {
    // Once for each place, however often it is included, also where a page replaces its body.
    const places = (window[Symbol.for("yousaid")] = window[Symbol.for("yousaid")] || {});
    const place = data.target || "";
    if (places[place] && places[place].isConnected) return;
    const parent = place ? page.querySelector(place) : page.body;
    if (!parent) return;
    const floating = !place;

    const host = (places[place] = make("div", parent));
    const own = (name, value) => host.style.setProperty(name, value, "important");
    own("all", "initial");
    own("display", "block");
    // Room at the end of the page, so that the button never covers the last lines for good.
    if (floating && getComputedStyle(parent).display == "block") own("height", "76px");

    const root = host.attachShadow({ mode: "closed" });
    const region = make("section", root, { font: FONT }, { "aria-label": title, lang: spoken });
    const launcher = ringed(make("button", region, {
      font: FONT, fontWeight: 700, minHeight: "44px", minWidth: "44px", margin: 0, padding: "10px 20px",
      color: "#fff", background: BRAND, border: "2px solid #fff", borderRadius: "24px", cursor: "pointer",
      zIndex: 2147483646,
    }, { type: "button", "aria-expanded": false, "aria-controls": "panel" }));
    launcher.textContent = data.label || GIVE;

    const panel = make("dialog", region, {
      position: "fixed", margin: 0, padding: 0, maxWidth: "none", maxHeight: "none", overflow: "hidden",
      boxSizing: "border-box", background: "#fff", color: "#0b0c0c", colorScheme: "light", flexDirection: "column",
      zIndex: 2147483647,
    }, { id: "panel", "aria-label": title });

    const side = data.side == "left" ? "left" : "right";
    let frame, bar, done;
    let height = 560;

    const small = () => innerWidth < 480 || innerHeight < 480;
    const fit = () => {
      const full = small();
      Object.assign(panel.style, full
        ? { inset: 0, width: "100%", height: "100%", border: 0, borderRadius: 0 }
        : {
          inset: `auto auto ${floating ? 76 : MARGIN}px auto`, [side]: `${MARGIN}px`, width: "360px",
          height: `min(${height}px,100vh - 92px)`, border: `1px solid ${BRAND}`, borderRadius: "8px",
        });
      Object.assign(launcher.style, {
        // At 400% zoom there is no corner to spare: the button waits at the end of the page.
        position: floating && innerHeight >= 320 ? "fixed" : "static",
        bottom: `max(${MARGIN}px,env(safe-area-inset-bottom))`,
        [side]: `max(${MARGIN}px,env(safe-area-inset-${side}))`,
      });
      return full;
    };

    const say = (type) => frame.contentWindow.postMessage({ type }, origin);
    // Into the frame's input, unless the person has gone elsewhere meanwhile.
    const enter = () => {
      if (root.activeElement && panel.contains(root.activeElement)) {
        frame.focus();
        say("open");
      }
    };

    let modal;
    const show = () => {
      modal = fit();
      panel.style.display = "flex";
      // As large as the screen, it is all there is: the page behind must not take the focus.
      if (modal) panel.showModal();
      else panel.show();
      launcher.setAttribute("aria-expanded", true);
    };
    const close = () => {
      if (!panel.open) return;
      panel.close();
      panel.style.display = "none";
      launcher.setAttribute("aria-expanded", false);
      launcher.focus();
    };

    const load = () => {
      bar = make("div", panel, { display: "flex", alignItems: "center", flex: "none", paddingLeft: "16px" });
      const status = make("div", bar, { flex: 1 }, { role: "status" });
      status.textContent = LOADING;
      const cross = ringed(make("button", bar, {
        font: FONT, fontSize: "24px", width: "44px", height: "44px", padding: 0, border: 0, background: "none",
        color: "inherit", cursor: "pointer",
      }, { type: "button", "aria-label": CLOSE }));
      cross.textContent = "×";
      cross.onclick = close;
      frame = make("iframe", panel, { flex: 1, width: "100%", border: 0, minHeight: 0 }, {
        title, referrerpolicy: "origin", loading: "lazy",
        sandbox: "allow-forms allow-scripts allow-same-origin allow-popups",
        src: `${address}?lang=${encodeURIComponent(language)}`,
      });
      const opened = frame;
      setTimeout(() => {
        if (frame != opened || bar.hidden) return;
        status.textContent = "";
        const link = make("a", status, { color: BRAND }, { href: `${address}/form`, target: "_blank", rel: "noopener" });
        link.textContent = OPEN_FORM;
      }, 8000);
    };

    launcher.onclick = () => {
      if (panel.open) return close();
      if (done || !frame) {
        done = panel.replaceChildren();
        load();
      }
      show();
      if (bar.hidden) enter();
    };

    addEventListener("message", (event) => {
      if (!frame || event.origin !== origin || event.source !== frame.contentWindow) return;
      const { type } = event.data || {};
      if (type == "ready") {
        enter();
        bar.hidden = true;
        bar.style.display = "none";
      } else if (type == "height") {
        height = Math.min(Math.max(Number(event.data.height) || 0, 400), 640);
        fit();
      } else if (type == "close") {
        close();
      } else if (type == "completed") {
        done = true;
      }
    });

    root.addEventListener("keydown", (event) => {
      if (event.key == "Escape") close();
    });
    panel.addEventListener("cancel", (event) => {
      event.preventDefault();
      close();
    });
    addEventListener("resize", () => {
      if (fit() != modal && panel.open) {
        const inside = root.activeElement == frame;
        panel.close();
        show();
        if (inside) enter();
      }
    });

    // What has the focus must not lie under the button or the panel.
    page.addEventListener("focusin", ({ target }) => {
      if (target == host || !target.getBoundingClientRect || !floating) return;
      const a = target.getBoundingClientRect();
      const b = (panel.open ? panel : launcher).getBoundingClientRect();
      if (a.height < 120 && a.bottom > b.top && a.top < b.bottom && a.right > b.left && a.left < b.right) {
        target.scrollIntoView({ block: panel.open ? "start" : "center" });
      }
    });
    addEventListener("beforeprint", () => own("display", "none"));
    addEventListener("afterprint", () => own("display", "block"));
    fit();
  };

  if (page.body && page.readyState != "loading") start();
  else page.addEventListener("DOMContentLoaded", start);
})();
