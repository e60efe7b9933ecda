"""Tests of reminders/wording.py; whole mails are compared with tests/examples/mails."""

from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from lxml import html as lxml_html

from calendar_service.domain.agreement import Agreement
from calendar_service.domain.item import Item, ItemKind, Party, Person, Place
from calendar_service.domain.mail import Attachment, MailMessage
from calendar_service.domain.rule import Anchor, ReminderRule, Step
from calendar_service.domain.span import whole_days, whole_month
from calendar_service.domain.texts import Text
from calendar_service.reminders.ladders import DueReminder
from calendar_service.reminders.wording import explain, word_reminder
from tests.builders import TBILISI, make_item
from tests.reminder_values import (
    ABROAD,
    ADA,
    AGREEMENT,
    CASES,
    OFFICE,
    WAYS,
    at,
    due_at,
    example,
    link,
    rule,
)

NEWS = ": write the news item"
MAILS = Path(__file__).parent.parent / "examples" / "mails"


def mail_for(due: DueReminder, ics: bytes | None = None) -> MailMessage:
    office = replace(OFFICE, name="Office for Migration")
    return word_reminder(due, office, link, ics, WAYS)


def subject(item: Item, now: str, language: str = "en", *rules: ReminderRule) -> str:
    return mail_for(due_at(item, at(now), language, *rules)).subject


@pytest.mark.parametrize("language", ["en", "ka"])
@pytest.mark.parametrize("case", CASES)
def test_the_whole_mail_is_the_example(case: str, language: str) -> None:
    mail = mail_for(example(case, language))
    text = (MAILS / f"{case}.{language}.txt").read_text("utf-8")
    assert f"Subject: {mail.subject}\n\n{mail.text}" == text
    assert mail.html == (MAILS / f"{case}.{language}.html").read_text("utf-8")


def test_the_mail_goes_to_its_person_under_its_key() -> None:
    due = due_at(*CASES["meeting-tomorrow"], "ka")
    mail = mail_for(due)
    assert (mail.key, mail.to, mail.language) == (due.key, ADA.email, "ka")
    assert mail.attachments == ()


def test_same_reminder_same_mail() -> None:
    due = due_at(*CASES["meeting-tomorrow"], "ka")
    assert mail_for(due, b"x") == mail_for(due, b"x")


@pytest.mark.parametrize(
    ("days", "now", "en", "ka"),
    [
        (7, "2026-05-07T05:00", "In 7 days", "7 დღეში"),
        (1, "2026-05-13T05:00", "Tomorrow", "ხვალ"),
        (0, "2026-05-14T05:00", "Today", "დღეს"),
        (7, "2026-05-09T05:00", "Late: in 5 days", "დაგვიანებით: 5 დღეში"),
        (7, "2026-05-13T05:00", "Late: tomorrow", "დაგვიანებით: ხვალ"),
        (0, "2026-05-15T05:00", "Late: began yesterday", "დაგვიანებით: გუშინ დაიწყო"),
        (
            0,
            "2026-05-16T05:00",
            "Late: began 2 days ago",
            "დაგვიანებით: 2 დღის წინ დაიწყო",
        ),
    ],
)
def test_the_subject_says_days_left_title_and_date(
    days: int, now: str, en: str, ka: str
) -> None:
    item = make_item(
        span=whole_days(date(2026, 5, 14), date(2026, 5, 16)),
        texts={"en": Text(title="Meeting"), "ka": Text(title="შეხვედრა")},
    )
    assert subject(item, now, "en", rule(days)) == f"{en}: Meeting (14–16 May 2026)"
    assert subject(item, now, "ka", rule(days)).startswith(f"{ka}: შეხვედრა (14–16 ")


@pytest.mark.parametrize(
    ("days", "now", "said"),
    [
        (2, "2026-05-14T05:00", "Ends in 2 days: M (14–16 May 2026)"),
        (1, "2026-05-15T05:00", "Ends tomorrow: M (14–16 May 2026)"),
        (0, "2026-05-16T05:00", "Ends today: M (14–16 May 2026)"),
        (-1, "2026-05-17T05:00", f"Yesterday: M (14–16 May 2026){NEWS}"),
        (-2, "2026-05-18T05:00", f"2 days ago: M (14–16 May 2026){NEWS}"),
    ],
)
def test_around_the_end_the_subject_speaks_of_the_end(
    days: int, now: str, said: str
) -> None:
    item = make_item(
        span=whole_days(date(2026, 5, 14), date(2026, 5, 16)),
        texts={"en": Text(title="M")},
    )
    steps = (Step(days, Anchor.END),)
    assert subject(item, now, "en", rule(steps=steps)) == said


@pytest.mark.parametrize(
    ("now", "en", "ka"),
    [
        (
            "2026-07-03T05:00",
            "90 days to the expiry: {} (October 2026)",
            "ვადის ამოწურვამდე დარჩა 90 დღე: ",
        ),
        (
            "2026-09-30T05:00",
            "Tomorrow is the expiry: {} (October 2026)",
            "ვადა ხვალ იწურება: ",
        ),
        (
            "2026-10-01T05:00",
            "Late: today is the expiry: {} (October 2026)",
            "დაგვიანებით: ვადა დღეს იწურება: ",
        ),
        (
            "2026-10-05T05:00",
            "Late: has expired or is about to: {} (October 2026)",
            "დაგვიანებით: ვადა ამოიწურა ან იწურება: ",
        ),
    ],
)
def test_an_agreement_counts_to_its_expiry(now: str, en: str, ka: str) -> None:
    item = replace(AGREEMENT, agreement=Agreement(expires=whole_month(2026, 10)))
    title = "Memorandum with the State Fund"
    assert subject(item, now) == en.format(title)
    assert subject(item, now, "ka").startswith(ka + "მემორანდუმი")


def test_an_agreement_counts_to_its_notice_deadline() -> None:
    stated = Agreement(notice_deadline_on=date(2026, 7, 1))
    item = replace(AGREEMENT, agreement=stated)
    end = ": Memorandum with the State Fund (1 July 2026)"
    for now, said in (
        ("2026-04-02T05:00", "90 days to the notice deadline"),
        ("2026-06-30T05:00", "Tomorrow is the notice deadline"),
        ("2026-07-01T07:00", "Late: today is the notice deadline"),
    ):
        assert subject(item, now) == said + end


def test_the_calendar_file_goes_along_where_given() -> None:
    mail = mail_for(due_at(*CASES["meeting-tomorrow"], "en"), b"BEGIN:VCALENDAR")
    assert mail.attachments == (
        Attachment(
            "coordination-meeting.ics",
            "text/calendar; method=PUBLISH",
            b"BEGIN:VCALENDAR",
        ),
    )
    assert "The date is attached as a calendar file." in mail.text


@pytest.mark.parametrize(
    ("now", "task"),
    [
        ("2026-04-16T05:00", "Prepare the texts, the pictures and the plan of posts."),
        ("2026-05-14T05:00", "Publish the first post: the campaign begins."),
        ("2026-05-16T05:00", "It is under way: check what is still to be done."),
    ],
)
def test_the_text_begins_with_what_to_do(now: str, task: str) -> None:
    campaign = make_item(
        kind=ItemKind.CAMPAIGN, span=whole_days(date(2026, 5, 14), date(2026, 5, 20))
    )
    text = mail_for(due_at(campaign, at(now), "en")).text
    assert text.splitlines()[0] == task


def test_an_unknown_language_gets_an_english_mail() -> None:
    due, english = (due_at(*CASES["meeting-tomorrow"], code) for code in ("fr", "en"))
    assert mail_for(due) == mail_for(english)


class Scripts(HTMLParser):
    """Collects whatever could act or load in a page."""

    found: list[str]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "img", "svg", "iframe", "object", "link", "form"}:
            self.found.append(tag)
        self.found += [
            f"{name}={value}"
            for name, value in attrs
            if name.startswith("on")
            or (name in {"href", "src"} and not (value or "").startswith("https://"))
        ]


HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7*7 }}</title>'


def test_planted_scripts_are_inert() -> None:
    item = replace(
        ABROAD,
        texts={"en": Text(title=HOSTILE, place=HOSTILE)},
        place=Place(online="javascript:alert(1)"),
        organisers=(Party(HOSTILE),),
        focal_point=Person(HOSTILE, ADA.email),
    )
    mail = mail_for(due_at(item, at("2026-05-13T05:00"), "en"))
    scripts = Scripts()
    scripts.found = []
    scripts.feed(mail.html)
    assert scripts.found == []
    assert lxml_html.fromstring(mail.html).findtext(".//h1") == HOSTILE


@pytest.mark.parametrize("title", ["a\r\nBcc: b@example.org", "a\x00b", "\ud800", "\n"])
def test_a_title_stays_on_one_line(title: str) -> None:
    item = replace(ABROAD, texts={"en": Text(title=title)})
    assert subject(item, "2026-05-13T05:00").isprintable()


def test_a_title_in_another_language_says_so() -> None:
    item = replace(ABROAD, texts={"en": Text(title="Coordination meeting")})
    page = lxml_html.fromstring(
        mail_for(due_at(item, at("2026-05-13T05:00"), "ka")).html
    )
    assert page.get("lang") == "ka"
    assert page.find(".//h1").get("lang") == "en"


def test_dark_mode_survives_the_inlining() -> None:
    page = mail_for(due_at(*CASES["meeting-tomorrow"], "en")).html
    assert page.count("@media (prefers-color-scheme: dark)") == 1
    assert lxml_html.fromstring(page).find("body").get("style")


@pytest.mark.parametrize(
    ("step", "en", "ka"),
    [
        (Step(0), "on the first day", "პირველ დღეს"),
        (Step(-1), "1 day after the start", "დაწყებიდან 1 დღის შემდეგ"),
        (Step(0, Anchor.END), "on the last day", "ბოლო დღეს"),
        (Step(3, Anchor.END), "3 days before the end", "დასრულებამდე 3 დღით ადრე"),
        (Step(-3, Anchor.END), "3 days after the end", "დასრულებიდან 3 დღის შემდეგ"),
    ],
)
def test_every_step_can_be_said(step: Step, en: str, ka: str) -> None:
    item = make_item(span=whole_days(date(2026, 5, 14), date(2026, 5, 16)))
    days = step.days if step.anchor is Anchor.START else step.days - 2
    now = at("2026-05-14T05:00").replace(day=14 - days)
    due = due_at(item, now, "en", rule(steps=(step,), zone=TBILISI))
    assert explain(due, "en").split("; ")[0] == en
    assert explain(due, "ka").split("; ")[0] == ka
