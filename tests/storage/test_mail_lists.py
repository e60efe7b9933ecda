from calendar_service.storage.database import Database
from calendar_service.storage.mail_lists import (
    drop_mail_list,
    list_mail_lists,
    store_mail_list,
)


def test_lists_are_kept_by_name(any_database: Database) -> None:
    with any_database.transaction() as session:
        store_mail_list(session, "press", ["b@example.org", "a@example.org"])
        store_mail_list(session, "board", ["c@example.org"])
        store_mail_list(session, "board", ["d@example.org"])
    with any_database.transaction() as session:
        assert list(list_mail_lists(session).items()) == [
            ("board", ("d@example.org",)),
            ("press", ("b@example.org", "a@example.org")),
        ]
        assert drop_mail_list(session, "press")
        assert not drop_mail_list(session, "press")
        assert list(list_mail_lists(session)) == ["board"]
