"""The charts of the insights pages: figures and words handed to ``charts``."""

from collections.abc import Sequence

from flask_babel import format_date, gettext

from charts import Chart, Series, Words, bar_chart, line_chart
from insights.queries import Month, ThemeSummary
from nlp.themes import THEMES
from web.language import in_reader_language

# One look for each sentiment on every chart: place in the charts' palette.
LOOKS = {"positive": 0, "negative": 1, "mixed": 2, "neutral": 3, "pos": 0, "neg": 1, "neu": 3}


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


def sentiment_months(months: Sequence[Month], *, polarity: bool = False) -> Chart:
    """Draw the comments of each month by sentiment (of a theme: by polarity)."""
    keys = ("pos", "neg", "neu") if polarity else ("positive", "negative", "mixed", "neutral")
    series = [
        Series(sentiment_name(key), [month.sentiments.get(key, 0) for month in months], LOOKS[key]) for key in keys
    ]
    return line_chart(
        chart_id="months",
        words=Words(
            title=gettext("Comments a month, by sentiment"),
            summary=_months_summary(months, keys[1]),
            heading=gettext("Month"),
            missing=gettext("no comments"),
            number=whole,
        ),
        periods=[format_date(month.first_day, "MMM yy") for month in months],
        series=series,
    )


def theme_bars(summaries: Sequence[ThemeSummary]) -> Chart:
    """Draw the themes by how many comments speak of them, and how."""
    parts = {"neg": "negative", "neu": "neutral", "pos": "positive"}
    names = [in_reader_language(THEMES[summary.theme]) for summary in summaries]
    if summaries:
        summary = gettext(
            "%(theme)s is spoken of most: in %(count)s comments.",
            theme=names[0],
            count=whole(summaries[0].comments),
        )
    else:
        summary = gettext("No comment speaks of a theme.")
    return bar_chart(
        chart_id="themes",
        words=Words(
            title=gettext("Themes by number of comments and sentiment"),
            summary=summary,
            heading=gettext("Theme"),
            missing=gettext("no comments"),
            number=whole,
        ),
        rows=names,
        series=[
            Series(sentiment_name(key), [getattr(summary, field) for summary in summaries], LOOKS[key])
            for key, field in parts.items()
        ],
    )


def whole(value: float) -> str:
    """Return a count with separators."""
    return f"{value:,.0f}"


def _months_summary(months: Sequence[Month], negative: str) -> str:
    total = sum(month.comments for month in months)
    if not total:
        return str(gettext("No comments in this period."))
    worst = max(months, key=lambda month: month.sentiments.get(negative, 0))
    return str(
        gettext(
            "%(total)s comments in the period; the most negative ones in %(month)s: %(count)s.",
            total=whole(total),
            month=format_date(worst.first_day, "MMMM yyyy"),
            count=whole(worst.sentiments.get(negative, 0)),
        )
    )
