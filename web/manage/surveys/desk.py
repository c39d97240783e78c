"""What every page about surveys begins with: which survey, and what the person may do with it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import Blueprint, abort, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user
from werkzeug.datastructures import FileStorage
from werkzeug.utils import secure_filename

from accounts.people import services_of
from models import Organisation, Person, Service, Survey, db
from sheets import Bounds
from surveys import managing
from surveys.managing import ProposalLine, VersionLine
from web import access
from web.language import in_reader_language
from web.manage.frame import MAY_DESIGN as MAY_DESIGN
from web.manage.frame import MAY_READ, frame

bp = Blueprint("surveys", __name__, url_prefix="/manage/surveys")

MAY_PUBLISH = ("publisher",)

# Lists of recipients and definitions are larger than what citizens send; still small enough to hold.
LARGEST_UPLOAD = 8 * 1024 * 1024
# A list of 50,000 recipients as Excel writes it fits well; reading the largest takes some seconds and 60 MB.
LARGEST_WORKBOOK = Bounds(unpacked=32, marks=2_000_000, cells=400_000, texts=200_000, characters=16 * 1024 * 1024)
LARGEST_FIELDS = 3 * 1024 * 1024
MOST_FIELDS = 300
LONGEST_FILE_NAME = 80


@dataclass(frozen=True)
class Desk:
    """One survey, and what the person who is signed in may do with it."""

    survey: Survey
    may_design: bool
    may_publish: bool

    @property
    def service(self) -> Service:
        """The service that it is about."""
        return self.survey.service


@bp.url_value_preprocessor
def _allow_uploads(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    # Before anything reads the body, the check against forged requests among it. Strangers send no more than citizens.
    if current_user.is_authenticated:
        request.max_content_length = LARGEST_UPLOAD
        request.max_form_memory_size = LARGEST_FIELDS
        request.max_form_parts = MOST_FIELDS


def services(*roles: str) -> list[Service]:
    """Return the services over which the person holds one of the roles."""
    return services_of(db.session(), person=access.person(), roles=frozenset(roles))


def desk(slug: str, *roles: str) -> Desk:
    """Return the survey at an address, for somebody with one of the roles over its service.

    Not found is what there is not, what is another organisation's, and what is of a service that the person does not
    reach. Who may read it and not do this sees the page that says so.
    """
    survey = managing.survey_at(db.session(), slug)
    if survey is None or not _reaches(survey, *MAY_READ):
        abort(404)
    found = Desk(survey, _reaches(survey, *MAY_DESIGN), _reaches(survey, *MAY_PUBLISH))
    if roles and not _reaches(survey, *roles):
        abort(403)
    return found


def again(session: Any, found: Desk) -> Survey:
    """Return the survey once more, in the transaction that changes it."""
    survey: Survey = session.get_one(Survey, found.survey.id)
    return survey


def by(session: Any) -> Person:
    """Return who is signed in once more, in the transaction that notes it."""
    person: Person = session.get_one(Person, access.person().id)
    return person


def framed(found: Desk, current: str) -> dict[str, object]:
    """Return what the pages of one survey want to be given."""
    published = managing.versions(db.session(), found.survey)
    proposed = managing.proposal(db.session(), found.survey)
    return {
        "desk": found,
        "title": title_of(found, published, proposed),
        "versions": published,
        "proposal": proposed,
        "current": current,
        "day_of": day_of,
        **frame("surveys"),
    }


def title_of(found: Desk, published: list[VersionLine], proposed: ProposalLine | None) -> str:
    """Return what a survey is called: as it is published, else as it is proposed, else by its address."""
    if published:
        definition = managing.version(db.session(), found.survey, published[0].number)
        assert definition is not None
        return in_reader_language(definition.title)
    return in_reader_language(managing.title_of(proposed.raw)) if proposed else found.survey.slug


def day_of(moment: datetime) -> date:
    """Return the day of a moment, where the organisation is."""
    return db.session.get_one(Organisation, access.person().organisation_id).day_of(moment)


def page_of(found: Desk, page: str, **more: Any) -> str:
    """Return the address of one of the survey's pages."""
    return url_for(f"surveys.{page}", slug=found.survey.slug, **more)


def as_text(raw: Any) -> str:
    """Return a JSON value as people read and change it."""
    return json.dumps(raw, ensure_ascii=False, indent=2)


def download(content: bytes, name: str, content_type: str) -> ResponseReturnValue:
    """Return a file to be saved."""
    return send_file(BytesIO(content), mimetype=content_type, as_attachment=True, download_name=name)


def uploaded(field: str) -> FileStorage | None:
    """Return the file that a form's field brought; None where none was chosen."""
    file = request.files.get(field)
    return file if file is not None and file.filename else None


@contextmanager
def kept_for_reading(file: FileStorage) -> Iterator[Path]:
    """Yield an uploaded file on disk, in a folder that nobody else may read and that is gone afterwards."""
    with TemporaryDirectory() as folder:
        name = secure_filename(file.filename or "")[-LONGEST_FILE_NAME:].lstrip(".") or "file"
        path = Path(folder) / name
        file.save(path)
        yield path


def no_file() -> str:
    """Return what to say where no file was chosen."""
    return str(gettext("Choose a file"))


def _reaches(survey: Survey, *roles: str) -> bool:
    return survey.service_id in {service.id for service in services(*roles)}
