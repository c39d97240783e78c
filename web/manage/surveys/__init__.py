"""/manage/surveys: surveys from the first draft to their results. Forms, no canvas."""

from web.manage.surveys import collectors, comparisons, listing, overview, proposals, results, tables, translating, way
from web.manage.surveys.desk import bp

__all__ = [
    "bp",
    "collectors",
    "comparisons",
    "listing",
    "overview",
    "proposals",
    "results",
    "tables",
    "translating",
    "way",
]
