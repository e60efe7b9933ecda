from datetime import UTC, datetime, timedelta

from calendar_service.clock import utc_now


def test_now_is_an_instant_in_utc_to_the_second() -> None:
    now = utc_now()
    assert (now.tzinfo, now.microsecond) == (UTC, 0)
    assert abs(datetime.fromtimestamp(0, UTC) - now) > timedelta(days=365 * 50)
