import pytest

from calendar_service.domain.account import Account, Role
from calendar_service.web.mail_privacy import address_said, words_said
from tests.builders import ADA, BEN, CLEO

ROOT = Account(email="root@example.org", role=Role.ADMIN)
SAID = "550 5.1.1 <nino@example.org>: no such user (in reply to nino@example.org)"


@pytest.mark.parametrize("who", [ADA, BEN, CLEO])
def test_only_who_administers_sees_addresses(who: Account) -> None:
    assert address_said("nino@example.org", who) == "n…@example.org"
    assert words_said(SAID, who) == (
        "550 5.1.1 <n…@example.org>: no such user (in reply to n…@example.org)"
    )
    assert address_said("nino@example.org", ROOT) == "nino@example.org"
    assert words_said(SAID, ROOT) == SAID


def test_ones_own_address_is_no_secret() -> None:
    assert address_said("Ada@example.org", ADA) == "Ada@example.org"


def test_words_without_an_address_stay_as_they_are() -> None:
    assert words_said("421 too busy", CLEO) == "421 too busy"
