"""/manage/targets/<key>/report.pdf: what a target's page says, as a paper that everybody can read."""

from collections.abc import Iterator

from flask.typing import ResponseReturnValue
from flask_babel import gettext

from exports import papers
from exports.papers import Block, Heading, Items, Lead, Lines, Paper, Terms
from models import Organisation, db, now
from targets import cascade
from targets.nodes import Note, TargetNode
from web import access
from web.language import counted, in_reader_language, language, moment
from web.limits import papers_an_hour
from web.manage.frame import MAY_READ
from web.manage.surveys.desk import download
from web.manage.targets import caveats, differing, evidence, grids, late, pictures, words
from web.manage.targets.desk import bp, target_at
from web.manage.targets.showing import rules
from web.manage.targets.sights import Sight, adjusts, sight_of
from web.manage.targets.standing import Line, lines_of

PRODUCT = "YouSaid"


@bp.get("/<key>/report.pdf")
@access.staff(*MAY_READ, owners=True)
@papers_an_hour
def report(key: str) -> ResponseReturnValue:
    """Send a target's page as a PDF."""
    made = papers.pdf(paper_of(sight_of(target_at(key))))
    return download(made, f"{key}.pdf", "application/pdf")


def paper_of(sight: Sight) -> Paper:
    """Return a target's page as a paper."""
    blocks = (*_standing(sight), *_chances(sight), *_between_units(sight), *_evidence(sight), *_fixed(sight))
    return framed(words.name(sight.node), _caption(sight.node), blocks)


def framed(title: str, caption: str, blocks: tuple[Block, ...]) -> Paper:
    """Return a paper of today's, with the organisation's name at its foot."""
    organisation = db.session.get_one(Organisation, access.person().organisation_id)
    today = organisation.day_of(now())
    return Paper(
        title=title,
        caption=caption,
        language=language(),
        made_on=today,
        foot=f"{PRODUCT} – {in_reader_language(organisation.name)} – {words.day(today)}",
        page_of=str(gettext("Page %(page)s of %(pages)s", page="{page}", pages="{pages}")),
        blocks=blocks,
    )


def _caption(node: TargetNode) -> str:
    service = in_reader_language(node.measure.service.name)
    return service + (f" – {in_reader_language(node.agreement.title)}" if node.agreement else "")


def standing(sight: Sight) -> tuple[str, list[str]]:
    """Say where a target stands: the line to read first, and what follows from it."""
    node, found, latest, unit = sight.node, sight.found, sight.found.latest, sight.unit
    level, day = words.figure(node.level, unit), words.day(node.due)
    to_reach = gettext("To reach: %(level)s by %(day)s.", level=level, day=day)
    if latest is None:
        awaited = late.awaited(node)
        return str(gettext("There is no figure yet.")), [*([awaited] if awaited else []), to_reach]
    period, interval = words.period(latest.period_on, node.measure.cadence), words.interval(latest, unit)
    line = f"{words.figure(latest.value, unit)} {gettext('in %(period)s', period=period)}"
    said = [_course(sight)] if found.course or node.baseline is None else []
    said += [words.signs(found.chart), *caveats.limits_anew(node, found), *caveats.outdated(node, found)]
    said += [sight.apart] if sight.apart else []
    return line + (f" ({interval})." if interval else ".") + f" {to_reach}", said


def _course(sight: Sight) -> str:
    found, latest = sight.found, sight.found.latest
    assert latest is not None
    if not found.course:
        return str(gettext("It has no baseline, so that nobody can say whether it is on course."))
    wanted = words.figure(found.levels[found.periods.index(latest.period_on)], sight.unit)
    said = [
        f"{words.course(found.course)}.",
        gettext("At the end of that period its course wants %(level)s.", level=wanted),
    ]
    if found.course == "behind" and latest.low is not None:
        said.append(gettext("It is worse by more than chance would explain: waiting will not mend it."))
    elif found.course == "cannot_tell":
        said.append(gettext("Too few figures tell progress from none."))
    return " ".join(said)


def _standing(sight: Sight) -> Iterator[Block]:
    line, said = standing(sight)
    yield Lead(gettext("Where it stands"), line, tuple(said), alarm=sight.found.course == "behind")


def _chances(sight: Sight) -> Iterator[Block]:
    """Yield the measure over time as a picture and a table, how chance is told from change, and what is not final."""
    if sight.found.latest is not None:
        picture = pictures.control(sight.node, sight.found)
        yield from grids.drawn(picture, gettext("Over time"), f"{sight.name}. {gettext('Over time')}")
        hidden = [gettext("Periods of too few people are not shown.")] if sight.found.hidden else []
        yield Lines((*hidden, rules()), small=True)
    yield from grids.not_final(sight)


def _between_units(sight: Sight) -> Iterator[Block]:
    node, units, means = sight.node, sight.units, sight.means
    if node.parts:
        yield Heading(gettext("Units' parts of it"))
        yield Items(tuple(_part(line, sight.unit) for line in lines_of(node.parts)))
    if units is not None:
        picture = pictures.funnel(node, units, sight.names)
        about, table = grids.about_units(units, adjusted=adjusts()), grids.of_units(units, sight)
    elif means is not None:
        picture = differing.picture(node, means, sight.names)
        about, table = grids.about_means(means), grids.of_means(means, sight)
    else:
        if sight.not_compared:
            yield Lines((sight.not_compared,))
        return
    yield from grids.drawn(picture, gettext("Unit by unit"), f"{sight.name}. {gettext('Unit by unit')}")
    yield Lines(about)
    yield Heading(gettext("Each unit beside the others"))
    yield table
    yield Lines(grids.below_units(sight), small=True)


def _part(line: Line, unit: str) -> str:
    part, found = line.node, line.over_time
    assert part.unit is not None
    said = [gettext("to reach %(level)s by %(day)s", level=words.figure(part.level, unit), day=words.day(part.due))]
    if found.latest is not None:
        period = words.period(found.latest.period_on, part.measure.cadence)
        said.insert(0, f"{words.figure(found.latest.value, unit)} {gettext('in %(period)s', period=period)}")
    said += [words.course(found.course)] if found.course else []
    return f"{in_reader_language(part.unit.name)}: {'. '.join(said)}."


def _evidence(sight: Sight) -> Iterator[Block]:
    """Yield the figures of the themes that are evidence: citizens' words stay on the page."""
    found = sight.evidence
    yield Heading(gettext("What citizens say of it"))
    if not found.confirmed and not found.suggested:
        yield Lines((gettext("No theme of citizens' comments is tied to it."),))
    if found.confirmed:
        first, last = words.day(found.since), words.day(found.until)
        yield Lines((gettext("Comments of %(first)s to %(last)s.", first=first, last=last),))
        yield Terms(tuple((each.name, evidence.sentence(each, waiting=found.waiting)) for each in found.confirmed))
    if found.suggested:
        yield Lines((gettext("Suggested, not confirmed: %(themes)s.", themes=", ".join(found.suggested)),))


def _fixed(sight: Sight) -> Iterator[Block]:
    """Yield who answers for the target, and how it is measured: the newest version first, none left out."""
    yield Heading(gettext("Who answers for it"))
    yield Terms(tuple(_who(sight.node, sight.unit)))
    yield Heading(gettext("How it is measured"))
    notes = cascade.notes(db.session(), sight.node.measure.id)
    if not notes:
        yield Lines((gettext("Nobody has written down how it is measured."),))
    for place, note in enumerate(notes):
        yield Heading(words.version(notes, place), level=3)
        yield Terms(tuple(_terms(note)))


def _who(node: TargetNode, unit: str) -> Iterator[tuple[str, str]]:
    for place, each in enumerate(cascade.owners(db.session(), node.id)):
        since = gettext("since %(day)s", day=words.day(each.since)) if each.since and not place else ""
        until = gettext("until %(day)s", day=words.day(each.until)) if each.until else ""
        left = f"{gettext('Nobody: the owner has left')} –" if not place and not node.owner.active else ""
        said = " ".join(filter(None, (left, each.name, since, until)))
        yield gettext("Owner before") if place else gettext("Owner"), said
    posts = (
        (gettext("Sets it"), node.set_by),
        (gettext("Delivers it"), node.delivered_by),
        (gettext("Reviews it"), node.reviewed_by),
    )
    for term, post in posts:
        yield term, in_reader_language(post) if post else gettext("Nobody yet")
    if node.baseline is not None and node.baseline_on is not None:
        yield gettext("Baseline"), f"{words.figure(node.baseline, unit)}, {words.day(node.baseline_on)}"
    if node.milestones:
        yield gettext("On the way"), words.milestones(node)
    if node.stretch is not None:
        yield gettext("Stretch"), words.figure(node.stretch, unit)


def _terms(note: Note) -> Iterator[tuple[str, str]]:
    terms = note.terms
    for term, said in (
        (gettext("Source"), terms.source),
        (gettext("Counted"), terms.numerator),
        (gettext("Out of"), terms.denominator),
        (gettext("Left out"), terms.exclusions),
        (gettext("Why it was changed"), terms.reason),
    ):
        if said:
            yield term, in_reader_language(said)
    yield gettext("Fewest people for a figure"), counted(terms.minimum_n)
    yield gettext("Locked"), moment(note.locked_at)
