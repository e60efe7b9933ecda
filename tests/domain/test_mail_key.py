"""Keys of mails: parts that come back as they were."""

from hypothesis import given
from hypothesis import strategies as st

from calendar_service.domain.mail_key import join_key, split_key


@given(st.lists(st.text(max_size=8), min_size=1, max_size=7))
def test_parts_come_back_as_they_were(parts: list[str]) -> None:
    assert split_key(join_key(parts)) == parts


@given(
    st.lists(st.text(alphabet="a/%2F5", max_size=5), min_size=1, max_size=4),
    st.lists(st.text(alphabet="a/%2F5", max_size=5), min_size=1, max_size=4),
)
def test_other_parts_make_another_key(one: list[str], other: list[str]) -> None:
    assert (join_key(one) == join_key(other)) is (one == other)
