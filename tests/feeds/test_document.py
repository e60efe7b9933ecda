from calendar_service.domain.item import ItemKind
from calendar_service.feeds.document import (
    COLORS,
    feed_tag,
    item_tag,
    make_document,
)


def test_the_same_bytes_have_the_same_validator_and_others_another() -> None:
    one = make_document(b"BEGIN:VCALENDAR", "text/calendar")
    assert one == make_document(b"BEGIN:VCALENDAR", "text/calendar")
    assert one.etag != make_document(b"BEGIN:VCALENDAR\r\n", "text/calendar").etag


def test_validator_is_a_strong_one_in_quotes() -> None:
    etag = make_document(b"", "text/calendar").etag
    assert etag == (
        '"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"'
    )


def test_tags_are_made_of_the_uid_and_hold_only_what_a_uri_may_hold() -> None:
    assert item_tag("example.org", "a-1@example.org") == (
        "tag:example.org,2026:item/a-1@example.org"
    )
    assert item_tag("example.org", "ა/b c") == (
        "tag:example.org,2026:item/%E1%83%90%2Fb%20c"
    )
    assert feed_tag("example.org", "all/ka") == "tag:example.org,2026:feed/all/ka"


def test_every_kind_has_a_colour_of_its_own() -> None:
    assert set(COLORS) == set(ItemKind)
    assert len({color.hexadecimal for color in COLORS.values()}) == len(ItemKind)
