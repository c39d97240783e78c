from collections import Counter
from datetime import date

import pytest

from demo.agreements import AGREEMENTS, ASPIRATION, DELIVERED_BY, OWNERS, REVIEWED_BY, SET_BY
from demo.measuring import NOTES, PARTS
from demo.organisation import ORGANISATION
from demo.planted import CONTRADICTION, GAP, ORPHAN, PLANTED
from demo.stock import SERVICES, THEMES
from demo.story import STORIES


class TestOrganisation:
    def test_it_has_three_services_and_twelve_units_in_three_regions(self):
        assert tuple(service.key for service in ORGANISATION.services) == SERVICES
        assert len(ORGANISATION.units) == 12
        assert Counter(unit.parent for unit in ORGANISATION.units) == {"uplands": 4, "valley": 4, "coast": 4}
        assert {unit.service for unit in ORGANISATION.units} == set(SERVICES)

    def test_a_unit_is_found_by_its_key(self):
        assert ORGANISATION.unit("coast").name["cy"] == "Yr Arfordir"
        with pytest.raises(KeyError):
            ORGANISATION.unit("nowhere")

    @pytest.mark.parametrize("service", ORGANISATION.services, ids=lambda service: str(service.key))
    def test_every_service_asks_the_same_three_questions(self, service):
        satisfaction, channel, improve = service.survey.questions

        assert satisfaction.wording["en"] == "Overall, how did you feel about the service you received today?"
        assert [option.label["en"] for option in satisfaction.options] == [
            "Very dissatisfied",
            "Dissatisfied",
            "Neither satisfied nor dissatisfied",
            "Satisfied",
            "Very satisfied",
        ]
        assert (channel.key, channel.type) == ("channel", "choice")
        assert improve.wording["en"] == "How could we improve this service?"
        assert not improve.required

    def test_everything_has_words_in_every_language(self):
        said = [ORGANISATION.name, *(unit.name for unit in (*ORGANISATION.units, *ORGANISATION.regions))]
        for service in ORGANISATION.services:
            said += [service.name, service.about, service.survey.title]
            for question in service.survey.questions:
                said += [question.wording, *(option.label for option in question.options)]
        for agreement in AGREEMENTS:
            said += [agreement.title, agreement.aim, *agreement.objectives]
            said += [target.measure.name for target in agreement.targets]
        said += [words for each in PLANTED for words in (each.target.measure.name, each.set_by)]
        said += [owner.role for owner in OWNERS]
        said += [ASPIRATION.text, SET_BY, DELIVERED_BY, REVIEWED_BY]
        for note in NOTES.values():
            said += [note.source, note.numerator, note.exclusions, *([note.denominator] if note.denominator else [])]
        said += [words for story in STORIES for words in (story.title, story.what)]

        for words in said:
            assert set(words) - {"ar"} == set(ORGANISATION.languages)
            assert all(words.values())
            assert words["en"] != words["cy"]

    def test_the_libraries_ask_in_arabic_too(self):
        survey = next(service.survey for service in ORGANISATION.services if service.key == "libraries")
        said = [survey.title, *(question.wording for question in survey.questions)]
        said += [option.label for question in survey.questions for option in question.options]

        assert all(set(words) == {"en", "cy", "ar"} for words in said)


class TestAgreements:
    def test_each_service_has_one_with_two_or_three_targets_and_one_for_value(self):
        assert [agreement.service for agreement in AGREEMENTS] == list(SERVICES)
        for agreement in AGREEMENTS:
            assert 2 <= len(agreement.targets) <= 3
            assert sum(target.value_for_money for target in agreement.targets) == 1

    def test_every_target_would_be_better_than_today_and_has_evidence(self):
        for target in (target for agreement in AGREEMENTS for target in agreement.targets):
            assert (target.level > target.baseline) == (target.measure.better == "higher")
            assert target.evidence
            assert set(target.evidence) <= set(THEMES)

    def test_every_measure_has_a_note(self):
        measures = {target.measure.key for agreement in AGREEMENTS for target in agreement.targets}
        measures |= {each.target.measure.key for each in PLANTED}

        assert set(NOTES) == measures

    def test_what_is_planted_pulls_apart_or_flows_from_nothing(self):
        wait = CONTRADICTION.target
        (agreed,) = [target for each in AGREEMENTS for target in each.targets if target.measure.key == wait.measure.key]
        answered = {theme for target in AGREEMENTS[0].targets for theme in target.evidence}

        assert (agreed.level - agreed.baseline) * (wait.level - wait.baseline) < 0
        assert ORPHAN.agreement is None
        assert GAP[0] == AGREEMENTS[0].service
        assert GAP[1] not in answered

    def test_whoever_is_furthest_behind_has_the_longest_way_to_go(self):
        targets = {target.measure.key: target for agreement in AGREEMENTS for target in agreement.targets}
        services = {unit.key: unit.service for unit in ORGANISATION.units}
        of_target = {target.measure.key: agreement.service for agreement in AGREEMENTS for target in agreement.targets}
        for key, parts in PARTS.items():
            assert set(parts) == {unit for unit, service in services.items() if service == of_target[key]}
            higher = targets[key].measure.better == "higher"
            assert all((part.level > part.baseline) == higher for part in parts.values())
            by_way = sorted(parts.values(), key=lambda part: abs(part.level - part.baseline))
            assert [part.baseline for part in by_way] == sorted(
                (part.baseline for part in parts.values()), reverse=higher
            )

    def test_an_owner_is_a_post_whose_mail_goes_nowhere(self):
        for owner in OWNERS:
            assert owner.email.endswith("@demo.invalid")
            assert owner.role["en"].split()[0] in ("Head", "Chief")

    @pytest.mark.parametrize(
        ("until", "due"),
        [
            (date(2026, 3, 31), date(2026, 3, 31)),
            (date(2026, 4, 1), date(2027, 3, 31)),
        ],
    )
    def test_a_target_of_one_year_is_due_when_the_financial_year_ends(self, until, due):
        target = next(target for target in AGREEMENTS[0].targets if target.years == 1)

        assert target.due(until) == due
