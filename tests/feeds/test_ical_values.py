from icalendar import Event

from calendar_service.feeds.ical_values import Raw, text, texts


def test_text_is_escaped_as_rfc_5545_says() -> None:
    assert text("a;b,c\\d\ne:f").to_ical() == rb"a\;b\,c\\d\ne:f"


def test_backslash_before_a_capital_n_is_no_line_break() -> None:
    assert text("C:\\New").to_ical() == rb"C:\\New"


def test_commas_between_texts_are_not_escaped() -> None:
    assert texts(["a,b", "c"]).to_ical() == rb"a\,b,c"


def test_raw_value_goes_out_as_it_is_with_its_parameters() -> None:
    event = Event()
    event.add("image", Raw("https://example.org/,;"), {"VALUE": "URI"})
    assert event.to_ical() == (
        b"BEGIN:VEVENT\r\nIMAGE;VALUE=URI:https://example.org/,;\r\nEND:VEVENT\r\n"
    )
