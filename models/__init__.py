"""The tables and the one way to commit."""

from models.agreement import Agreement, Aspiration, Objective
from models.api_key import SCOPES, ApiKey
from models.article import Article, ArticleVectors
from models.base import Base, UtcDateTime, now, time_key
from models.case import Case, CaseContact, DeletedDraft
from models.conversation import Message
from models.database import (
    TransactionError,
    answers,
    db,
    engine_options,
    in_transaction,
    is_ready,
    prepare_engine,
    transaction,
)
from models.export import ExportRun, PaperMail, Schedule
from models.insight import CAN_WAIT, LIVE, WHOLE, Comment, Insight, InsightTheme
from models.invitation import Invitation, Unsubscribed, Volume
from models.measure import LockedRowError, Measure, MeasureVector, TechnicalNote, ThemeVector
from models.observation import ALL_UNITS, Observation
from models.organisation import Organisation, Service, Unit
from models.person import ROLES, Person, RoleGrant
from models.praise import Praise
from models.probe import ThemeProbes
from models.rebase import TargetRebase
from models.sealing import SealBrokenError, keyring
from models.submission import Answer, Contact, Draft, ResumeMail, Submission
from models.survey import Collector, Proposal, QuotaCount, Survey, SurveyVersion
from models.tally import UNIT_NOT_KNOWN, Tally
from models.target import FormerOwner, Target, TargetTheme
from models.tenancy import (
    NoOrganisationError,
    OtherOrganisationError,
    Tenant,
    across_organisations,
    acting_for,
    organisation_of,
    set_organisation,
)
from models.timetable import TimetableSlot, give_back_slot, take_slot
from models.tokens import hash_of_token, new_secret, new_token
from models.understanding import UnderstandingExample
from models.upserting import insert_or_add, insert_or_nothing

__all__ = [
    "ALL_UNITS",
    "CAN_WAIT",
    "LIVE",
    "ROLES",
    "SCOPES",
    "UNIT_NOT_KNOWN",
    "WHOLE",
    "Agreement",
    "Answer",
    "ApiKey",
    "Article",
    "ArticleVectors",
    "Aspiration",
    "Base",
    "Case",
    "CaseContact",
    "Collector",
    "Comment",
    "Contact",
    "DeletedDraft",
    "Draft",
    "ExportRun",
    "FormerOwner",
    "Insight",
    "InsightTheme",
    "Invitation",
    "LockedRowError",
    "Measure",
    "MeasureVector",
    "Message",
    "NoOrganisationError",
    "Objective",
    "Observation",
    "Organisation",
    "OtherOrganisationError",
    "PaperMail",
    "Person",
    "Praise",
    "Proposal",
    "QuotaCount",
    "ResumeMail",
    "RoleGrant",
    "Schedule",
    "SealBrokenError",
    "Service",
    "Submission",
    "Survey",
    "SurveyVersion",
    "Tally",
    "Target",
    "TargetRebase",
    "TargetTheme",
    "TechnicalNote",
    "Tenant",
    "ThemeProbes",
    "ThemeVector",
    "TimetableSlot",
    "TransactionError",
    "UnderstandingExample",
    "Unit",
    "Unsubscribed",
    "UtcDateTime",
    "Volume",
    "across_organisations",
    "acting_for",
    "answers",
    "db",
    "engine_options",
    "give_back_slot",
    "hash_of_token",
    "in_transaction",
    "insert_or_add",
    "insert_or_nothing",
    "is_ready",
    "keyring",
    "new_secret",
    "new_token",
    "now",
    "organisation_of",
    "prepare_engine",
    "set_organisation",
    "take_slot",
    "time_key",
    "transaction",
]
