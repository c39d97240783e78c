"""The site's own colour in the window: used where white can be read on it and it on white, else ours is."""

import re

# As the window is without any wish: see assets/widget/widget.scss and assets/embed/colour.js.
OURS = "10505c"
LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3


def is_readable(colour: str) -> bool:
    """Whether this is a colour in six digits whose contrast to white is large enough for text."""
    return bool(re.fullmatch("[0-9A-Fa-f]{6}", colour)) and contrast_to_white(colour) >= LEAST_CONTRAST


def contrast_to_white(colour: str) -> float:
    """Return the contrast of a colour to white as WCAG 2.2 defines it: from 1, which is none, to 21."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (0, 2, 4))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def darker(colour: str) -> str:
    """Return the colour as it is while something is pointed at."""
    return "".join(f"{int(colour[at : at + 2], 16) * 7 // 10:02x}" for at in (0, 2, 4))


def style(colour: str) -> str:
    """Return the style sheet that gives the window this colour."""
    return f":root{{--brand:#{colour};--brand-dark:#{darker(colour)}}}\n"


def _linear(shade: float) -> float:
    return shade / 12.92 if shade <= 0.04045 else float(((shade + 0.055) / 1.055) ** 2.4)
