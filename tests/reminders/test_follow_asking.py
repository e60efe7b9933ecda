"""The mail that asks to confirm; whole ones are compared with the examples.

After a change that is meant, write them anew with
`python -m tests.reminders.test_follow_asking` and look at what differs.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from calendar_service.domain.follower import Pace, Wish
from calendar_service.reminders.follow_asking import Sending, asking_key, word_asking
from tests.builders import NOW
from tests.reminders.test_follow_wording import NINO, URL, sending

MAILS = Path(__file__).parent.parent / "examples" / "mails"


def asked(language: str, **changes: object) -> Sending:
    changed = replace(NINO, language=language, confirmed_at=None)
    follower = replace(changed, **changes)  # type: ignore[arg-type]  # the caller names the field
    return replace(sending(language), follower=follower)


def confirm(language: str) -> str:
    return f"{URL}/mail/confirm/Im4xbjAi.c2lnbmVk?lang={language}"


def written() -> Iterator[tuple[str, str]]:
    for language in ("en", "ka"):
        made = {
            "follow-confirm": asked(language),
            "follow-confirm-weekly": asked(language, wish=Wish(), pace=Pace.WEEKLY),
            "follow-known": asked(language, confirmed_at=NOW),
        }
        for name, each in made.items():
            mail = word_asking(each, confirm(language))
            whole = f"Subject: {mail.subject}\n\n{mail.text}"
            yield f"{name}.{language}.txt", whole
            yield f"{name}.{language}.html", mail.html


@pytest.mark.parametrize(("name", "said"), list(written()), ids=lambda each: each[:26])
def test_the_whole_mail_is_the_example(name: str, said: str) -> None:
    assert said == (MAILS / name).read_text("utf-8")


def test_it_is_one_per_wish_and_asking_and_can_be_left() -> None:
    made = word_asking(asked("en"), confirm("en"))
    assert made.key == asking_key(NINO) == "follow/n1n0/ask/20260310T120000"
    assert (made.to, made.list_name) == ("nino@example.org", "follow")
    assert made.unsubscribe_url == sending("en").leave


def test_whoever_follows_already_is_not_asked_to_confirm() -> None:
    made = word_asking(asked("en", confirmed_at=NOW), confirm("en"))
    assert made.subject == "You follow the calendar of Office for Migration already"
    assert "/mail/confirm/" not in made.text + made.html


if __name__ == "__main__":
    for name, said in written():
        (MAILS / name).write_text(said, "utf-8")
