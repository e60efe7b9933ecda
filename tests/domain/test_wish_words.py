from calendar_service.domain.follower import Wish
from calendar_service.domain.item import ItemKind
from calendar_service.domain.wish_words import describe_wish

FILMS = Wish(
    kinds=frozenset({ItemKind.SCREENING, ItemKind.MEETING}),
    tags=frozenset({"film", "art"}),
    places=frozenset({"Tbilisi", "Batumi"}),
)


def test_a_wish_is_said_in_the_reader_s_language() -> None:
    said = "Meetings, Screenings · #art, #film · Batumi, Tbilisi"
    assert describe_wish(FILMS, "en") == said
    assert describe_wish(Wish(kinds=FILMS.kinds), "ka") == (
        "ფილმების ჩვენებები, შეხვედრები"
    )


def test_what_nothing_narrows_is_all_events() -> None:
    assert describe_wish(Wish(), "en") == "All events"
    assert describe_wish(Wish(places=frozenset({"Batumi"})), "en") == "Batumi"
