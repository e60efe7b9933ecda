"""What is in somebody's care, on both databases."""

from datetime import date

from calendar_service.domain.agreement import Agreement
from calendar_service.domain.item import Item, ItemKind, ItemStatus, Person
from calendar_service.domain.span import whole_days
from calendar_service.storage.database import Database
from calendar_service.storage.in_care import list_in_care
from tests.builders import make_item
from tests.web.seeing import add, numbered

TODAY = date(2026, 3, 10)
ADA = "ada@example.org"
PAST = whole_days(date(2024, 3, 9))


def cared(number: int, **changes: object) -> Item:
    person = {"focal_point": Person("Ada", " Ada@Example.org ")}
    return numbered(make_item(**(person | changes)), number)


def term(number: int, **terms: object) -> Item:
    agreed = Agreement(**terms)  # type: ignore[arg-type]  # by name
    return cared(number, kind=ItemKind.AGREEMENT, span=PAST, agreement=agreed)


def test_what_lies_ahead_or_runs_is_found_by_the_address_of_its_focal_point(
    any_database: Database,
) -> None:
    over, runs = whole_days(date(2026, 3, 9)), whole_days(date(2026, 3, 10))
    items = (
        cared(1),
        cared(2, status=ItemStatus.DRAFT, span=whole_days(TODAY)),
        cared(3, span=PAST),
        cared(4, status=ItemStatus.CANCELLED),
        cared(5, focal_point=None),
        cared(6, focal_point=Person("Ada")),
        cared(7, focal_point=Person("Ben", "ben@example.org")),
        term(8, expires=runs),
        term(9, expires=over),
        term(10),
        term(11, expires=runs, renewed_by="n8@example.org"),
        term(12, expires=runs, ended_on=date(2026, 1, 1)),
    )
    add(any_database, *items)
    with any_database.reading() as session:
        found = list_in_care(session, [ADA], TODAY, 9)
        assert [item.slug for item in found.nearest] == ["n8", "n10", "n2", "n1"]
        assert found.number == 4
        some = list_in_care(session, [ADA], TODAY, 1)
        assert (some.number, len(some.nearest)) == (4, 1)
        both = list_in_care(session, [ADA, "ben@example.org"], TODAY, 9)
        assert both.number == 5
        kinds = {ItemKind.AGREEMENT}
        assert list_in_care(session, [ADA], TODAY, 9, kinds).number == 2
        none = list_in_care(session, [], TODAY, 9)
        assert (none.number, none.nearest) == (0, [])
