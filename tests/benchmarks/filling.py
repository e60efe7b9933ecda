"""Items of a realistic size, as many as are to be measured."""

import random
from datetime import date, timedelta

from calendar_service.clock import utc_now
from calendar_service.domain.item import ItemKind, Place
from calendar_service.domain.span import Span, whole_days
from calendar_service.domain.texts import Text
from calendar_service.storage.database import Database
from calendar_service.storage.items import store_item
from tests.builders import make_item, timed

ENGLISH = ["migration", "office", "festival", "training", "return", "border", "panel"]


GEORGIAN = ["დაბრუნება", "შეხვედრა", "მიგრაცია", "საინფორმაციო", "კამპანია"]


def fill(database: Database, number: int) -> None:
    """Store items of a realistic size; one in three is Georgian alone."""
    draw = random.Random(1)  # noqa: S311 - the same items each time
    now = utc_now()

    def text(words: list[str]) -> Text:
        said = [" ".join(draw.choices(words, k=k)) for k in (6, 12, 40)]
        return Text(title=said[0], summary=said[1], description=said[2])

    with database.transaction() as session:
        for n in range(number):
            day = now.date() + timedelta(days=draw.randint(-20, 700))
            texts = {"ka": text(GEORGIAN)}
            if n % 3:
                texts["en"] = text(ENGLISH)
            item = make_item(
                uid=f"{n}@example.org",
                slug=f"item-{n}",
                kind=draw.choice(list(ItemKind)[:7]),
                span=span_of(n, day),
                texts=texts,
                place=Place(city="Tbilisi"),
                created_at=now,
                updated_at=now,
                published_at=now,
            )
            store_item(session, item, actor="bench", seen=None, now=now)


def span_of(number: int, day: date) -> Span:
    if number % 3 == 0:
        return timed(f"{day}T10:00", f"{day}T11:30")
    return whole_days(day)
