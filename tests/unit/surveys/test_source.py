"""The text of a definition's file."""

import json

import pytest

from surveys.errors import DefinitionError
from surveys.source import LARGEST_BYTES, json_of


class TestJsonOf:
    @pytest.mark.parametrize(
        "text", ['{"a": [1, 2.5, null]}', b'{"a": [1, 2.5, null]}', b'\xef\xbb\xbf{"a": [1, 2.5, null]}']
    )
    def test_json_is_read(self, text):
        assert json_of(text) == {"a": [1, 2.5, None]}

    @pytest.mark.parametrize(("text", "fault"), [
        ("", "line 1, column 1: this is no JSON (Expecting value)"),
        ('{\n"a": }', "line 2, column 6: this is no JSON (Expecting value)"),
        (b"\xff\xfe{\x00", "the file is not written in UTF-8"),
        ("{'a': 1}", "line 1, column 2: this is no JSON (Expecting property name enclosed in double quotes)"),
        ('{"a": NaN}', "NaN is no number; JSON has none such"),
        ('{"a": -Infinity}', "-Infinity is no number; JSON has none such"),
        ('{"a": 1e999}', "the number '1e999' is too large to read"),
        ('{"a": ' + "9" * 5_000 + "}", "the file holds a number too long to read"),
        ('{"a": 1, "a": 1}', "'a' is written twice in one object; say it once"),
        ('[{"key": "q", "text": {"en": "a", "en": "b"}}]', "'en' is written twice in one object; say it once"),
        ('[{"key": "q", "text": 1, "text": 2}]', "'text' is written twice in one object of 'q'; say it once"),
        ("[" * 41 + "]" * 41, "the file is nested more than 40 deep"),
        ("[" * 400_000, "the file is nested more than 40 deep"),
        ('{"a":' * 150_000, "the file is nested more than 40 deep"),
        (" " * (LARGEST_BYTES + 1), "the file is larger than 1,000 kB"),
    ])  # fmt: skip
    def test_anything_else_is_refused_with_a_reason(self, text, fault):
        with pytest.raises(DefinitionError) as caught:
            json_of(text)

        assert caught.value.faults == [fault]

    def test_what_is_written_twice_very_often_is_said_a_few_times(self):
        text = "[" + ",".join(['{"a":1,"a":2}'] * 10_000) + "]"
        with pytest.raises(DefinitionError) as caught:
            json_of(text)

        assert len(caught.value.faults) <= 20

    def test_forty_deep_is_read(self):
        assert json_of(json.dumps(nested := eval("[" * 39 + "]" * 39))) == nested
