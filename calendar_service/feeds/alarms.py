"""Alarms on request: VALARMs put into VEVENTs that are already rendered."""

from datetime import timedelta

from calendar_service.feeds.ical_values import escaped, line

END = b"END:VEVENT\r\n"
OFF = b"\r\nSTATUS:CANCELLED\r\n"
ONE_MINUTE = timedelta(minutes=1)


def with_alarm(
    vevents: bytes, alarm: timedelta, description: str = "Reminder"
) -> bytes:
    """Return the VEVENTs, each with an alarm some time before its start.

    Whole days begin at midnight, and so does the count. What is cancelled
    rings no more. `description` is what a client shows that has no words of
    its own (RFC 5545 3.6.6). Nothing is parsed: a line that is folded never
    looks like these.
    """
    ringing = _valarm(alarm, description) + END
    if OFF not in vevents:
        return vevents.replace(END, ringing)
    *events, rest = vevents.split(END)
    ends = (event + (END if OFF in event else ringing) for event in events)
    return b"".join(ends) + rest


def duration(before: timedelta) -> str:
    """Return a time before something, to the minute (RFC 5545 3.3.6)."""
    minutes = abs(before) // ONE_MINUTE
    days, rest = divmod(minutes, 24 * 60)
    if minutes and not rest:
        return f"-P{days}D"
    return f"-PT{minutes}M" if minutes else "PT0M"


def _valarm(alarm: timedelta, description: str) -> bytes:
    return b"".join(
        (
            b"BEGIN:VALARM\r\n",
            line("ACTION", "DISPLAY"),
            line("DESCRIPTION", escaped(description)),
            line("TRIGGER", duration(alarm)),
            b"END:VALARM\r\n",
        )
    )
