"""Tags and towns in use."""

from calendar_service.domain.item import Place, Visibility
from calendar_service.domain.selection import Audience, Selection
from calendar_service.storage.database import Database
from calendar_service.storage.names import list_tags, list_towns
from tests.builders import make_item
from tests.storage.item_values import store_all


def test_tags_and_towns_are_listed_once_and_only_those_that_may_be_seen(
    any_database: Database,
) -> None:
    shown: dict[str, object] = {"tags": ("b", "A"), "place": Place(city="Tbilisi")}
    hidden: dict[str, object] = {"tags": ("c",), "place": Place(city="Batumi")}
    store_all(
        any_database,
        [
            make_item(**shown),
            make_item(uid="2@example.org", slug="2", **shown),
            make_item(
                uid="3@example.org", slug="3", visibility=Visibility.STAFF, **hidden
            ),
        ],
    )
    staff = Selection(audience=Audience.STAFF)
    with any_database.reading() as session:
        assert list_tags(session, Selection()) == ["A", "b"]
        assert list_tags(session, staff) == ["A", "b", "c"]
        assert list_towns(session, Selection()) == ["Tbilisi"]
        assert list_towns(session, staff) == ["Batumi", "Tbilisi"]
