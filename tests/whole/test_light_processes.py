"""What serves pages, and what only helps on the command line, never carries the language libraries."""

import json
import subprocess
import sys

import pytest

from tests.shape.processes import ROOT, environment

HEAVY = {"spacy", "sklearn", "onnxruntime", "numpy", "scipy", "torch", "thinc"}

SERVE = """
import json, sys
from app import create_app
from cli.installation import bring_tables_up_to_date
from models import db, set_organisation
from tests.factories import PASSWORD, Factories
from tests.pages import InspectingClient

app = create_app()
with app.app_context():
    bring_tables_up_to_date()
    factories = Factories(app)
    set_organisation(db.session(), factories.organisation().id)
    service = factories.service()
    survey = factories.survey(service=service, slug="repairs")
    window = factories.window(survey=survey).key
    factories.person(roles=["manager"], email="m@example.org")
    client = InspectingClient(app)
    for path in ("/", "/privacy", "/accessibility", f"/w/{window}", "/manage/sign-in"):
        client.get_page(path)
    page = client.get_page("/s/repairs")
    for answer in ("4", "online", "An hour in the rain"):
        page = client.send(page, {"answer": answer})
    client.send(page)
    ticket = json.loads(client.get_page(f"/w/{window}").soup.find(id="conversation").text)["token"]
    turn = {"token": ticket, "said": "4 out of 5", "turn": "first"}
    assert client.request("POST", f"/w/{window}/turns", json=turn).get_json()["ask"]["key"] == "channel"
    client.send(client.get_page("/manage/"), {"email": "m@example.org", "password": PASSWORD})
    client.get_page("/manage/insights/all")
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""

HELP = """
import json, sys
from cli import main
sys.argv = ["yousaid", *sys.argv[1:]]
try:
    main()
except SystemExit as end:
    assert not end.code
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""


class TestLightProcesses:
    def test_a_web_process_answers_without_them(self, tmp_path):
        # The queue server is away: later() says so to the log, and the pages are served all the same.
        imported = modules_of(SERVE, INSTANCE=str(tmp_path / "instance"))

        assert "flask" in imported
        assert imported & HEAVY == set()

    @pytest.mark.parametrize("command", [["--help"], ["export", "--help"], ["export", "insights", "--help"]])
    def test_help_comes_without_them(self, command, tmp_path):
        imported = modules_of(HELP, *command, INSTANCE=str(tmp_path))

        assert "click" in imported
        assert imported & HEAVY == set()


def modules_of(script: str, *arguments: str, **settings: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        cwd=ROOT,
        env=environment(**settings),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))
