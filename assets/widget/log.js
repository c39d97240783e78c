// The log: what the service says and what the person says.

import { $, element, join, plain, told, words } from "./page.js";

const service = join([told.organisation, ":"]);

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
  const paragraph = element("p", "message__text", text, withLinks);
  paragraph.dir = paragraph.dir || "auto";
  item.append(element("span", "unseen", join([speaker, " "])), paragraph);
  return item;
}

/** A link of the service's own, to a page outside the conversation. */
function linked({ label, url }) {
  const item = message(service, "", "message");
  const link = element("a", "", label);
  link.href = url;
  link.target = "_blank";
  link.rel = "noopener";
  link.append(element("span", "unseen", ` ${words.new_tab}`));
  item.querySelector(".message__text").append(link);
  return item;
}

export function scrollTo(item) {
  const log = $("log");
  if (log.scrollHeight > log.clientHeight) {
    // A long reply is read from its beginning.
    log.scrollTop = Math.min(log.scrollHeight, item.offsetTop - 12);
  } else {
    item.scrollIntoView({ block: "start" }); // so low a window that the whole page scrolls
  }
}

/** Show what the service says, with the links that go with it before the question; return the first of it. */
export function showReplies(replies, question, links = []) {
  const texts = replies.map((reply) => reply.text);
  const last = texts.length ? plain(texts[texts.length - 1]) : null;
  if (question && plain(question.text) !== last) texts.push(question.text);
  const items = texts.map((text) => message(service, text, "message"));
  const asked = question ? items.length - 1 : items.length;
  items.splice(Math.max(0, asked), 0, ...links.map(linked));
  $("messages").append(...items);
  return items[0];
}

/** Show what the person says, not sent yet. */
export function showOwn(text) {
  const item = message(words.you_said, text, "message message--own message--pending");
  item.setAttribute("aria-live", "off"); // the person knows what they said
  item.append(element("span", "message__state", words.sending));
  $("messages").append(item);
  scrollTo(item);
  return item;
}

/** Show a word of the service's that is no reply. */
export function note(text) {
  const item = message(service, text, "message");
  $("messages").append(item);
  scrollTo(item);
}
