"""The demonstration's articles answer what somebody who tries its window is likely to ask."""

import pytest

from demo import knowledge
from demo.organisation import ORGANISATION
from nlp import loading
from nlp.similarity import SURE, ArticleText

ASKED = (
    ("libraries", "en", "what time do you open?", "Opening hours of the libraries"),
    ("libraries", "en", "how many books can I borrow", "Join the library and borrow books"),
    ("libraries", "en", "how much is printing", "Computers, printing and wifi"),
    ("libraries", "cy", "pryd mae'r llyfrgell ar agor?", "Opening hours of the libraries"),
    ("customer-centres", "en", "what time do you open?", "Opening hours of the customer service centres"),
    ("customer-centres", "en", "how do I get a parking permit?", "Parking permits for residents"),
    ("customer-centres", "en", "how can I pay my council tax", "Pay council tax"),
    ("repairs", "en", "how long will my repair take?", "How long a repair takes"),
    ("repairs", "en", "there's mould in the bedroom, what do I do", "Damp and mould"),
    ("repairs", "en", "how do I make a complaint?", "Make a complaint"),
    ("libraries", "en", "how do I adopt a dog?", None),
    ("repairs", "en", "who won the match?", None),
)


class TestArticles:
    def test_each_is_in_every_language_of_a_service_that_there_is_and_leads_nowhere(self):
        keys = {service.key for service in ORGANISATION.services} | {None}
        for row in knowledge.rows():
            assert set(row["title"]) == set(row["body"]) == set(ORGANISATION.languages)
            assert row["service"] in keys
            assert row["source"].startswith("https://www.tarrenmouth.example/")

    @pytest.mark.parametrize(("service", "language", "question", "title"), ASKED)
    def test_it_is_found_for_what_is_asked(self, searcher, offered, service, language, question, title):
        found = searcher.search(question, language=language, texts=offered[service])

        shown = found.article if found is not None and found.confidence >= SURE else None
        assert shown == title


@pytest.fixture(scope="module")
def searcher():
    return loading.searcher()


@pytest.fixture(scope="module")
def offered(searcher):
    """Each service's articles, by their English titles."""
    texts = []
    for row in knowledge.rows():
        for language, title in row["title"].items():
            text = ArticleText(row["title"]["en"], language, title, row["body"][language])
            whole = ArticleText(text.article, language, title, text.body, searcher.embed(text))
            texts.append((row["service"], whole))
    return {service.key: [text for of, text in texts if of in {service.key, None}] for service in ORGANISATION.services}
