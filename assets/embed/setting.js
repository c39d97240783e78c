// What the site owner wants, as the script tag says it.

import { readable } from "./colour.js";
import { WORDS } from "./words.js";

export const page = document;
export const script = page.currentScript;
export const data = script.dataset;
export const { origin } = new URL(script.src);
export const address = `${script.src.replace(/\/embed\/v1\..*$/, "")}/w/${encodeURIComponent(data.key)}`;
export const language = data.language || page.documentElement.lang || "en";
export const lang = WORDS[language.slice(0, 2)] ? language.slice(0, 2) : "en";
export const [GIVE, FEEDBACK, CLOSE, LOADING, HELPFUL, YES, NO] = WORDS[lang];
export const title = data.title || FEEDBACK;
export const colour = readable(data.colour);
