from calendar_service.domain.item import Item, Party, Person, Place
from calendar_service.domain.texts import Text
from calendar_service.storage.database import Session
from calendar_service.storage.items import store_item
from calendar_service.storage.picks import KnownPlace, Picks, list_picks
from tests.builders import NOW, make_item
from tests.web.seeing import numbered


def store(session: Session, *items: Item) -> None:
    for number, item in enumerate(items):
        made = numbered(item, number)
        store_item(session, made, actor="ada", seen=None, now=NOW)


def test_an_empty_calendar_offers_nothing(session: Session) -> None:
    assert list_picks(session) == Picks()


def test_what_items_name_is_offered_the_most_used_first(session: Session) -> None:
    hall = Place("Hall", "Kutaisi")
    ministry = Place("Ministry", "Tbilisi", "Georgia", 41.7, 44.8)
    said = {"en": Text("A"), "ka": Text("ა", place="სამინისტრო")}
    store(
        session,
        make_item(place=hall, tags=("rare",)),
        make_item(place=ministry, texts=said, tags=("youth",)),
        make_item(
            place=ministry,
            texts=said,
            tags=("youth",),
            hashtags=("CTD",),
            organisers=(Party("IOM", "host"),),
            focal_point=Person("Ada", "ada@example.org"),
        ),
        make_item(place=Place(city="Batumi")),
    )
    assert list_picks(session) == Picks(
        places=(
            KnownPlace(ministry, (("ka", "სამინისტრო"),)),
            KnownPlace(hall),
        ),
        parties=(Party("IOM", "host"),),
        people=(Person("Ada", "ada@example.org"),),
        tags=("youth", "rare"),
        hashtags=("CTD",),
    )
