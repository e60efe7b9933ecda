"""The search page: words and filters, in both languages at once."""

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Response, request
from flask_babel import gettext

from calendar_service.domain.item import Item, ItemKind
from calendar_service.domain.search_words import (
    Piece,
    asked_stems,
    excerpt_of,
    pieces_of,
)
from calendar_service.domain.selection import Selection
from calendar_service.domain.texts import Words
from calendar_service.feeds.content import plain_of
from calendar_service.feeds.wording import summary_of, title_of
from calendar_service.storage.database import Session
from calendar_service.storage.names import list_tags, list_towns
from calendar_service.storage.search import (
    Asked,
    load_found,
    near_words,
    search_items,
)
from calendar_service.web import auth, http
from calendar_service.web.asking import (
    MOST_LETTERS,
    SHOWN,
    asked_day,
    asked_kinds,
    asked_place,
    asked_tag,
    reversed_days_said,
)
from calendar_service.web.errors import NotHere
from calendar_service.web.item_view import shown_entry
from calendar_service.web.language import language
from calendar_service.web.layout import page

search = Blueprint("search", __name__)

PAGE = 20
LONGEST_QUERY = 300
EXCERPT = 220
ODD = 400


@dataclass(frozen=True, slots=True)
class Hit:
    """One found item; `title` and `said` are cut at the words asked for."""

    item: Item
    when: str
    is_over: bool
    is_cancelled: bool
    title: list[Piece]
    title_language: str
    said: list[Piece]
    said_language: str
    place: Words


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a search; `text` is the language of the words."""

    kinds: list[str]
    tag: str | None
    place: str | None
    first: date | None
    last: date | None
    text: str

    @property
    def wrong(self) -> str:
        """Return what is wrong with the days, "" where nothing is."""
        return reversed_days_said(self.first, self.last)

    def any(self) -> bool:
        return any((self.kinds, self.tag, self.place, self.first, self.last, self.text))

    def selection(self) -> Selection:
        return Selection(
            audience=auth.audience(),
            kinds=frozenset(map(ItemKind, self.kinds)),
            without_kinds=frozenset({ItemKind.NEWS}),
            tags=frozenset({self.tag} if self.tag else ()),
            places=frozenset({self.place} if self.place else ()),
            first=self.first,
            last=self.last,
        )

    def query(self) -> dict[str, str | list[str] | None]:
        return {
            "kind": self.kinds or None,
            "tag": self.tag,
            "place": self.place,
            "from": self.first.isoformat() if self.first else None,
            "until": self.last.isoformat() if self.last else None,
            "text": self.text or None,
        }


@search.get("/search")
def results() -> Response:
    """Answer whatever was typed, with what was found or with what may help."""
    said = " ".join(request.args.get("q", "").split())[:LONGEST_QUERY]
    said = "".join(letter for letter in said if letter.isprintable())
    filters, number = _asked_filters(), _asked_page()
    stems = asked_stems(said)
    has_asked = bool(stems) or (filters.any() and not said)
    has_asked = has_asked and not filters.wrong
    asked: Asked = [[stem] for stem in stems]
    with http.reading() as session:
        found = _found(session, asked, filters) if has_asked else []
        is_near = has_asked and bool(stems) and not found
        if is_near:
            asked = [near_words(session, stem) or [stem] for stem in stems]
            found = _found(session, asked, filters)
        everything = Selection(audience=auth.audience())
        tags, towns = list_tags(session, everything), list_towns(session, everything)
        items = load_found(session, found[(number - 1) * PAGE : number * PAGE])
    if number > 1 and not items:
        raise NotHere(gettext("There are not so many pages of results."))
    flat = [word for words in asked for word in words]
    query = {"q": said or None, **filters.query()}
    return page(
        "search.html",
        status=ODD if filters.wrong else 200,
        query={**query, "page": str(number) if number > 1 else None},
        keep=query,
        said=said,
        filters=filters,
        has_asked=has_asked,
        is_near=is_near and bool(found),
        hits=[_hit(item, flat) for item in items],
        total=len(found),
        number=number,
        pages=-(-len(found) // PAGE),
        shown_kinds=SHOWN,
        tags=tags,
        towns=towns,
    )


def _found(session: Session, asked: Asked, filters: Filters) -> list[int]:
    return search_items(session, asked, filters.selection(), filters.text, http.today())


def _hit(item: Item, stems: list[str]) -> Hit:
    """Say a found item: in the page's language, unless another one was hit."""
    texts = item.texts
    title = title_of(item.kind, texts, language())
    summary = _words_hit(item, title, stems) or summary_of(texts, language())
    entry = shown_entry(item, language(), http.today(), http.settings().timezone)
    return Hit(
        item=item,
        when=entry.when,
        is_over=entry.last < http.today(),
        is_cancelled=entry.is_cancelled,
        title=pieces_of(title.text, stems),
        title_language=title.language,
        said=pieces_of(excerpt_of(summary.text, stems, EXCERPT), stems),
        said_language=summary.language,
        place=entry.place,
    )


def _words_hit(item: Item, title: Words, stems: list[str]) -> Words | None:
    """Return words beside the title that were hit: its own language's first."""
    if _has_hit(title.text, stems):
        return None
    own = title.language
    for code in sorted(item.texts, key=lambda code: (code != own, code)):
        text = item.texts[code]
        for said in (text.summary, plain_of(text.description), text.title):
            if _has_hit(said, stems):
                return Words(said, code)
    return None


def _has_hit(text: str, stems: list[str]) -> bool:
    return any(piece.is_hit for piece in pieces_of(text, stems))


def _asked_filters() -> Filters:
    first, last = asked_day("from"), asked_day("until")
    text = request.args.get("text", "")
    if text and text not in http.settings().languages:
        raise NotHere(gettext("The calendar does not speak this language."))
    return Filters(asked_kinds(), asked_tag(), asked_place(), first, last, text)


def _asked_page() -> int:
    """Return the number of the page of results, from 1."""
    asked = request.args.get("page", "1")
    if not asked.isascii() or not asked.isdecimal() or len(asked) > MOST_LETTERS:
        raise NotHere(gettext("There are not so many pages of results."))
    return max(int(asked), 1)
