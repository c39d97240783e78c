"""A question's figures as a sentence, and as a picture with its table."""

from collections.abc import Callable

from flask_babel import gettext

from charts import Chart, Series, Table, Words, bar_chart
from surveys.summaries import Summary
from tallies import Ces, Decision, Figure, FriendsAndFamily, GdsSatisfaction, Mean, Nps, Share
from web.language import shown, worded
from web.manage.pictures import Picture, drawn_twice, whole
from words import Plural

# More bars than these say nothing that the table does not say better.
MOST_BARS = 12


def said_of(summary: Summary) -> str:
    """Return what was found in a sentence or two, with the interval in words."""
    if not summary.shown:
        return why_hidden(summary.decision)
    said = _of_score(summary.kind, summary.score) if summary.score is not None else _of_rows(summary)
    return said or worded(Plural("%(count)s answer.", "%(count)s answers.", summary.n))


def why_hidden(decision: Decision) -> str:
    """Return why a figure is not shown."""
    if decision == "others":
        return str(gettext("Not shown: it would tell what a few people answered who are left out here. Choose more."))
    return str(gettext("Fewer than 10 answered, too few to say anything."))


def figure_of(summary: Summary, figure: Figure | Share | None) -> tuple[str, str]:
    """Return a question's main figure and its interval as words; empty where there is none."""
    if figure is None or figure.value is None:
        return "", ""
    said: Callable[[float], str] = _number
    if isinstance(figure, Share) or summary.kind in {"csat", "gds", "friends_and_family"}:
        said = _percent
    elif summary.kind == "nps":
        said = "{:+.0f}".format
    if figure.low is None or figure.high is None:
        return said(figure.value), ""
    return said(figure.value), str(gettext("%(low)s to %(high)s", low=said(figure.low), high=said(figure.high)))


def headline_name(summary: Summary) -> str:
    """Return what a question's main figure is called."""
    most = summary.most_given
    if summary.score is None:
        return str(gettext("Share of “%(answer)s”", answer=shown(most.label)) if most else gettext("Figure"))
    names = {
        "nps": gettext("Net Promoter Score"),
        "csat": gettext("Share of the two best answers"),
        "gds": gettext("Share satisfied or very satisfied"),
        "friends_and_family": gettext("Share good or very good"),
    }
    return str(names.get(summary.kind, gettext("Average")))


def picture(summary: Summary) -> Picture | None:
    """Draw how many gave each answer; None where there is nothing to draw."""
    if not summary.shown or not summary.rows:
        return None
    rows = summary.rows[:MOST_BARS]
    words = Words(
        title=gettext("Answers"),
        summary=said_of(summary),
        heading=gettext("Month") if summary.kind == "dates" else gettext("Answer"),
        missing=gettext("no answers"),
        number=whole,
    )
    series = [Series(gettext("Answers"), [row.share.n for row in rows], 0)]
    names = [shown(row.label) for row in rows]

    def draw(chart_id: str, width: float) -> Chart:
        return bar_chart(chart_id=chart_id, words=words, rows=names, series=series, width=width)

    drawn = drawn_twice(f"q-{summary.key}-{summary.versions[0]}", draw)
    return Picture(drawn.svg, drawn.svg_narrow, drawn.summary, _table(summary, words))


def _table(summary: Summary, words: Words) -> Table:
    columns = (words.heading, gettext("Answers"), gettext("Share"), gettext("Between"))
    rows = tuple(
        (shown(row.label), whole(row.share.n), _percent(row.share.value), _between(row.share)) for row in summary.rows
    )
    return Table(columns, rows)


def _of_rows(summary: Summary) -> str:
    if summary.kind == "texts":
        return worded(Plural("%(count)s person wrote something.", "%(count)s people wrote something.", summary.n))
    if summary.kind == "given":
        return worded(Plural("%(count)s person left one.", "%(count)s people left one.", summary.n))
    first = max(summary.rows, key=lambda row: row.share.n, default=None)
    if first is None or not first.share.n:
        return ""
    values = {"answer": shown(first.label), "share": _percent(first.share.value), "n": whole(summary.n)}
    if summary.kind == "several":
        sentence = gettext("Most often chosen: %(answer)s, by %(share)s of the %(n)s who answered", **values)
    else:
        sentence = gettext("Most often: %(answer)s, %(share)s of %(n)s answers", **values)
    return str(sentence + " " + _in_brackets(first.share) + ".")


def _of_score(kind: str, score: Figure) -> str:
    if score.value is None:
        return ""
    ways: dict[str, Callable[[Figure], str]] = {
        "nps": _nps,
        "ces": _ces,
        "gds": _gds,
        "csat": lambda found: gettext(
            "%(share)s chose one of the two best answers %(range)s, of %(n)s.", **_share(found)
        ),
        "friends_and_family": _friends_and_family,
    }
    return ways.get(kind, _mean)(score)


def _nps(score: Figure) -> str:
    assert isinstance(score, Nps)
    assert score.value is not None
    return str(
        gettext(
            "Net Promoter Score %(score)s (%(low)s to %(high)s), from %(n)s answers: "
            "%(promoters)s promoters, %(passives)s passives, %(detractors)s detractors.",
            score=f"{score.value:+.0f}",
            low=f"{score.low:+.0f}",
            high=f"{score.high:+.0f}",
            n=whole(score.n),
            promoters=_percent(score.promoters.value),
            passives=_percent(score.passives.value),
            detractors=_percent(score.detractors.value),
        )
    )


def _ces(score: Figure) -> str:
    assert isinstance(score, Ces)
    easy = gettext("%(share)s found it easy (5 to 7 of 7).", share=_percent(score.easy.value))
    return f"{_mean(score)} {easy}"


def _gds(score: Figure) -> str:
    assert isinstance(score, GdsSatisfaction)
    said = gettext("%(share)s were satisfied or very satisfied %(range)s, of %(n)s.", **_share(score))
    platform = score.performance_platform.value
    other = gettext("The Performance Platform's score, from the mean, is %(score)s.", score=_percent(platform or 0.0))
    return f"{said} {other}"


def _friends_and_family(score: Figure) -> str:
    assert isinstance(score, FriendsAndFamily)
    return str(gettext("%(share)s said good or very good %(range)s, of %(n)s.", **_share(score)))


def _mean(score: Figure) -> str:
    assert score.value is not None
    values = {"mean": _number(score.value), "n": whole(score.n)}
    if score.low is None or score.high is None:
        return str(gettext("On average %(mean)s, from %(n)s answers.", **values))
    said = gettext(
        "On average %(mean)s (between %(low)s and %(high)s), from %(n)s answers.",
        low=_number(score.low),
        high=_number(score.high),
        **values,
    )
    if isinstance(score, Mean) and score.median is not None:
        said += " " + gettext("Half answered %(median)s or less.", median=_number(score.median))
    return str(said)


def _share(score: Figure) -> dict[str, str]:
    assert score.value is not None
    assert score.low is not None
    assert score.high is not None
    between = gettext("(between %(low)s and %(high)s)", low=_percent(score.low), high=_percent(score.high))
    return {"share": _percent(score.value), "range": between, "n": whole(score.n)}


def _in_brackets(share: Share) -> str:
    return str(gettext("(between %(low)s and %(high)s)", low=_percent(share.low), high=_percent(share.high)))


def _between(share: Share) -> str:
    return str(gettext("%(low)s to %(high)s", low=_percent(share.low), high=_percent(share.high)))


def _percent(value: float) -> str:
    return f"{value:.0%}"


def _number(value: float) -> str:
    return f"{value:,.2f}".rstrip("0").rstrip(".")
