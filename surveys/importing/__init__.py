"""Past feedback from files: columns become answers, rows become submissions, all of a file or nothing of it."""

from surveys.importing.loading import ImportedMeanwhileError, Loaded, load
from surveys.importing.mapping import Mapping, MappingError, matching, read_mapping, template
from surveys.importing.planning import Plan, plan
from surveys.importing.reading import RowFault
from surveys.importing.sifting import Found, Spool, sift

__all__ = [
    "Found",
    "ImportedMeanwhileError",
    "Loaded",
    "Mapping",
    "MappingError",
    "Plan",
    "RowFault",
    "Spool",
    "load",
    "matching",
    "plan",
    "read_mapping",
    "sift",
    "template",
]
