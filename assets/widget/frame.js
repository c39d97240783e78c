// Leads the conversation in the frame: shows what the service says, sends what the person says.
//
// The page holds no answers but those on the screen; the token stands for the conversation. A turn
// has an identifier made here, so that sending it again after a failure counts once.

import { controls, suit } from "./answering.js";
import { host, page, pageTold, tell, tellHeight, withHost } from "./host.js";
import { note, scrollTo, showOwn, showReplies } from "./log.js";
import { $, button, element, fill, identifier, join, plain, put, told, words } from "./page.js";
import { begunBefore, forgetTicket, keepTicket, startAnew, ticket, typedBefore } from "./ticket.js";

const { turns_url, stay_url, code_url, warn_after, warn_seconds, first, inline, state } = told;

const SLOW_MS = 400; // before the dots show that an answer is on its way
const GIVE_UP_MS = 20000;
const COUNT_FROM = 0.8; // of the longest answer allowed
const OVER = new Set([403, 409]); // the ticket is no longer good, or the conversation was closed meanwhile

const said = () => $("said"); // a box of lines or a line, as the question wants it
let asks = {}; // the questions answered so far, by their keys: each can be changed
let ask = null; // what the service asks now
let quick = []; // words to press beside the answers of what is asked now
let changing = null; // the key of the earlier question that is being answered anew
let sending = false;
let failed = null; // the turn to send again
let offered = controls(null); // what can be pressed now
let silence = 0; // the timer until the conversation is about to be closed

// --- What can be answered ---

/** `pressed` are the values that were pressed before and are not sent yet. */
function showAsk(question, pressed) {
  const begun = question && question.begun;
  offered = controls(question, {
    words,
    pressed: [begun || pressed || (question && question.chosen) || []].flat(),
    answer: (value, label) => send(value, plain(label), label),
    done: sendPressed,
    changed: () => {
      forget();
      nameInput();
    },
  });
  // First what the service has just asked beside its question, "Stop here" for example. It comes back as if typed.
  const beside = changing ? [] : quick;
  const parts = [
    ...beside.map((each) => button(each.label, "choice choice--word", () => send(undefined, each.said, each.label))),
    ...offered.parts,
  ];
  if (question && question.optional && !changing) {
    parts.push(button(words.skip, "choice choice--skip", () => send("", "skip", words.skip)));
  }
  if (beside.length) parts.splice(beside.length, 0, element("span", "choices__break"));
  put($("choices-legend"), question ? question.text : "");
  $("choices-buttons").replaceChildren(...parts);
  $("choices-buttons").dataset.control = offered.control;
  const marks = (question && question.marks) || [];
  $("choices-marks").replaceChildren(...marks.map((mark) => element("li", "", mark)));
  $("choices-marks").hidden = !marks.length;
  $("choices").hidden = !parts.length;
  put($("hint"), question ? join([question.hint, question.phrasing].filter(plain), "\n") : "");
  $("hint").hidden = !$("hint").textContent;
  suit(question);
  nameInput();
  count();
}

/** What is typed is the answer, or the words for the option of one's own that was pressed. */
function nameInput() {
  $("said-label").textContent = offered.lacksWords() ? words.say_other : words.your_answer;
  describe();
  tellHeight();
}

function showAnswered(answered) {
  const box = $("answered");
  box.hidden = !answered.length;
  // What is asked is whether all of this is right.
  if (ask && ask.type === "sending") box.open = true;
  $("answered-summary").textContent = fill(words.answered, { count: answered.length });
  const rows = answered.flatMap(({ key, question, answer }) => {
    const term = element("dt", "", question);
    const value = element("dd", "");
    const text = element("span", "answered__answer", answer);
    text.dir = text.dir || "auto";
    const again = button(words.change, "plain", () => change(key, question));
    again.append(element("span", "unseen", join([" ", question])));
    value.append(text, again);
    return [term, value];
  });
  $("answered-list").replaceChildren(...rows);
}

function change(key, question) {
  changing = key;
  $("answered").open = false;
  put($("changing-text"), fill(words.changing, { question }));
  $("changing").hidden = false;
  showAsk(asks[key]);
  forget();
  (firstChoice() || said()).focus();
  tellHeight();
}

function stopChanging() {
  changing = null;
  $("changing").hidden = true;
}

const firstChoice = () => $("choices-buttons").querySelector("button, select");

// --- The composer ---

function describe() {
  // The question first, for one who arrives in the input without having read the log.
  const question = $("choices-legend").textContent ? ["choices-legend"] : [];
  const ids = [...question, "hint", "sign-before", "sign-after", "error", "count"]
    .filter((id) => id === "choices-legend" || !$(id).hidden);
  if (ids.length) said().setAttribute("aria-describedby", ids.join(" "));
  else said().removeAttribute("aria-describedby");
  if ($("hint").hidden) $("choices").removeAttribute("aria-describedby");
  else $("choices").setAttribute("aria-describedby", "hint");
}

function showError(text, retry) {
  put($("error"), text);
  $("error").hidden = !plain(text);
  $("again").hidden = !retry;
  $("anew").hidden = true;
  said().toggleAttribute("aria-invalid", false);
  if (text && !retry) said().setAttribute("aria-invalid", "true");
  describe();
  tellHeight();
}

function forget() {
  failed = null;
  showError("");
}

const longest = () => {
  const question = changing ? asks[changing] : ask;
  return (question && question.max_length) || 5000;
};

function count() {
  const left = longest() - said().value.length;
  $("count").hidden = left > longest() * (1 - COUNT_FROM);
  $("count").textContent = $("count").hidden ? "" : fill(words.characters_left, { count: left });
  describe();
}

function grow() {
  if (said().tagName !== "TEXTAREA") return;
  said().style.height = "auto";
  said().style.height = `${Math.min(said().scrollHeight + said().offsetHeight - said().clientHeight, 132)}px`;
}

function sendWritten() {
  const text = said().value.trim();
  if (!text && offered.chosen() !== null) return sendPressed();
  if (!text) return showError(words.empty);
  if (said().value.length > longest()) return showError(fill(words.too_long, { limit: longest() }));
  if (!offered.lacksWords()) return send(undefined, text, text, true);
  return send({ chosen: offered.chosen(), other: text }, text, join([offered.label(), ": ", text]), true);
}

/** Send what is pressed, with the words for an option of one's own. */
function sendPressed() {
  const chosen = offered.chosen();
  if (chosen === null) return showError(words.empty);
  if (!offered.lacksWords()) return send(chosen, plain(offered.label()), offered.label());
  if (said().value.trim()) return sendWritten();
  said().focus();
  return showError(words.say_other);
}

// --- Turns ---

/** `value` is what a control stands for; without one the words are read. */
function send(value, text, shown, written = false) {
  const asked = changing || (ask && ask.key) || null;
  // The same answer again is the same turn: it may have arrived although no answer came back.
  const same = failed && failed.said === text && failed.asked === asked
    && JSON.stringify(failed.value) === JSON.stringify(value);
  return sendTurn(same ? failed : { said: text, value, shown, written, asked, turn: identifier() });
}

async function sendTurn(turn) {
  if (sending) return;
  sending = true;
  forget();
  document.body.classList.add("is-sending");
  const item = showOwn(turn.shown);
  if (turn.written && said().value.trim() === turn.said) said().value = "";
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
    take(outcome.answer, turn);
  } else {
    item.remove();
    giveBack(turn, outcome);
  }
  tellHeight();
}

function post({ said: text, value, asked, turn }) {
  return askServer(turns_url, { said: text, value, asked, turn, page: page || undefined });
}

/** Return {answer}, {refused: why} with `over` where this conversation cannot go on, or {} where it can be tried again. */
async function askServer(url, body) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), GIVE_UP_MS);
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json, application/problem+json" },
      body: JSON.stringify({ token: ticket(), ...body }),
      credentials: "omit",
      signal: patience.signal,
    });
    if (response.ok) {
      const answer = await response.json();
      keepTicket(answer.token);
      return { answer };
    }
    if (response.status >= 500) return {};
    const problem = await response.json().catch(() => ({}));
    return { refused: problem.detail || words.refused, over: OVER.has(response.status) };
  } catch {
    return {}; // no network, no answer in time, or no JSON: it can be sent again
  } finally {
    clearTimeout(timer);
  }
}

/** What was not taken goes back where it came from; nothing typed is ever lost. */
function giveBack(turn, { refused, over }) {
  if (turn.written && !said().value) {
    said().value = turn.said;
    grow();
  }
  if (over) return offerAnew(refused);
  if (refused) return showError(refused);
  failed = turn;
  const inComposer = turn.written && said().value.trim() === turn.said;
  showError(inComposer ? words.not_sent : fill(words.not_sent_said, { said: turn.shown }), true);
}

/** This conversation cannot go on, a new one can; closed and opened again, the window is a new one too. */
function offerAnew(why) {
  showError(why);
  $("anew").hidden = false;
  forgetTicket();
  tell("completed");
  tellHeight();
}

function take(answer, turn) {
  const focused = document.activeElement;
  const wasChoosing = $("choices").contains(focused);
  const wasComposing = $("below").contains(focused);
  // What was pressed stays pressed where the same question is asked again.
  const pressed = answer.ask && answer.ask.key === turn.asked ? offered.chosen() : undefined;
  stopChanging();
  ask = answer.ask;
  asks = answer.asks || {};
  quick = answer.quick || [];
  const first = showReplies(answer.replies, ask, answer.links || []);
  showAnswered(answer.finished ? [] : answer.answered || []);
  showAsk(ask, pressed || undefined);
  // Now that the controls have taken their room.
  if (first) scrollTo(first);
  keepWatch(warn_seconds);
  if (answer.go_to) location.assign(withHost(answer.go_to));
  if (answer.finished) return finish(wasComposing, answer.ending, answer.reference);
  // The button pressed is gone: go on to the next buttons, or to the input. A focus that was in the
  // input stays there, and one that was elsewhere is left alone.
  if (offered.lacksWords() && wasComposing) said().focus({ preventScroll: true });
  else if (wasChoosing) (firstChoice() || said()).focus({ preventScroll: true });
  else if (wasComposing && !$("below").contains(document.activeElement)) said().focus({ preventScroll: true });
}

/** `ending` is how it ended: "sent", "stopped", "empty" or "deleted"; `reference` what one may ask about it by. */
function finish(wasComposing, ending, reference) {
  clearTimeout(silence);
  const other = words.endings[ending];
  if (other) {
    $("end-title").textContent = other.title;
    $("end-text").textContent = other.text;
  }
  if (reference) {
    $("end-reference").textContent = fill(words.reference, { reference });
    $("end-reference").hidden = false;
  }
  for (const id of ["composer", "choices", "hint", "answered", "staying", "form-instead", "languages"]) {
    if ($(id)) $(id).hidden = true;
  }
  $("end").hidden = false;
  $("end-close").hidden = !host || inline;
  forgetTicket();
  if (wasComposing) $("end-title").focus();
  tell("completed");
}

// --- Silence, and another device ---

function remark(text) {
  note(text);
  tellHeight();
}

/** Say in time that a conversation in which nothing is said will be closed. */
function keepWatch(seconds) {
  clearTimeout(silence);
  $("staying").hidden = true;
  silence = setTimeout(() => {
    $("staying").hidden = false;
    remark(words.closing);
  }, seconds * 1000);
}

$("stay").addEventListener("click", async () => {
  const { answer, refused, over } = await askServer(stay_url, {});
  if (over) return offerAnew(refused);
  if (!answer) return showError(refused || words.not_sent);
  said().focus();
  keepWatch(warn_seconds);
  return remark(words.open);
});
if (code_url) {
  $("elsewhere").addEventListener("click", async () => {
    const { answer, refused } = await askServer(code_url, {});
    if (!answer) return showError(refused || words.not_sent);
    return remark(fill(words.code, answer));
  });
}

// --- Beginning ---

// The input may be exchanged: what happens in it is heard around it.
$("composer").addEventListener("keydown", (event) => {
  if (event.target !== said() || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  sendWritten();
});
$("composer").addEventListener("input", () => {
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
  said().focus(); // this button goes away
  if (turn) sendTurn(turn);
});
$("anew").addEventListener("click", () => startAnew(said().value));
$("changing-cancel").addEventListener("click", () => {
  stopChanging();
  showAsk(ask);
  said().focus();
  tellHeight();
});
$("answered").addEventListener("toggle", tellHeight);
for (const id of ["close", "end-close"]) $(id).addEventListener("click", () => tell("close"));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.isComposing && !inline) tell("close");
});
addEventListener("message", (event) => {
  if (event.source !== window.parent || event.origin !== host) return;
  if (event.data && event.data.type === "open") ($("end").hidden ? said() : $("end-title")).focus();
});

if (!begunBefore()) begin();

function begin() {
  $("close").hidden = !host || inline;
  $("composer").hidden = false;
  ask = state.ask;
  asks = state.asks || {};
  quick = state.quick || [];
  showAnswered(state.answered || []);
  showAsk(ask);
  said().value = typedBefore();
  grow();
  if (warn_after !== null) keepWatch(warn_after);
  if (state.finished) finish(false, state.ending);
  // What was said before stands above; the question that is open is what matters.
  const last = $("messages").querySelector(".message--own") && $("messages").lastElementChild;
  if (last) scrollTo(last);
  else $("log").scrollTop = 0;
  tell("ready");
  tellHeight();
  // Only where a page stands around can somebody have pressed there: a link alone answers nothing.
  if (first && host) sendFirst();
}

/** Send what was pressed on the page around us: the answer that the conversation was opened with. */
async function sendFirst() {
  const { asked, value, label } = first;
  await pageTold();
  sendTurn({ said: plain(label), value, shown: label, written: false, asked, turn: identifier() });
}
