"""When people give feedback: the rhythm of the year, the week and the day."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from math import cos, pi
from random import Random
from zoneinfo import ZoneInfo

from demo.rates import Rates

_QUIET_DAYS = ((12, 24), (12, 25), (12, 26), (12, 31), (1, 1))
_QUIET = 0.12
# Weight of each hour of the day for those who answer online, wherever they are.
_ONLINE_HOURS = (0, 0, 0, 0, 0, 0, 2, 4, 6, 7, 7, 7, 8, 6, 5, 5, 6, 6, 7, 9, 10, 9, 6, 2)
_HOURS = range(24)


def days_between(start: date, until: date) -> list[date]:
    """Return the days from ``start`` to the day before ``until``."""
    return [start + timedelta(days=i) for i in range((until - start).days)]


def months_before(day: date, months: int) -> date:
    """Return the same day some months earlier, or that month's 28th if the day is later."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, 28))


def winter(day: date) -> float:
    """Return how much it is winter: 1 in the middle of January, -1 in July."""
    return cos(2 * pi * (day.timetuple().tm_yday - 15) / 365.25)


def day_weights(days: list[date], rates: Rates) -> list[float]:
    """Return the running sums of how busy each day is."""
    return list(
        accumulate(
            rates.week[day.weekday()]
            * (1 + rates.winter * winter(day))
            * (_QUIET if (day.month, day.day) in _QUIET_DAYS else 1)
            for day in days
        )
    )


def moment(day: date, *, channel: str, rates: Rates, zone: ZoneInfo, rng: Random) -> datetime:
    """Return a moment of the day in UTC: in opening hours, or by the evening's rhythm for answers online."""
    opening = rates.hours[day.weekday()]
    if channel == "online" or opening is None:
        hour = rng.choices(_HOURS, _ONLINE_HOURS)[0]
    else:
        first, last = opening
        # People answer soon after, so the day's peaks are late morning and mid-afternoon.
        hour = round(rng.triangular(first, last, rng.choice((11, 15))))
    local = datetime.combine(day, time(hour, rng.randrange(60), rng.randrange(60)), tzinfo=zone)
    return local.astimezone(UTC)
