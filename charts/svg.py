"""Building SVG that a strict content security policy lets through: attributes and classes only."""

import html
import re

FONT = "arial, sans-serif"
INK, QUIET, RULE, PAPER = "#0b0c0c", "#505a5f", "#cecece", "#ffffff"
JOINT = " \N{MIDDLE DOT} "  # between facts that no sentence joins
TEXT, SMALL = 16, 14  # pixels at the width of the view box
WIDTH = 640
NARROW = 330  # a phone's width: the same sizes of text, so that nothing is read through a glass

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NARROW = frozenset("iIjlft.,:;'!|()[] 1")
_WIDE = frozenset("mwMWŵŴ%@&—…")


def escape(text: str) -> str:
    """Return text for SVG content or an attribute."""
    return html.escape(_ILLEGAL.sub("", text))


def element(name: str, *children: str, **attributes: str | float | None) -> str:
    """Return an element; children are markup already. ``fill_`` is fill, ``stroke_width`` stroke-width.

    An attribute of None is left out. Numbers are rounded to a hundredth of a pixel.
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_attribute(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    content = "".join(children)
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def text(
    words: str, x: float, y: float, *, size: int = TEXT, fill: str = INK, anchor: str | None = None, halo: bool = False
) -> str:
    """Return a line of text; ``anchor`` is "middle" or "end". A ``halo`` keeps lines out of its letters."""
    rim: dict[str, str | float | None] = {"stroke": PAPER, "stroke_width": 3, "paint_order": "stroke"} if halo else {}
    return element("text", escape(words), x=x, y=y, font_size=size, fill=fill, text_anchor=anchor, **rim)


def hint(*words: str) -> str:
    """Return the ``<title>`` that a pointing device shows over a part."""
    return element("title", escape(JOINT.join(words)))


def picture(
    *content: str,
    chart_id: str,
    kind: str,
    title: str,
    summary: str,
    height: float,
    width: float = WIDTH,
    direction: str | None = None,
) -> str:
    """Return the whole ``<svg>``, named by its title and described by its summary.

    ``direction`` "ltr" keeps texts at their places on a page that is read from right to left.
    """
    return element(
        "svg",
        element("title", escape(title), id=f"{chart_id}-title"),
        element("desc", escape(summary), id=f"{chart_id}-summary"),
        element("rect", width=width, height=height, fill=PAPER),
        *content,
        xmlns="http://www.w3.org/2000/svg",
        id=chart_id,
        class_=f"chart chart--{kind}",
        viewBox=f"0 0 {number(width)} {number(height)}",
        role="img",
        aria_labelledby=f"{chart_id}-title {chart_id}-summary",
        font_family=FONT,
        direction=direction,
    )


def number(value: float) -> str:
    """Return a coordinate with at most two decimals."""
    written = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written


def width_of(words: str, size: int = TEXT) -> float:
    """Return about how many pixels a line of text takes; rather too many than too few."""
    ems = sum(0.34 if char in _NARROW else 0.92 if char in _WIDE else _em(char) for char in words)
    return ems * size


def fit(words: str, width: float, size: int = TEXT) -> str:
    """Return the text, cut with "…" if it takes more than ``width`` pixels. The table has it whole."""
    if width_of(words, size) <= width:
        return words
    kept = words
    while kept and width_of(kept + "…", size) > width:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def _em(char: str) -> float:
    if ord(char) >= 0x1100:  # most scripts from here on are set in full squares
        return 1.0
    return 0.72 if char.isupper() else 0.58


def _attribute(value: str | float) -> str:
    return escape(value) if isinstance(value, str) else number(value)
