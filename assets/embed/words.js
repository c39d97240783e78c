// The few words that the page itself shows; all others come with the frame.

export const WORDS = {
  en: ["Give feedback", "Feedback", "Close", "Loading…", "Was this page helpful?", "Yes", "No"],
  cy: [
    "Rhoi adborth", "Adborth", "Cau", "Yn llwytho…", "Oedd y dudalen hon yn ddefnyddiol?",
    "Oedd", "Nac oedd",
  ],
};
