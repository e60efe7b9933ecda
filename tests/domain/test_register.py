from dataclasses import replace
from datetime import date

import pytest

from calendar_service.domain.agreement import Agreement, Period
from calendar_service.domain.item import ItemKind, Person
from calendar_service.domain.register import (
    CURRENT,
    RegisterFilter,
    by_end,
    entry_on,
    is_asked_for,
)
from calendar_service.domain.span import whole_days, whole_month
from calendar_service.domain.terms import AgreementStatus
from calendar_service.domain.texts import Text
from tests.builders import make_item

DAY = date(2026, 3, 10)
GRANT = make_item(
    uid="grant@example.org",
    slug="grant",
    kind=ItemKind.AGREEMENT,
    texts={"en": Text("Grant"), "ka": Text("გრანტი ბათუმში")},
    focal_point=Person("Nino Beridze", "nino@example.org"),
    agreement=Agreement(
        type="Grant",
        parties=("Office", "City of Batumi"),
        reference="12/b",
        effective_on=date(2025, 1, 1),
        expires=whole_days(date(2026, 9, 6)),
    ),
)
"""It expires 180 days after DAY."""


def asks(**asked: object) -> bool:
    wanted = RegisterFilter(**asked)  # type: ignore[arg-type]  # the caller names the field
    return is_asked_for(entry_on(GRANT, DAY), wanted, DAY)


def test_an_entry_says_where_a_term_stands_on_its_day() -> None:
    entry = entry_on(GRANT, DAY)
    assert (entry.status, entry.left) == (AgreementStatus.IN_FORCE, 180)
    assert entry_on(GRANT, DAY, Period(days=180)).status is AgreementStatus.EXPIRING


def test_what_is_no_term_at_all_has_empty_ones() -> None:
    assert entry_on(replace(GRANT, agreement=None), DAY).terms == Agreement()


def test_open_ends_come_last_and_equal_ends_by_their_uid() -> None:
    endless = replace(GRANT, agreement=Agreement())
    later = replace(
        GRANT, uid="a@example.org", agreement=Agreement(expires=whole_month(2026, 9))
    )
    same = replace(later, uid="b@example.org")
    entries = [entry_on(item, DAY) for item in (endless, same, later, GRANT)]
    assert sorted(entries, key=by_end) == [entries[n] for n in (3, 2, 1, 0)]


def test_an_empty_filter_lets_everything_through() -> None:
    assert asks()


@pytest.mark.parametrize(
    ("let_through", "kept_back"),
    [
        ({"statuses": CURRENT}, {"statuses": {AgreementStatus.EXPIRED}}),
        ({"type": "Grant"}, {"type": "MoU"}),
        ({"party": "City of Batumi"}, {"party": "City"}),
        ({"within": 180}, {"within": 179}),
        ({"words": "BERIDZE grant"}, {"words": "beridze mou"}),
        ({"words": "ბათუმში"}, {"words": "თბილისი"}),
        ({"words": "12/B"}, {"words": "12/c"}),
    ],
)
def test_a_filter_lets_through_what_it_names(
    let_through: dict[str, object], kept_back: dict[str, object]
) -> None:
    assert (asks(**let_through), asks(**kept_back)) == (True, False)


def test_what_is_settled_expires_for_nobody() -> None:
    assert GRANT.agreement is not None
    renewed = replace(GRANT.agreement, renewed_by="next@example.org")
    entry = entry_on(replace(GRANT, agreement=renewed), DAY)
    assert not is_asked_for(entry, RegisterFilter(within=365), DAY)
