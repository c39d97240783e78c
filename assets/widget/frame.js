// Leads the conversation in the frame: shows what the service says, sends what the person says.
//
// The page holds no answers but those on the screen; the token stands for the conversation. A turn
// has an identifier made here, so that sending it again after a failure counts once.

const $ = (id) => document.getElementById(id);
const { token, turns_url, organisation, state, words } = JSON.parse($("conversation").textContent);

const SLOW_MS = 400; // before the dots show that an answer is on its way
const GIVE_UP_MS = 20000;
const COUNT_FROM = 0.8; // of the longest answer allowed

const said = $("said");
const asks = new Map(); // every question seen so far, by its key: an answer to it can be changed
let ask = null; // what the service asks now
let changing = null; // the key of the earlier question that is being answered anew
let sending = false;
let failed = null; // the turn to send again

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function identifier() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

// --- The page around us: four words, no answers, to one named origin. ---

function hostOrigin() {
  if (location.ancestorOrigins && location.ancestorOrigins.length) return location.ancestorOrigins[0];
  return document.referrer ? new URL(document.referrer).origin : null;
}

const embedded = window.parent !== window;
const host = embedded ? hostOrigin() : null;

function tell(type, more) {
  if (host) window.parent.postMessage({ type, ...more }, host);
}

function tellHeight() {
  const height = $("top").offsetHeight + $("log-inner").offsetHeight + $("below").offsetHeight;
  if (height !== tellHeight.last) tell("height", { height: (tellHeight.last = height) });
}

// --- The log ---

function withLinks(paragraph, text) {
  // Only whole addresses become links; a full stop at the end belongs to the sentence.
  for (const part of text.split(/(https:\/\/[^\s<>"]*[^\s<>".,;:!?)])/)) {
    if (!part.startsWith("https://")) {
      paragraph.append(part);
      continue;
    }
    const link = element("a", "", part);
    link.href = part;
    link.target = "_blank";
    link.rel = "noopener";
    paragraph.append(link);
  }
}

function message(speaker, text, className) {
  const item = element("li", className);
  const paragraph = element("p", "message__text");
  paragraph.dir = "auto";
  withLinks(paragraph, text);
  item.append(element("span", "unseen", `${speaker} `), paragraph);
  return item;
}

function scrollTo(item) {
  const log = $("log");
  if (log.scrollHeight > log.clientHeight) {
    // A long reply is read from its beginning.
    log.scrollTop = Math.min(log.scrollHeight, item.offsetTop - 12);
  } else {
    item.scrollIntoView({ block: "start" }); // so low a window that the whole page scrolls
  }
}

function showReplies(replies, question) {
  const last = replies.length ? replies[replies.length - 1].text : null;
  const texts = replies.map((reply) => reply.text);
  if (question && question.text !== last) texts.push(question.text);
  const items = texts.map((text) => message(`${organisation}:`, text, "message"));
  $("messages").append(...items);
  if (items.length) scrollTo(items[0]);
}

function showOwn(text) {
  const item = message(words.you_said, text, "message message--own message--pending");
  item.setAttribute("aria-live", "off"); // the person knows what they said
  item.append(element("span", "message__state", words.sending));
  $("messages").append(item);
  scrollTo(item);
  return item;
}

// --- What can be answered ---

function choice(label, value) {
  const button = element("button", "choice", label);
  button.type = "button";
  button.addEventListener("click", () => send(value, label));
  return button;
}

function showAsk(question) {
  const options = (question && question.options) || [];
  const buttons = options.map((option) => choice(option.label, option.value));
  if (question && question.optional && !changing) {
    const skip = choice(words.skip, "skip");
    skip.classList.add("choice--skip");
    buttons.push(skip);
  }
  $("choices-legend").textContent = question ? question.text : "";
  $("choices-buttons").replaceChildren(...buttons);
  $("choices").hidden = !buttons.length;
  const hint = question && question.hint;
  $("hint").textContent = hint || "";
  $("hint").hidden = !hint;
  // The question first, for one who arrives in the input without having read the log.
  $("choices-legend").parentElement.dataset.type = question ? question.type : "";
  describe();
  count();
}

function showAnswered(answered) {
  const box = $("answered");
  box.hidden = !answered.length;
  $("answered-summary").textContent = fill(words.answered, { count: answered.length });
  const rows = answered.flatMap(({ key, question, answer }) => {
    const term = element("dt", "", question);
    const value = element("dd", "");
    const text = element("span", "answered__answer", answer);
    text.dir = "auto";
    const button = element("button", "plain", words.change);
    button.type = "button";
    button.append(element("span", "unseen", ` ${question}`));
    button.addEventListener("click", () => change(key, question));
    value.append(text, button);
    return [term, value];
  });
  $("answered-list").replaceChildren(...rows);
}

function change(key, question) {
  changing = key;
  $("answered").open = false;
  $("changing-text").textContent = fill(words.changing, { question });
  $("changing").hidden = false;
  showAsk(asks.get(key) || { key, type: "text", text: question });
  forget();
  (firstChoice() || said).focus();
  tellHeight();
}

function stopChanging() {
  changing = null;
  $("changing").hidden = true;
}

const firstChoice = () => $("choices-buttons").querySelector("button");

// --- The composer ---

function describe() {
  const question = $("choices-legend").textContent ? ["choices-legend"] : [];
  const ids = [...question, "hint", "error", "count"].filter((id) => id === "choices-legend" || !$(id).hidden);
  if (ids.length) said.setAttribute("aria-describedby", ids.join(" "));
  else said.removeAttribute("aria-describedby");
}

function showError(text, retry) {
  $("error").textContent = text;
  $("error").hidden = !text;
  $("again").hidden = !retry;
  said.toggleAttribute("aria-invalid", false);
  if (text && !retry) said.setAttribute("aria-invalid", "true");
  describe();
  tellHeight();
}

function forget() {
  failed = null;
  showError("");
}

const longest = () => {
  const question = changing ? asks.get(changing) : ask;
  return (question && question.max_length) || 5000;
};

function count() {
  const left = longest() - said.value.length;
  $("count").hidden = left > longest() * (1 - COUNT_FROM);
  $("count").textContent = $("count").hidden ? "" : fill(words.characters_left, { count: left });
  describe();
}

function grow() {
  said.style.height = "auto";
  said.style.height = `${Math.min(said.scrollHeight + said.offsetHeight - said.clientHeight, 132)}px`;
}

function sendWritten() {
  const text = said.value.trim();
  if (!text) return showError(words.empty);
  if (said.value.length > longest()) return showError(fill(words.too_long, { limit: longest() }));
  // The same words again are the same turn: it may have arrived although no answer came back.
  if (failed && failed.said === text) return sendTurn(failed);
  return send(text, text, true);
}

// --- Turns ---

function send(value, shown, written = false) {
  return sendTurn({
    said: value, shown, written, asked: changing || (ask && ask.key) || null, turn: identifier(),
  });
}

async function sendTurn(turn) {
  if (sending) return;
  sending = true;
  forget();
  document.body.classList.add("is-sending");
  const item = showOwn(turn.shown);
  if (turn.written && said.value.trim() === turn.said) said.value = "";
  grow();
  count();
  const slow = setTimeout(() => {
    $("waiting").hidden = false;
    scrollTo($("waiting"));
  }, SLOW_MS);

  const outcome = await post(turn);

  clearTimeout(slow);
  $("waiting").hidden = true;
  document.body.classList.remove("is-sending");
  sending = false;
  if (outcome.answer) {
    item.classList.remove("message--pending");
    item.querySelector(".message__state").textContent = words.sent;
    take(outcome.answer);
  } else {
    item.remove();
    giveBack(turn, outcome);
  }
  tellHeight();
}

async function post({ said, asked, turn }) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), GIVE_UP_MS);
  try {
    const response = await fetch(turns_url, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json, application/problem+json" },
      body: JSON.stringify({ token, said, asked, turn }),
      credentials: "omit",
      signal: patience.signal,
    });
    if (response.ok) return { answer: await response.json() };
    if (response.status >= 500) return {};
    const problem = await response.json().catch(() => ({}));
    return { refused: problem.detail || words.refused };
  } catch {
    return {}; // no network, no answer in time, or no JSON: it can be sent again
  } finally {
    clearTimeout(timer);
  }
}

/** What was not taken goes back where it came from; nothing typed is ever lost. */
function giveBack(turn, { refused }) {
  if (turn.written && !said.value) {
    said.value = turn.said;
    grow();
  }
  if (refused) return showError(refused);
  failed = turn;
  const inComposer = turn.written && said.value.trim() === turn.said;
  showError(inComposer ? words.not_sent : fill(words.not_sent_said, { said: turn.shown }), true);
}

function take({ replies, ask: next, answered, finished }) {
  const focused = document.activeElement;
  const wasChoosing = $("choices").contains(focused);
  const wasComposing = $("below").contains(focused);
  stopChanging();
  ask = next;
  if (ask) asks.set(ask.key, ask);
  showReplies(replies, ask);
  showAnswered(finished ? [] : answered || []);
  showAsk(ask);
  if (finished) return finish(wasComposing);
  // The button pressed is gone: go on to the next buttons, or to the input. A focus that was in the
  // input stays there, and one that was elsewhere is left alone.
  if (wasChoosing) (firstChoice() || said).focus({ preventScroll: true });
  else if (wasComposing && !$("below").contains(document.activeElement)) said.focus({ preventScroll: true });
}

function finish(wasComposing) {
  for (const id of ["composer", "choices", "answered", "form-instead"]) $(id).hidden = true;
  $("end").hidden = false;
  $("end-close").hidden = !host;
  if (wasComposing) $("end-title").focus();
  tell("completed");
}

// --- Beginning ---

said.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  sendWritten();
});
said.addEventListener("input", () => {
  if (!failed && !$("error").hidden) showError("");
  grow();
  count();
  tellHeight();
});
$("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  sendWritten();
});
$("again").addEventListener("click", () => {
  const turn = failed;
  said.focus(); // this button goes away
  if (turn) sendTurn(turn);
});
$("changing-cancel").addEventListener("click", () => {
  stopChanging();
  showAsk(ask);
  said.focus();
  tellHeight();
});
$("answered").addEventListener("toggle", tellHeight);
for (const id of ["close", "end-close"]) $(id).addEventListener("click", () => tell("close"));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.isComposing) tell("close");
});
addEventListener("message", (event) => {
  if (event.source !== window.parent || event.origin !== host) return;
  if (event.data && event.data.type === "open") ($("end").hidden ? said : $("end-title")).focus();
});

$("close").hidden = !host;
$("composer").hidden = false;
ask = state.ask;
if (ask) asks.set(ask.key, ask);
showAnswered(state.answered || []);
showAsk(ask);
if (state.finished) finish(false);
$("log").scrollTop = 0;
tell("ready");
tellHeight();
