from calendar_service.services.addresses import item_page
from tests.builders import make_item


def test_a_page_is_named_by_slug_and_language() -> None:
    expected = "https://example.org/items/coordination-meeting?lang=ka"
    assert item_page("https://example.org", make_item(), "ka") == expected


def test_a_slug_of_any_letters_is_a_sound_address() -> None:
    item = make_item(slug="a b-ქ")
    assert item_page("https://example.org", item, "en") == (
        "https://example.org/items/a%20b-%E1%83%A5?lang=en"
    )
