import pytest
from jinja2 import UndefinedError
from lxml import html

from calendar_service.reminders.digest import Line
from calendar_service.reminders.list_sheet import render_list

VALUES: dict[str, object] = {
    "language": "en",
    "subject": "A <list>",
    "intro": [{"look": "wish", "text": "Meetings & more"}],
    "parts": [
        (
            "Coming",
            [
                Line("14 May", "შეხვედრა", "ka", "https://example.org/a", "Moved"),
                Line("", "Gone", "en", ""),
            ],
        )
    ],
    "button": {"label": "Go", "url": "https://example.org/b"},
    "why": ["Because."],
    "ways": [{"label": "Leave", "url": "https://example.org/c"}],
}


def test_everything_stands_on_the_page_with_its_styles_inline() -> None:
    page = html.fromstring(render_list(VALUES))
    assert page.xpath("//h1")[0].text_content() == "A <list>"
    assert page.xpath("//a/@href") == [f"https://example.org/{n}" for n in "abc"]
    assert [each.text_content() for each in page.xpath("//li//a")] == ["შეხვედრა"]
    assert page.xpath("//li/a/@lang") == ["ka"]
    assert page.xpath("//*[@class='note']")[0].text_content() == "Moved"
    assert page.xpath("//*[@class='plain']")[0].text_content() == "Gone"
    assert "border-left: 4px" in page.xpath("//p[@class='wish']/@style")[0]
    assert [each.text_content() for each in page.xpath("//div[@class='why']/p")] == [
        "Because.",
        "Leave",
    ]


def test_every_name_must_be_given() -> None:
    for name in VALUES:
        with pytest.raises(UndefinedError):
            render_list({key: value for key, value in VALUES.items() if key != name})
