"""Reading a drawn chart back: its points, lines and texts, by their places."""

from itertools import combinations
from xml.etree import ElementTree

from charts.svg import width_of

SVG = "{http://www.w3.org/2000/svg}"


def parsed(svg):
    return ElementTree.fromstring(svg)


def part(svg, kind):
    """Return all parts of the class ``chart__<kind>``."""
    return parsed(svg).findall(f".//*[@class='chart__{kind}']")


def texts(svg, kind=None):
    roots = [parsed(svg)] if kind is None else part(svg, kind)
    return [one.text for root in roots for one in root.iter(f"{SVG}text")]


def corners(element):
    return [tuple(map(float, point.split(","))) for point in element.get("points").split()]


def lines(svg, kind):
    """Return the lines of a kind, each a list of (x, y)."""
    return [corners(one) for root in part(svg, kind) for one in root.iter(f"{SVG}polyline")]


def marks(svg, kind="series"):
    """Return the points drawn, from left to right, as (x, y, shape, hollow)."""
    found = []
    for root in part(svg, kind):
        for one in root:
            if one.tag == f"{SVG}circle":
                found.append((float(one.get("cx")), float(one.get("cy")), "circle", hollow(one)))
            elif one.tag == f"{SVG}polygon":
                points = corners(one)
                x, y = (sum(place) / len(points) for place in zip(*points, strict=True))
                found.append((x, y, shape_of(points, x), hollow(one)))
    return sorted(found)


def hollow(element):
    return element.get("fill") == "#ffffff"


def shape_of(points, x):
    if len(points) == 3:
        return "triangle"
    return "diamond" if any(abs(corner[0] - x) < 0.05 for corner in points) else "square"


def boxes(svg):
    """Return the place of each text that is not empty: (left, top, right, bottom, text)."""
    found = []
    for one in parsed(svg).iter(f"{SVG}text"):
        if not one.text:
            continue
        size, x, y = (float(one.get(name)) for name in ("font-size", "x", "y"))
        width = width_of(one.text, size)
        left = x - {"middle": width / 2, "end": width}.get(one.get("text-anchor"), 0)
        found.append((left, y - 0.75 * size, left + width, y + 0.22 * size, one.text))
    return found


def overlaps(svg):
    """Return the texts that touch one another."""
    return [
        (one[4], other[4])
        for one, other in combinations(boxes(svg), 2)
        if one[0] < other[2] - 0.1 and other[0] < one[2] - 0.1 and one[1] < other[3] - 0.1 and other[1] < one[3] - 0.1
    ]


def outside(svg):
    """Return what lies outside the picture."""
    root = parsed(svg)
    _, _, width, height = map(float, root.get("viewBox").split())
    places = [(one[4], *one[:4]) for one in boxes(svg)]
    for one in root.iter():
        if one.tag in (f"{SVG}polyline", f"{SVG}polygon"):
            xs, ys = zip(*corners(one), strict=True)
            places.append((one.tag, min(xs), min(ys), max(xs), max(ys)))
        elif one.tag == f"{SVG}circle":
            x, y, r = (float(one.get(name)) for name in ("cx", "cy", "r"))
            places.append((one.tag, x - r, y - r, x + r, y + r))
        elif one.tag == f"{SVG}line":
            xs, ys = ([float(one.get(name)) for name in names] for names in (("x1", "x2"), ("y1", "y2")))
            places.append((one.tag, min(xs), min(ys), max(xs), max(ys)))
        elif one.tag == f"{SVG}rect":
            x, y = float(one.get("x", 0)), float(one.get("y", 0))
            places.append((one.tag, x, y, x + float(one.get("width")), y + float(one.get("height"))))
    return [
        place
        for place in places
        if not (place[1] >= -0.1 and place[2] >= -0.1 and place[3] <= width + 0.1 and place[4] <= height + 0.1)
    ]


def value_at(svg, number):
    """Return the function from a height to a value, read off the ticks of the value axis.

    ``number`` reads a tick's label.
    """
    grid = part(svg, "grid")[0]
    labels = [number(one.text) for one in grid.iter(f"{SVG}text") if one.get("text-anchor") == "end"]
    rules = [float(one.get("y1")) for one in grid.iter(f"{SVG}line") if one.get("y1") == one.get("y2")]
    low, high, start, end = labels[0], labels[-1], rules[0], rules[len(labels) - 1]
    return lambda y: low + (y - start) / (end - start) * (high - low)
