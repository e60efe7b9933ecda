"""What an address asks for in vain, said in both languages."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from calendar_service.services.feed_requests import NOBODY_HAS
from calendar_service.storage.database import Database
from calendar_service.web.choice_words import SENTENCES
from tests.builders import make_item
from tests.web.seeing import Page, add

PACKAGE = Path(__file__).parents[2] / "calendar_service"
RAISED = {"UnknownChoice", "UnknownFeed"}
OPERATORS = {"There is no saved feed %(name)s."}
KINDS = (
    "observance, meeting, study_visit, screening, campaign, training, deadline,"
    " agreement, news"
)
ASKED = [
    (
        "/feeds/calls.ics",
        404,
        "There is no feed calls; /subscribe lists all.",
        "არხი „calls“ არ არსებობს. ყველა არხი ჩამოთვლილია გვერდზე /subscribe.",
    ),
    (
        "/feeds/news.ics",
        404,
        "News has no calendar; take .rss, .atom or .json.",
        "სიახლეებს კალენდარი არ აქვს. გამოიყენეთ .rss, .atom ან .json.",
    ),
    (
        "/feeds/all.txt",
        404,
        "Feeds end in .ics, .rss, .atom or .json, not in .txt.",
        "არხის მისამართი ბოლოვდება ასე: .ics, .rss, .atom ან .json, და არა .txt.",
    ),
    (
        "/feeds/all.ics?kind=party",
        400,
        f"kind=party is not one of {KINDS}.",
        f"kind=party უცნობი სახეობაა. შესაძლებელია: {KINDS}.",
    ),
    (
        "/subscribe?kind=party",
        400,
        f"kind=party is not one of {KINDS}.",
        f"kind=party უცნობი სახეობაა. შესაძლებელია: {KINDS}.",
    ),
    (
        "/feeds/meetings.ics?kind=screening",
        400,
        "This feed has no items of the kind screening.",
        "ამ არხში ასეთი სახეობის ჩანაწერები არ არის: screening.",
    ),
    (
        "/feeds/all.rss?tag=100%25",
        404,
        "No item has the tag 100%.",
        "თეგით „100%“ არაფერია მონიშნული.",
    ),
    (
        "/feeds/all.json?place=Paris",
        404,
        "No item has the place Paris.",
        "ადგილი „Paris“ კალენდარში არ გვხვდება.",
    ),
    (
        "/feeds/all.ics?from=tomorrow",
        400,
        "from=tomorrow is no day; write it like 2027-03-01.",
        "from=tomorrow თარიღი არ არის. დაწერეთ ასე: 2027-03-01.",
    ),
    (
        "/feeds/all.ics?from=2026-02-01&until=2026-01-31",
        400,
        "until=2026-01-31 lies before from=2026-02-01.",
        "until=2026-01-31 უფრო ადრეა, ვიდრე from=2026-02-01.",
    ),
    (
        "/feeds/all.ics?alarm=soon",
        400,
        (
            "alarm=soon is no time before the start; write it like 30m, 2h or 1d,"
            " at most eight weeks."
        ),
        (
            "alarm=soon დაწყებამდე დარჩენილ დროს არ აღნიშნავს. დაწერეთ ასე: 30m, 2h ან"
            " 1d; არაუმეტეს რვა კვირისა."
        ),
    ),
    (
        f"/subscribe?tag={'x' * 201}",
        400,
        "tag= is too long; save the selection as a feed.",
        "tag= ზედმეტად გრძელია. შეინახეთ ეს არჩევანი ცალკე არხად.",
    ),
    (
        "/feeds/all.rss?page=99",
        404,
        "This feed has no page 99.",
        "ამ არხს გვერდი 99 არ აქვს.",
    ),
    (
        "/feeds/all.rss?page=last",
        404,
        "This feed has no page last.",
        "ამ არხს გვერდი last არ აქვს.",
    ),
    (
        "/feeds/changes.atom?page=1",
        404,
        "The feed changes has no pages.",
        "არხი „changes“ გვერდებად არ იყოფა.",
    ),
    (
        "/feeds/all.ics?page=1",
        404,
        "A calendar has no pages.",
        "კალენდარი გვერდებად არ იყოფა.",
    ),
]


def _lead(client: FlaskClient, address: str, browser: str, status: int) -> str:
    answer = client.get(address, headers={"Accept-Language": browser})
    assert answer.status_code == status, answer.text
    return Page(answer).text("//main//p[@class='lead']")


@pytest.mark.parametrize(("address", "status", "english", "georgian"), ASKED)
def test_a_reader_is_told_in_the_language_of_the_address_or_else_the_browser(
    client: FlaskClient, address: str, status: int, english: str, georgian: str
) -> None:
    joint = "&" if "?" in address else "?"
    said = [
        _lead(client, f"{address}{lang}", browser, status)
        for lang, browser in (
            ("", "en"),
            (f"{joint}lang=en", "ka"),
            ("", "ka,en;q=0.5"),
            (f"{joint}lang=ka", "en"),
        )
    ]
    assert said == [english, english, georgian, georgian]


@pytest.mark.parametrize(
    "address",
    [
        "/feeds/all.ics?lang=fr",
        "/items/meeting-1.ics?lang=fr",
        "/subscribe?words=fr",
        "/subscribe?words=fr&lang=fr",
    ],
)
def test_an_unknown_language_is_told_in_that_of_the_browser(
    client: FlaskClient, database: Database, address: str
) -> None:
    add(database, make_item(slug="meeting-1"))
    said = [_lead(client, address, browser, 400) for browser in ("en", "ka")]
    assert said == [
        "lang=fr is not one of en, ka.",
        "lang=fr უცნობი ენაა. შესაძლებელია: en, ka.",
    ]


def test_every_sentence_that_is_raised_can_be_said() -> None:
    raised = {*_raised("domain"), *_raised("services"), *NOBODY_HAS.values()}
    assert raised - OPERATORS == {str(sentence) for sentence in SENTENCES}


def _raised(folder: str) -> Iterator[str]:
    for path in (PACKAGE / folder).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(ast.Name(name), [ast.Constant(str(sentence))]):
                    if name in RAISED:
                        yield sentence
                case _:
                    pass
