"""Every view says who may use it; a new one is added here on purpose."""

import pytest

from web import access

STAFF = "staff: designer, manager, owner, publisher, reviewer, viewer"
OWNERS = f"{STAFF}; who owns a target"
MANAGERS = "staff: manager"
ADMINISTRATORS = "staff: administrator"
DESIGNERS = "staff: designer, publisher"
FOLLOWERS = "staff: designer, manager, publisher"
PUBLISHERS = "staff: publisher"

VIEWS = {
    "accessibility": "everybody",
    "api.receipt": "everybody",
    "api.send": "everybody",
    "api.survey": "everybody",
    "api_targets.record": "everybody",
    "api_targets.target": "everybody",
    "api_targets.targets": "everybody",
    "api_documents.definition": "everybody",
    "api_documents.openapi": "everybody",
    "api_documents.problem": "everybody",
    "cases.close": MANAGERS,
    "cases.contact": MANAGERS,
    "cases.index": MANAGERS,
    "cases.show": MANAGERS,
    "cases.times": MANAGERS,
    "healthz": "everybody",
    "conversations.index": FOLLOWERS,
    "conversations.modes": FOLLOWERS,
    "conversations.modes_file": FOLLOWERS,
    "conversations.overview": FOLLOWERS,
    "conversations.teach": DESIGNERS,
    "conversations.transcript": FOLLOWERS,
    "conversations.transcripts": FOLLOWERS,
    "conversations.undo": DESIGNERS,
    "conversations.words": FOLLOWERS,
    "articles.change": DESIGNERS,
    "articles.delete": DESIGNERS,
    "articles.index": DESIGNERS,
    "articles.new": DESIGNERS,
    "articles.publish": DESIGNERS,
    "articles.withdraw": DESIGNERS,
    "home": "everybody",
    "invitation.follow": "everybody",
    "invitation.unsubscribe": "everybody",
    "loader.colour_of": "everybody",
    "loader.example": "everybody",
    "loader.pinned": "everybody",
    "loader.v1": "everybody",
    "manage.home": OWNERS,
    "analysis.show": STAFF,
    "manage.insights": STAFF,
    "manage.theme": STAFF,
    "praise.index": MANAGERS,
    "praise.pass_on": MANAGERS,
    "praise.switch_off": ADMINISTRATORS,
    "praise.switch_on": ADMINISTRATORS,
    "privacy": "everybody",
    "targets.agreement": OWNERS,
    "targets.audited": STAFF,
    "targets.audited_file": STAFF,
    "targets.board_report": OWNERS,
    "targets.decide": OWNERS,
    "targets.figures": OWNERS,
    "targets.index": OWNERS,
    "targets.limits": MANAGERS,
    "targets.links": OWNERS,
    "targets.mail": OWNERS,
    "targets.report": OWNERS,
    "targets.responsibilities": OWNERS,
    "targets.responsibilities_file": OWNERS,
    "targets.responsibilities_report": OWNERS,
    "targets.service": OWNERS,
    "targets.show": OWNERS,
    "targets.take_back": MANAGERS,
    "targets.unit": OWNERS,
    "probes.edit": DESIGNERS,
    "probes.index": DESIGNERS,
    "probes.reset": DESIGNERS,
    "probes.switch": DESIGNERS,
    "probes.switch_theme": DESIGNERS,
    "public.answer_page": "everybody",
    "public.check": "everybody",
    "public.sent": "everybody",
    "public.start": "everybody",
    "resuming.leave_preview": "everybody",
    "resuming.preview": "everybody",
    "resuming.resume": "everybody",
    "resuming.save": "everybody",
    "readyz": "everybody",
    "security.login": "everybody",
    "security.logout": "everybody",
    "security.static": "everybody",
    "static": "everybody",
    "surveys.add_language": DESIGNERS,
    "surveys.close": PUBLISHERS,
    "surveys.close_way": DESIGNERS,
    "surveys.compare": STAFF,
    "surveys.definition": DESIGNERS,
    "surveys.discard": DESIGNERS,
    "surveys.index": STAFF,
    "surveys.invite": DESIGNERS,
    "surveys.new": DESIGNERS,
    "surveys.new_way": DESIGNERS,
    "surveys.open_way": DESIGNERS,
    "surveys.overview": STAFF,
    "surveys.proposal_file": STAFF,
    "surveys.publish": DESIGNERS,
    "surveys.remind": DESIGNERS,
    "surveys.renew_secret": DESIGNERS,
    "surveys.reopen": PUBLISHERS,
    "surveys.results": STAFF,
    "surveys.results_file": STAFF,
    "surveys.state_volumes": DESIGNERS,
    "surveys.translate": DESIGNERS,
    "surveys.translation_file": DESIGNERS,
    "surveys.upload_translation": DESIGNERS,
    "surveys.version_file": STAFF,
    "surveys.way": STAFF,
    "surveys.ways": STAFF,
    "widget.code": "everybody",
    "widget.form": "everybody",
    "widget.frame": "everybody",
    "widget.stay": "everybody",
    "widget.turn": "everybody",
}


class TestViews:
    def test_each_says_who_may_use_it(self, app):
        endpoints = {rule.endpoint for rule in app.url_map.iter_rules()} | set(app.view_functions)

        assert {endpoint: str(access.declared(app, endpoint)) for endpoint in endpoints} == VIEWS

    def test_what_lies_under_manage_is_for_staff_but_the_door(self, app):
        rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/manage")]
        open_to_all = {rule.endpoint for rule in rules if VIEWS[rule.endpoint] == "everybody"}

        assert open_to_all <= set(access.LIBRARY_VIEWS)

    @pytest.mark.parametrize(
        "path",
        [
            "/manage/",
            "/manage/articles",
            "/manage/cases",
            "/manage/conversations",
            "/manage/insights",
            "/manage/insights/all",
            "/manage/praise",
            "/manage/probes",
            "/manage/surveys/",
            "/manage/surveys/visit/publish",
        ],
    )
    def test_a_stranger_is_led_to_the_door(self, app, path):
        response = app.test_client().get(path)

        assert response.status_code == 302
        assert response.location.startswith("/manage/sign-in?next=")

    @pytest.fixture(params=["sqlite"])
    def database_url(self, request, tmp_path, sqlite_template):
        return f"sqlite:///{sqlite_template}"
