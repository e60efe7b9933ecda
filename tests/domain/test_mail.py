import re
from email.headerregistry import HeaderRegistry

from hypothesis import given
from hypothesis import strategies as st

from calendar_service.domain.mail import masked, message_id
from tests.strategies import lines


@given(key=lines())
def test_a_message_id_is_valid_and_the_same_for_every_copy(key: str) -> None:
    made = message_id(key, "example.org")
    assert made == message_id(key, "example.org")
    assert re.fullmatch(r"<[0-9a-f]{32}@example\.org>", made)
    assert HeaderRegistry()("Message-ID", made).defects == ()


@given(keys=st.lists(lines(), min_size=2, max_size=2, unique=True))
def test_other_occasions_have_other_message_ids(keys: list[str]) -> None:
    assert message_id(keys[0], "example.org") != message_id(keys[1], "example.org")


def test_a_masked_address_is_a_hint() -> None:
    given = ("nino@example.org", "n@example.org")
    assert [masked(address) for address in given] == ["n…@example.org"] * 2
