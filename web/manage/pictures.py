"""The charts of the insights pages: figures and words handed to ``charts``."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import format_date, gettext

from charts import NARROW, WIDTH, Chart, Series, Table, Words, bar_chart, line_chart
from insights.queries import Month, ThemeSummary
from nlp.themes import THEMES
from web.language import counted, in_reader_language

# One look for each sentiment on every chart: place in the charts' palette.
LOOKS = {"positive": 0, "negative": 1, "mixed": 2, "neutral": 3, "pos": 0, "neg": 1, "neu": 3}

# More bars than these say nothing that the table of all themes does not say better.
MOST_BARS = 8


@dataclass(frozen=True)
class Picture:
    """A chart drawn twice, for a desk and for a phone; the page's style shows one. Sentence and table are the same."""

    svg: str
    svg_narrow: str
    summary: str
    table: Table

    @property
    def texts(self) -> frozenset[int]:
        """Which columns of the table hold words: those of which no cell begins like a figure."""
        return frozenset(
            at
            for at in range(1, len(self.table.columns))
            if not any(row[at][:1].isdigit() or row[at][:1] in "−-£+" for row in self.table.rows if row[at])
        )


def sentiment_name(key: str) -> str:
    """Return the name of a sentiment or polarity in the reader's language."""
    names = {
        "positive": gettext("Positive"),
        "negative": gettext("Negative"),
        "mixed": gettext("Mixed"),
        "neutral": gettext("Neutral"),
        "pos": gettext("Positive"),
        "neg": gettext("Negative"),
        "neu": gettext("Neutral"),
    }
    return str(names[key])


def sentiment_months(months: Sequence[Month], *, since: date, until: date, polarity: bool = False) -> Picture | None:
    """Draw the comments of each month by sentiment (of a theme: by polarity).

    A month that may not be shown is a gap. None where there is no month with comments that may be shown.
    """
    hidden = any(month.decision != "shown" for month in months)
    if hidden and not any(month.comments for month in months):
        return None
    keys = ("pos", "neg", "neu") if polarity else ("positive", "negative", "mixed", "neutral")
    series = [
        Series(
            sentiment_name(key),
            [month.sentiments.get(key, 0) if month.decision == "shown" else None for month in months],
            LOOKS[key],
        )
        for key in keys
    ]
    words = Words(
        title=gettext("Comments a month, by sentiment"),
        summary=" ".join([_months_summary(months, keys[1]), *_cut_months(months, since, until)]),
        heading=gettext("Month"),
        missing=gettext("not shown") if hidden else gettext("no comments"),
        number=whole,
    )
    periods = [format_date(month.first_day, "MMM yy") for month in months]

    def draw(chart_id: str, width: float) -> Chart:
        return line_chart(chart_id=chart_id, words=words, periods=periods, series=series, width=width)

    return drawn_twice("months", draw)


def theme_bars(summaries: Sequence[ThemeSummary]) -> Picture | None:
    """Draw the themes most spoken of by how many comments speak of them, and how; None where none may be shown."""
    shown = [summary for summary in summaries if summary.decision == "shown"][:MOST_BARS]
    if summaries and not shown:
        return None
    parts = {"neg": "negative", "neu": "neutral", "pos": "positive"}
    names = [in_reader_language(THEMES[summary.theme]) for summary in shown]
    if shown:
        summary = gettext(
            "People speak most of this: %(theme)s, in %(count)s comments.",
            theme=names[0],
            count=whole(shown[0].comments),
        )
    else:
        summary = gettext("No comment speaks of a theme.")
    words = Words(
        title=gettext("Themes that people speak of most"),
        summary=summary,
        heading=gettext("Theme"),
        missing=gettext("no comments"),
        number=whole,
    )
    series = [
        Series(sentiment_name(key), [getattr(summary, field) for summary in shown], LOOKS[key])
        for key, field in parts.items()
    ]

    def draw(chart_id: str, width: float) -> Chart:
        return bar_chart(chart_id=chart_id, words=words, rows=names, series=series, width=width)

    return drawn_twice("themes", draw)


def whole(value: float) -> str:
    """Return a count with separators."""
    return counted(round(value))


def drawn_twice(chart_id: str, draw: Callable[[str, float], Chart]) -> Picture:
    """Draw a chart for a desk and for a phone."""
    wide, narrow = draw(chart_id, WIDTH), draw(f"{chart_id}-narrow", NARROW)
    return Picture(wide.svg, narrow.svg, wide.summary, wide.table)


def _months_summary(months: Sequence[Month], negative: str) -> str:
    total = sum(month.comments for month in months)
    if not total:
        return str(gettext("No comments in this period."))
    worst = max(months, key=lambda month: month.sentiments.get(negative, 0))
    if any(month.decision != "shown" for month in months):
        left_out = gettext("Months of fewer than 10 comments are left out, and those that would tell of so few.")
        if not worst.sentiments.get(negative, 0):
            return str(left_out)
        shown = gettext(
            "Of the months shown, %(month)s had the most negative comments: %(count)s.",
            month=format_date(worst.first_day, "MMMM yyyy"),
            count=whole(worst.sentiments.get(negative, 0)),
        )
        return f"{shown} {left_out}"
    if not worst.sentiments.get(negative, 0):
        return str(gettext("%(total)s comments in this period, none of them negative.", total=whole(total)))
    return str(
        gettext(
            "%(total)s comments in this period. %(month)s had the most negative ones: %(count)s.",
            total=whole(total),
            month=format_date(worst.first_day, "MMMM yyyy"),
            count=whole(worst.sentiments.get(negative, 0)),
        )
    )


def _cut_months(months: Sequence[Month], since: date, until: date) -> list[str]:
    """Say which months are only counted in part: their dip is no fall."""
    cut = {since.replace(day=1)} if since.day > 1 else set()
    if (until + timedelta(days=1)).day > 1:
        cut.add(until.replace(day=1))
    return [
        gettext("%(month)s is only counted in part.", month=format_date(month.first_day, "MMMM yyyy"))
        for month in months
        if month.first_day in cut
    ]
