"""A change to many items at once: what it will do, before it is done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask import Response, request
from flask_babel import gettext, ngettext

from calendar_service.domain.item import ItemStatus, Visibility
from calendar_service.services.bulk_editing import (
    Left,
    Outcome,
    preview_publication,
    preview_tag,
    publish_items,
    tag_items,
)
from calendar_service.services.foretelling import (
    end_of,
    foretell_change,
)
from calendar_service.services.foretold import Foretold
from calendar_service.web import auth, http
from calendar_service.web.form_reading import write_names
from calendar_service.web.layout import page
from calendar_service.web.mail_privacy import address_said
from calendar_service.web.problem_words import problem_said

CONFLICT, UNPROCESSABLE = 409, 422
DAYS_AHEAD = 60
SHOWN = {ItemStatus.PUBLISHED, ItemStatus.CANCELLED}


@dataclass(frozen=True, slots=True)
class Change:
    """What was asked for: tags for some items, or their publication."""

    uids: Sequence[str]
    tags: Sequence[str] = ()

    @property
    def step(self) -> str:
        return "tag" if self.tags else "publish"

    @property
    def tag(self) -> str:
        """The tags as they are typed."""
        return write_names(self.tags)


def seen_revisions() -> Mapping[str, int] | None:
    """Return the revisions that were shown; None when nothing was shown yet."""
    uids = request.form.getlist("uid")
    numbers = request.form.getlist("revision", type=int)
    return dict(zip(uids, numbers, strict=True)) if len(uids) == len(numbers) else None


def carry_out(change: Change, seen: Mapping[str, int]) -> int:
    """Change all the items as they were shown, or none; return how many."""
    who, now = auth.signed_in(), http.now()
    with http.transaction() as session:
        if not change.tags:
            return publish_items(session, who, change.uids, now, seen)
        return tag_items(session, who, change.uids, change.tags, now, seen)


def change_page(
    change: Change, asked: Mapping[str, str | None], *, is_stale: bool = False
) -> Response:
    """Say what happens to which items, who is mailed, and what is left alone."""
    who, now = auth.signed_in(), http.now()
    until = end_of(http.today() + timedelta(days=DAYS_AHEAD), http.settings())
    with http.reading() as session:
        if not change.tags:
            found = preview_publication(session, who, change.uids, now)
        else:
            found = preview_tag(session, who, change.uids, change.tags, now)
        pairs = [(each.item, each.becomes) for each in found if each.becomes]
        before, after = foretell_change(session, http.settings(), pairs, now, until)
    changing = [each.item for each in found if each.becomes]
    return page(
        "bulk_change.html",
        private=True,
        status=_status(found, is_stale=is_stale),
        change=change,
        asked=asked,
        changing=changing,
        left=[(each.item, _why_left(each)) for each in found if each.left],
        said=_said(found),
        taken_back=_mails(before),
        to_come=_mails(after),
        days=DAYS_AHEAD,
        question=_question(change, len(changing)),
        is_stale=is_stale,
    )


def _status(found: Sequence[Outcome], *, is_stale: bool) -> int:
    if is_stale:
        return CONFLICT
    return 200 if any(each.becomes for each in found) else UNPROCESSABLE


def _question(change: Change, number: int) -> str:
    if not number:
        return str(gettext("Nothing would change"))
    if not change.tags:
        said = ngettext(
            "Publish %(num)s event?", "Publish %(num)s events at once?", number
        )
    elif len(change.tags) > 1:
        said = ngettext(
            "Give %(num)s event these tags: %(tags)s?",
            "Give %(num)s events these tags: %(tags)s?",
            number,
            tags=change.tag,
        )
    else:
        said = ngettext(
            "Give %(num)s event the tag “%(tag)s”?",
            "Give %(num)s events the tag “%(tag)s”?",
            number,
            tag=change.tags[0],
        )
    return str(said)


def _why_left(outcome: Outcome) -> str:
    if outcome.problems:
        return problem_said(outcome.problems[0])
    said = {
        Left.MAY_NOT: gettext("you may not change this one"),
        Left.HAS_TAG: gettext("has the tag already"),
        Left.NO_DRAFT: gettext("is no draft"),
    }
    return str(said[outcome.left or Left.MAY_NOT])


def _said(found: Sequence[Outcome]) -> list[str]:
    """Return what calendars and feeds will show."""
    made = [each.becomes for each in found if each.becomes]
    out = [item for item in made if item.status in SHOWN]
    public = sum(item.visibility is Visibility.PUBLIC for item in out)
    said = []
    if public:
        said.append(gettext("Public: calendars, feeds and pages will show it."))
    if len(out) > public:
        said.append(gettext("For staff only: just private feeds will show it."))
    if len(made) > len(out):
        said.append(gettext("Not published: no feed shows it."))
    numbers = [n for n in (public, len(out) - public, len(made) - len(out)) if n]
    return [f"{text} ({n})" for text, n in zip(said, numbers, strict=True)]


def _mails(found: Sequence[Foretold]) -> list[tuple[Foretold, str]]:
    """Return mails with the address as whoever is signed in may see it."""
    return [(mail, address_said(mail.to, auth.signed_in())) for mail in found]
