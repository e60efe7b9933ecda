"""Letters about passwords; whole ones are compared with tests/examples/mails.

After a change that is meant, write them anew with
`python -m tests.services.test_password_letters` and look at what differs.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from calendar_service.config import Settings, SignInService
from calendar_service.domain.account import Account
from calendar_service.domain.mail import MailMessage
from calendar_service.services.password_letters import (
    queue,
    tell_change,
    write_changed,
    write_reset,
    write_without_password,
)
from calendar_service.storage.database import Session
from calendar_service.storage.outbox import list_mails
from tests.builders import ADA, NOW

MAILS = Path(__file__).parent.parent / "examples" / "mails"
LINK = "https://calendar.example.org/mail/password/WyJhZGEi.c2lnbmVk?lang=en"
OFFICE = Settings(
    instance=Path("nowhere"),
    database_url="",
    secret_key="a secret that is only good for tests",  # noqa: S106 - no secret
    mail_from="calendar@example.org",
    base_url="https://calendar.example.org",
    office_name="The {Office}",
    sign_in_service=SignInService(
        issuer="https://id.example.org",
        client_id="calendar",
        client_secret="",
        label="Office",
    ),
)


def reset(account: Account) -> MailMessage:
    return write_reset(OFFICE, account, LINK, NOW)


def without(account: Account) -> MailMessage:
    return write_without_password(OFFICE, account, NOW)


def changed(account: Account) -> MailMessage:
    return write_changed(OFFICE, account, NOW)


def written() -> Iterator[tuple[str, str]]:
    for language in ("en", "ka"):
        who = replace(ADA, language=language)
        for write in (reset, without, changed):
            made = write(who)
            start = f"password-{write.__name__}.{language}"
            yield f"{start}.txt", f"Subject: {made.subject}\n\n{made.text}"
            yield f"{start}.html", made.html


@pytest.mark.parametrize(("name", "said"), list(written()), ids=lambda each: each[:20])
def test_the_whole_letter_is_the_example(name: str, said: str) -> None:
    assert said == (MAILS / name).read_text("utf-8")


def test_that_a_password_changed_is_told_once(
    session: Session, settings: Settings
) -> None:
    for _ in range(2):
        tell_change(session, settings, ADA, NOW)
    (mail,) = list_mails(session)
    assert mail.message == write_changed(settings, ADA, NOW)


def test_whose_language_is_not_ours_reads_english() -> None:
    assert reset(replace(ADA, language="hy")).text == reset(ADA).text


def test_each_letter_is_queued_once(session: Session) -> None:
    for _ in range(2):
        queue(session, reset(ADA), "somebody asked", NOW)
    (mail,) = list_mails(session)
    assert (mail.message, mail.why) == (reset(ADA), "somebody asked")


if __name__ == "__main__":
    for example, text in written():
        (MAILS / example).write_text(text, "utf-8")
