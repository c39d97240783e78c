from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy.dialects import postgresql, sqlite

from models import UtcDateTime, time_key

SQLITE, POSTGRESQL = sqlite.dialect(), postgresql.dialect()
COLUMN = UtcDateTime()


class TestUtcDateTime:
    def test_a_time_without_a_zone_is_refused(self):
        with pytest.raises(ValueError, match="time zone"):
            COLUMN.process_bind_param(datetime(2026, 5, 4, 12), POSTGRESQL)

    def test_every_zone_becomes_utc(self):
        summer = datetime(2026, 5, 4, 13, tzinfo=timezone(timedelta(hours=1)))

        assert COLUMN.process_bind_param(summer, POSTGRESQL) == datetime(2026, 5, 4, 12, tzinfo=UTC)
        assert COLUMN.process_bind_param(summer, SQLITE) == datetime(2026, 5, 4, 12)

    def test_it_always_comes_back_with_its_zone(self):
        assert COLUMN.process_result_value(datetime(2026, 5, 4, 12), SQLITE) == datetime(2026, 5, 4, 12, tzinfo=UTC)
        elsewhere = datetime(2026, 5, 4, 13, tzinfo=timezone(timedelta(hours=1)))
        assert COLUMN.process_result_value(elsewhere, POSTGRESQL).tzinfo is UTC

    def test_none_stays_none(self):
        assert COLUMN.process_bind_param(None, SQLITE) is None
        assert COLUMN.process_result_value(None, SQLITE) is None


class TestTimeKey:
    def test_keys_stand_in_the_order_of_their_time(self):
        moments = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(milliseconds=step) for step in range(200)]

        keys = [time_key(at) for at in moments]

        assert keys == sorted(keys)
        assert [str(key) for key in keys] == sorted(str(key) for key in keys)

    def test_keys_made_one_after_the_other_are_in_order(self):
        keys = [time_key() for _ in range(1_000)]

        assert keys == sorted(keys)
        assert len(set(keys)) == 1_000

    def test_a_month_is_a_range(self):
        before = time_key(datetime(2026, 4, 30, 23, 59, 59, 999_000, tzinfo=UTC))
        within = time_key(datetime(2026, 5, 15, tzinfo=UTC))
        after = time_key(datetime(2026, 6, 1, tzinfo=UTC))

        first, end = (int(datetime(2026, month, 1, tzinfo=UTC).timestamp() * 1000) << 80 for month in (5, 6))
        assert before.int < first <= within.int < end <= after.int

    def test_it_is_a_uuid_of_version_7(self):
        assert {time_key().version, time_key(datetime(2026, 5, 4, tzinfo=UTC)).version} == {7}

    def test_two_of_one_moment_differ(self):
        at = datetime(2026, 5, 4, tzinfo=UTC)

        assert len({time_key(at) for _ in range(100)}) == 100
