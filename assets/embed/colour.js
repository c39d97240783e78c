// The site's own colour, where white can be read on it and it on white (WCAG 2.2, 1.4.3: 4.5:1).

const OURS = "10505c";

// Up to this luminance white has 4.5:1 on a colour. A power of 2.2 stands for the exact curve: what is refused by a
// hair could be read, and what is taken can.
const LIGHTEST = 0.178;

/** Return a colour as six digits: the one wanted, or ours where it cannot be read, and then the console says so. */
export function readable(wanted = OURS) {
  const hex = wanted.replace("#", "");
  const light = (at) => (parseInt(hex.slice(at, at + 2), 16) / 255) ** 2.2;
  if (hex.length === 6 && 0.2126 * light(0) + 0.7152 * light(2) + 0.0722 * light(4) < LIGHTEST) return hex;
  console.warn(`YouSaid: data-colour ${wanted} is too light`);
  return OURS;
}
