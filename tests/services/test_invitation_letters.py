"""The letter of an invitation; whole ones are compared with tests/examples/mails.

After a change that is meant, write them anew with
`python -m tests.services.test_invitation_letters` and look at what differs.
"""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from calendar_service.domain.account import Account, Role
from calendar_service.domain.item import ItemKind
from calendar_service.services.invitation_letters import (
    queue_invitation,
    write_invitation,
)
from calendar_service.storage.database import Session
from calendar_service.storage.outbox import list_mails
from tests.builders import BEN, NOW
from tests.services.test_password_letters import MAILS, OFFICE

LINK = "https://calendar.example.org/mail/invitation/WyJhZGEi.c2lnbmVk?lang=en"
ZURA = Account(email="zura@example.org", name="Zura {K}", role=Role.ADMIN)
FILMS = frozenset({ItemKind.SCREENING, ItemKind.TRAINING})
INVITED = replace(BEN, kinds=FILMS, invited_at=NOW)


def text(account: Account, inviter: Account = ZURA) -> str:
    return write_invitation(OFFICE, account, inviter, LINK, NOW).text


def written() -> Iterator[tuple[str, str]]:
    for language in ("en", "ka"):
        who = replace(INVITED, language=language)
        made = write_invitation(OFFICE, who, ZURA, LINK, NOW)
        said = f"Subject: {made.subject}\n\n{made.text}"
        yield f"invitation.{language}.txt", said
        yield f"invitation.{language}.html", made.html


@pytest.mark.parametrize(("name", "said"), list(written()), ids=lambda each: each[:20])
def test_the_whole_letter_is_the_example(name: str, said: str) -> None:
    assert said == (MAILS / name).read_text("utf-8")


@pytest.mark.parametrize("language", ["en", "ka"])
def test_each_role_is_told_what_it_does(language: str) -> None:
    people = [replace(INVITED, role=role, language=language) for role in Role]
    assert len({text(each) for each in people}) == len(Role)


def test_kinds_are_named_to_who_is_limited_and_the_inviter_by_what_is_known() -> None:
    assert "Screening, Training" in text(INVITED)
    unlimited = text(replace(INVITED, kinds=frozenset()))
    assert "of these kinds" not in unlimited
    assert text(INVITED, replace(ZURA, name="")).startswith("zura@example.org has made")


def test_whose_language_is_not_ours_reads_english() -> None:
    assert text(replace(INVITED, language="hy")) == text(INVITED)


def test_it_goes_into_the_outbox_and_only_for_who_was_invited(session: Session) -> None:
    queue_invitation(session, OFFICE, INVITED, ZURA, LINK)
    (mail,) = list_mails(session)
    assert mail.message == write_invitation(OFFICE, INVITED, ZURA, LINK, NOW)
    with pytest.raises(ValueError, match="nobody was invited"):
        queue_invitation(session, OFFICE, BEN, ZURA, LINK)


if __name__ == "__main__":
    for example, said in written():
        (MAILS / example).write_text(said, "utf-8")
