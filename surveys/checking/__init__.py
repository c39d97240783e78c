"""Whether a definition makes sense as a whole: what it refers to, where it leads, what it lacks in which language.

Reading a definition (``surveys.definition``) finds what is no definition; this finds what would be published and fail
a citizen. Each fault names its place and says in a sentence what is wrong.
"""

from surveys import faults
from surveys.checking.answering import unanswerable
from surveys.checking.logic import calculated, conditions, jumps, shuffles
from surveys.checking.reaching import unreachable
from surveys.checking.texts import columns, languages, pipes, translations, unfilled, wordings
from surveys.checking.trying import Trying
from surveys.checking.whole import Whole
from surveys.definition import Definition
from surveys.errors import DefinitionError

__all__ = ["check", "faults_of"]


def check(definition: Definition) -> None:
    """Refuse a definition that is not to be published.

    Raises:
        DefinitionError: If it has faults; they name each place.
    """
    found = faults_of(definition)
    if found:
        raise DefinitionError(faults.some(found))


def faults_of(definition: Definition) -> list[str]:
    """Return every fault: ``place: what is wrong``."""
    whole = Whole(definition)
    trying = Trying(whole.domains)
    found = [
        *languages(whole),
        *wordings(whole),
        *columns(whole),
        *calculated(whole),
        *shuffles(whole),
        *conditions(whole),
        *jumps(whole),
        *unreachable(whole, trying),
        *unanswerable(whole, trying),
        *unfilled(whole),
        *pipes(whole),
        *translations(whole),
    ]
    return list(dict.fromkeys(found))
