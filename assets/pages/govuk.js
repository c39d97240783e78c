// Brings the components of a page to life. Each page works without it.
import {
  Accordion, Button, CharacterCount, Checkboxes, createAll, ErrorSummary, FileUpload,
  NotificationBanner, PasswordInput, Radios, ServiceNavigation, SkipLink, Tabs,
} from "govuk-frontend";

// ARIA knows no radio button that is expanded or not; what it shows follows it in any case.
class RadiosByTheBook extends Radios {
  syncConditionalRevealWithInputState(input) {
    super.syncConditionalRevealWithInputState(input);
    input.removeAttribute("aria-expanded");
  }
}

// The layout writes the words in the reader's language on <body>.
const words = document.body.dataset.characterCountWords;

createAll(Accordion);
createAll(Button);
createAll(CharacterCount, words ? { i18n: JSON.parse(words) } : undefined);
createAll(Checkboxes);
createAll(ErrorSummary);
createAll(FileUpload);
createAll(NotificationBanner);
createAll(PasswordInput);
createAll(RadiosByTheBook);
createAll(ServiceNavigation);
createAll(SkipLink);
createAll(Tabs);

// A table that fits its place needs no stop for the keyboard. Without this script it has one in any case.
const fitting = new ResizeObserver((seen) => {
  for (const target of new Set(seen.map((each) => each.target.closest(".app-scroll")))) {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else if (target !== document.activeElement) target.removeAttribute("tabindex");
  }
});

for (const region of document.querySelectorAll(".app-scroll[tabindex]")) {
  fitting.observe(region);
  if (region.firstElementChild) fitting.observe(region.firstElementChild);
}

// Nobody opens anything on paper: staff's pages are printed with all that they hold, and then as they were before.
const openedForPaper = new Set();

addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll(".app-manage details:not([open])")) {
    details.open = true;
    openedForPaper.add(details);
  }
});

addEventListener("afterprint", () => {
  openedForPaper.forEach((details) => { details.open = false; });
  openedForPaper.clear();
});
