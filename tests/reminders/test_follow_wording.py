"""What followers are told, in words; whole mails are compared with the examples.

After a change that is meant, write them anew with
`python -m tests.reminders.test_follow_wording` and look at what differs.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from calendar_service.domain.announcement import Announcement
from calendar_service.domain.coming_up import list_coming
from calendar_service.domain.follower import Follower, Pace, Wish
from calendar_service.domain.item import Item, ItemKind, ItemStatus, Place
from calendar_service.domain.mail import MailMessage
from calendar_service.domain.recurrence import Recurrence
from calendar_service.domain.span import whole_days
from calendar_service.domain.texts import Text
from calendar_service.reminders.follow_asking import Sending
from calendar_service.reminders.follow_wording import (
    MOST_LINES,
    Pages,
    word_news,
    word_week,
)
from calendar_service.reminders.following import Changed, Letter
from tests.builders import NOW, TBILISI, make_item, timed

MAILS = Path(__file__).parent.parent / "examples" / "mails"
URL = "https://calendar.example.org"
MONDAY = date(2026, 5, 11)
PAGES = Pages(
    lambda item, language: f"{URL}/items/{item.slug}?lang={language}",
    f"{URL}/agenda",
)
NINO = Follower(
    name="n1n0",
    address="nino@example.org",
    wish=Wish(
        kinds=frozenset({ItemKind.MEETING, ItemKind.SCREENING}),
        places=frozenset({"Tbilisi"}),
    ),
    pace=Pace.IMMEDIATE,
    language="en",
    asked_at=NOW,
    confirmed_at=NOW,
)
MEETING = make_item(
    uid="meeting",
    slug="meeting",
    span=timed("2026-05-14T10:00", "2026-05-14T11:30"),
    texts={
        "en": Text(title="Coordination meeting", place="Main hall, Tbilisi"),
        "ka": Text(title="საკოორდინაციო შეხვედრა", place="დიდი დარბაზი, თბილისი"),
    },
)
MEETING_BEFORE = replace(
    MEETING,
    span=timed("2026-05-12T10:00", "2026-05-12T11:30"),
    texts={
        "en": Text(title="Coordination meeting", place="Small hall, Tbilisi"),
        "ka": Text(title="საკოორდინაციო შეხვედრა", place="მცირე დარბაზი, თბილისი"),
    },
)
FILM = make_item(
    uid="film",
    slug="film",
    kind=ItemKind.SCREENING,
    span=timed("2026-05-22T19:00"),
    place=Place(venue="Amirani <cinema>", city="Tbilisi"),
    texts={
        "en": Text(
            title="The road home <free>",
            summary="A film about those who come back, and a talk with its director.",
        )
    },
)
WEEKLY = make_item(
    uid="club",
    slug="club",
    span=timed("2026-05-13T18:00", "2026-05-13T19:00"),
    recurrence=Recurrence(rule="FREQ=WEEKLY;COUNT=4"),
    texts={
        "en": Text(title="Conversation club"),
        "ka": Text(title="სასაუბრო კლუბი"),
    },
    place=Place(online="https://meet.example.org/club"),
)
OFF = make_item(
    uid="off",
    slug="off",
    status=ItemStatus.CANCELLED,
    span=whole_days(date(2026, 5, 16)),
    texts={"en": Text(title="Open day"), "ka": Text(title="ღია კარის დღე")},
)
GONE = replace(OFF, uid="gone", status=ItemStatus.DELETED)
MOVED = Changed(MEETING, (Announcement.MOVED, Announcement.REPLACED), MEETING_BEFORE)
CALLED_OFF = Changed(OFF, (Announcement.CANCELLED,), OFF)
NEWS = Letter(new=(FILM, WEEKLY), changed=(MOVED, CALLED_OFF))
WEEK = Letter(
    new=(FILM,),
    changed=(MOVED,),
    coming=tuple(list_coming([MEETING, WEEKLY, OFF], MONDAY, 6, TBILISI)),
)


def sending(language: str) -> Sending:
    return Sending(
        replace(NINO, language=language),
        "Office for Migration",
        f"{URL}/mail/leave/Im4xbjAi.c2lnbmVk?lang={language}",
        f"{URL}/mail/follow/Im4xbjAi.c2lnbmVk?lang={language}",
    )


def news(letter: Letter, language: str = "en") -> MailMessage:
    return word_news(letter, sending(language), PAGES, 17)


def written() -> Iterator[tuple[str, str]]:
    for language in ("en", "ka"):
        made = {
            "follow-news": news(NEWS, language),
            "follow-one": news(Letter(new=(FILM,)), language),
            "follow-week": word_week(WEEK, sending(language), PAGES, MONDAY),
        }
        for name, mail in made.items():
            whole = f"Subject: {mail.subject}\n\n{mail.text}"
            yield f"{name}.{language}.txt", whole
            yield f"{name}.{language}.html", mail.html


@pytest.mark.parametrize(("name", "said"), list(written()), ids=lambda each: each[:20])
def test_the_whole_mail_is_the_example(name: str, said: str) -> None:
    assert said == (MAILS / name).read_text("utf-8")


def test_news_is_one_mail_per_follower_and_version_and_can_be_left() -> None:
    made = news(NEWS)
    assert (made.key, made.to) == ("follow/n1n0/17", "nino@example.org")
    assert made.unsubscribe_url == sending("en").leave
    assert (made.list_name, made.language) == ("follow", "en")
    week = word_week(WEEK, sending("ka"), PAGES, MONDAY)
    assert (week.key, week.language) == ("follow/n1n0/week/2026-05-11", "ka")


@pytest.mark.parametrize(
    ("letter", "subject"),
    [
        (
            Letter(new=(FILM,)),
            "New: The road home <free> (22 May 2026, 19:00)",
        ),
        (
            Letter(changed=(MOVED,)),
            "Moved: Coordination meeting (14 May 2026, 10:00–11:30)",
        ),
        (Letter(changed=(CALLED_OFF,)), "Cancelled: Open day (16 May 2026)"),
        (Letter(new=(FILM, WEEKLY)), "2 new events"),
        (Letter(new=(FILM,), changed=(MOVED,)), "1 new event, 1 change"),
        (Letter(changed=(MOVED, CALLED_OFF)), "2 changes"),
    ],
)
def test_the_subject_says_what_one_thing_is_and_counts_several(
    letter: Letter, subject: str
) -> None:
    assert news(letter).subject == subject


def test_what_comes_this_week_is_not_named_twice() -> None:
    made = word_week(WEEK, sending("en"), PAGES, MONDAY).text
    titles = [line for line in made.splitlines() if line == "Coordination meeting"]
    assert titles == ["Coordination meeting"]
    assert "Moved (was: 12 May 2026, 10:00–11:30)" in made


def test_what_is_deleted_has_no_page_to_lead_to() -> None:
    made = news(Letter(changed=(Changed(GONE, (Announcement.CANCELLED,)),)))
    assert "/items/" not in made.text + made.html
    assert "Open day" in made.html


def test_of_very_much_only_the_first_are_named() -> None:
    many: tuple[Item, ...] = tuple(
        replace(FILM, uid=f"{n}", slug=f"film-{n}") for n in range(MOST_LINES + 3)
    )
    made = news(Letter(new=many))
    assert made.subject == f"{MOST_LINES + 3} new events"
    assert made.text.count("The road home") == MOST_LINES
    assert f"and 3 more in the calendar\n{URL}/agenda" in made.text


def test_a_long_summary_is_cut_between_words() -> None:
    long = {"en": Text(title="Film", summary="word " * 90)}
    made = news(Letter(new=(replace(FILM, texts=long),)))
    (line,) = (line for line in made.text.splitlines() if line.endswith(" …"))
    assert (len(line) <= 162, line[:9], line[-6:]) == (True, "word word", "word …")


if __name__ == "__main__":
    for name, said in written():
        (MAILS / name).write_text(said, "utf-8")
