"""Digests in words; whole ones are compared with tests/examples/mails.

After a change that is meant, write them anew with
`python -m tests.reminders.test_digest_wording` and look at what differs.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from calendar_service.domain.mail import MailMessage
from calendar_service.reminders.digest import Digest, Line, Period
from calendar_service.reminders.digest_wording import word_digest
from tests.reminder_values import at

MAILS = Path(__file__).parent.parent / "examples" / "mails"
URL = "https://calendar.example.org"
STOP = f"{URL}/mail/stop/WyJhZGEi.c2lnbmVk?lang=en"
WEEK = Period(
    date(2026, 5, 11), date(2026, 5, 17), "weekly/2026-05-11", at("2026-05-11T04:30")
)
DIGEST = Digest(
    coming=(
        Line("12 May 2026", "Film evening <free>", "en", f"{URL}/items/film"),
        Line("14 May 2026, 10:00–11:30", "შეხვედრა", "ka", f"{URL}/items/meeting"),
    ),
    expiring=(Line("Expires: 31 May 2026", "Lease", "en", f"{URL}/items/lease"),),
    waiting=(Line("", "Lease", "en", f"{URL}/items/lease"),),
    steps=(Line("11 May 2026", "Legal check: Lease", "en", f"{URL}/items/lease"),),
)


def mail(language: str, digest: Digest = DIGEST, period: Period = WEEK) -> MailMessage:
    reader = ("Ada@example.org", language)
    return word_digest(digest, period, reader, "Office for Migration", STOP)


def written() -> Iterator[tuple[str, str]]:
    for language in ("en", "ka"):
        made = mail(language)
        yield f"digest.{language}.txt", f"Subject: {made.subject}\n\n{made.text}"
        yield f"digest.{language}.html", made.html


@pytest.mark.parametrize(("name", "said"), list(written()), ids=lambda each: each[:20])
def test_the_whole_mail_is_the_example(name: str, said: str) -> None:
    assert said == (MAILS / name).read_text("utf-8")


def test_it_is_one_per_person_and_period_and_can_be_stopped() -> None:
    made = mail("en")
    assert made.key == "digest/ada@example.org/weekly/2026-05-11"
    assert (made.to, made.unsubscribe_url) == ("Ada@example.org", STOP)
    assert made.subject == "The week at a glance: 5"


def test_parts_with_nothing_in_them_are_left_out() -> None:
    made = mail("en", Digest(coming=DIGEST.coming))
    assert "What comes" in made.text
    assert "What expires" not in made.text
    daily = replace(WEEK, last=date(2026, 5, 12), name="daily/2026-05-11")
    assert mail("en", DIGEST, daily).subject == "Today and tomorrow: 5"


if __name__ == "__main__":
    for name, said in written():
        (MAILS / name).write_text(said, "utf-8")
