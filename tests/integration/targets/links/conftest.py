"""Fixtures of links: a target on how long people wait."""

import pytest


@pytest.fixture
def owner(factories, service):
    return factories.person(roles=["owner"], service=service, email="o@example.org", name="Head")


@pytest.fixture
def measure(factories, service):
    return factories.measure(
        service=service, key="wait", name={"en": "Median wait"}, unit_of_measure="minutes", better="lower"
    )


@pytest.fixture
def target(factories, service, owner, measure):
    return factories.target(service=service, owner=owner, themes=[], measure=measure, key="wait", level=10.0)
