"""Every job is declared, with a queue that workers look at, and is told ids alone."""

import importlib
import inspect
import pkgutil
from uuid import UUID

import pytest

import jobs
from jobs.timetable import TIMETABLE, look
from models import now

# What is no job: how jobs are declared, and how and when they are asked for.
NO_JOBS = {"jobs.asking", "jobs.queue", "jobs.timetable"}
MODULES = sorted({f"jobs.{module.name}" for module in pkgutil.iter_modules(jobs.__path__)} - NO_JOBS)
FUNCTIONS = [
    function
    for name in MODULES
    for _, function in inspect.getmembers(importlib.import_module(name), inspect.isfunction)
    if function.__module__ == name and not function.__name__.startswith("_")
]


class TestJobs:
    def test_there_are_some(self):
        assert len(FUNCTIONS) >= len(TIMETABLE)

    @pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.__name__)
    def test_it_is_declared_and_told_ids_alone(self, function):
        assert getattr(function, "queue", None) in (*jobs.QUEUES, jobs.TURNS)
        for name, parameter in inspect.signature(function, eval_str=True).parameters.items():
            assert parameter.kind is parameter.KEYWORD_ONLY
            assert name.endswith("_id")
            assert parameter.annotation in {int, str, UUID}

    @pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.__name__)
    def test_it_says_that_it_may_run_twice(self, function):
        assert "Safe to run twice" in (function.__doc__ or "")

    def test_the_timetable_asks_for_jobs_that_need_no_id(self):
        for entry in TIMETABLE:
            assert entry.job in FUNCTIONS
            assert not inspect.signature(entry.job).parameters

    def test_what_could_not_be_asked_for_is_asked_for_again(self, app, settings):
        at = now()
        jobs.connect("unix:///nowhere")
        assert look(at) == []

        jobs.connect(settings.redis_url)

        assert look(at) == [entry.job.__name__ for entry in TIMETABLE]
        assert look(at) == []
