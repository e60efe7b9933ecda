from datetime import time

from calendar_service.domain.digest_choice import DigestChoice, Rhythm
from calendar_service.storage.database import Database
from calendar_service.storage.digests import (
    drop_digest,
    find_digest,
    list_digests,
    store_digest,
)

ADA = DigestChoice(address="ada@example.org", every=Rhythm.WEEKLY)
BEN = DigestChoice(
    address="ben@example.org", every=Rhythm.DAILY, weekday=4, send_at=time(17, 5)
)


def test_choices_are_kept_changed_and_dropped(any_database: Database) -> None:
    with any_database.transaction() as session:
        for choice in (BEN, DigestChoice(address=ADA.address, every=Rhythm.DAILY), ADA):
            store_digest(session, choice)
        assert list_digests(session) == [ADA, BEN]
        assert find_digest(session, "BEN@example.org") == BEN
        assert drop_digest(session, "ADA@example.org")
        assert not drop_digest(session, "ada@example.org")
        assert list_digests(session) == [BEN]
        assert find_digest(session, ADA.address) is None
