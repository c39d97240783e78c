"""Reading a PDF as somebody's reader does."""

import re
from io import BytesIO

from pypdf import PdfReader

from tests.pages import InspectingClient


def squeezed(text: str) -> str:
    """Return a text without blanks: a reader of PDF sees where letters stand, and guesses the blanks."""
    return re.sub(r"[\s\u00ad]+", "", text)


def text_of(client: InspectingClient, address: str) -> str:
    """Return what a PDF at an address says."""
    answer = client.request("GET", address)
    assert answer.mimetype == "application/pdf"
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(answer.get_data())).pages)
