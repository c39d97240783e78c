import pytest

from nlp import Analyser, loading


@pytest.fixture(scope="session")
def analyser() -> Analyser:
    return loading.load()
