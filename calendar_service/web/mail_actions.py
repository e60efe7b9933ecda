"""What the links in mails do: stop mails, and answer them. No sign-in, no cookie.

The signed token in the address is proof enough, and nobody else can make one:
so these forms need no token of their own against forged requests, which a mail
program that posts by itself (RFC 8058) could not have. Looking changes
nothing, as mail scanners follow every link; only POST acts.
"""

import logging

from flask import Blueprint, Response, request
from flask_babel import gettext, lazy_gettext

from calendar_service.domain.agreement import notice_deadline
from calendar_service.domain.answer import Choice, Stop, Topic
from calendar_service.domain.item import Item, ItemKind
from calendar_service.domain.phrases import kind_names, phrase
from calendar_service.domain.when import describe_day, describe_span
from calendar_service.services.answering import (
    Asked,
    Standing,
    find_asked,
    take_answer,
)
from calendar_service.services.editing import UnknownItem
from calendar_service.services.mail_links import (
    Asking,
    BadLink,
    ExpiredLink,
    read_answer,
    read_stop,
)
from calendar_service.services.stopping import resume_mails, stop_mails
from calendar_service.storage.mail_stops import is_stopped
from calendar_service.web import http
from calendar_service.web.errors import NotHere, NotWhole, OddQuery
from calendar_service.web.language import language
from calendar_service.web.layout import page, when

mail_actions = Blueprint("mail_actions", __name__, url_prefix="/mail")
log = logging.getLogger(__name__)

AGAIN = "again"
CONFLICT, GONE = 409, 410
LABELS = {
    Choice.SEEN: (lazy_gettext("Seen"), lazy_gettext("I know of it.")),
    Choice.IN_HAND: (lazy_gettext("In hand"), lazy_gettext("I am looking after it.")),
    Choice.DONE: (lazy_gettext("Done"), lazy_gettext("Nobody has to be reminded.")),
    Choice.LAPSE: (lazy_gettext("Leave it"), lazy_gettext("Nothing will come of it.")),
    Choice.SNOOZE: (
        lazy_gettext("Ask in a week"),
        lazy_gettext("One more mail comes then."),
    ),
}
OF_AGREEMENTS = {
    Choice.DONE: (
        lazy_gettext("Renewed"),
        lazy_gettext("It goes on; nobody has to be reminded."),
    ),
    Choice.LAPSE: (
        lazy_gettext("Let it lapse"),
        lazy_gettext("It ends; nobody has to be reminded."),
    ),
}


@mail_actions.get("/stop/<token>")
def stop(token: str) -> Response:
    """Show what is stopped or not, with a button for the other."""
    asked = _stop(token)
    with http.reading() as session:
        return _stop_page(token, asked, stopped=is_stopped(session, asked))


@mail_actions.post("/stop/<token>")
def act_on_stop(token: str) -> Response:
    """Stop at once, or let mails come again where the form says so."""
    asked = _stop(token)
    comes_again = request.form.get("do") == AGAIN
    with http.transaction() as session:
        if comes_again:
            changed = resume_mails(session, asked)
        else:
            changed = stop_mails(session, asked, http.now())
    if changed:
        log.info("mails %s: %s", "resumed" if comes_again else "stopped", asked.kind)
    return _stop_page(token, asked, stopped=not comes_again, done=True)


@mail_actions.get("/answer/<token>")
def answer(token: str) -> Response:
    """Show what was asked with the answers to choose from."""
    try:
        asking = _asking(token)
        with http.reading() as session:
            asked = find_asked(session, asking)
    except ExpiredLink:
        return _expired()
    except UnknownItem:
        raise _gone() from None
    return _answer_page(token, asked)


@mail_actions.post("/answer/<token>")
def act_on_answer(token: str) -> Response:
    """Take the answer, unless the dates in the mail hold no more."""
    chosen = _choice(request.form.get("answer", ""))
    try:
        asking = _asking(token)
        if chosen is None:
            raise OddQuery(gettext("Choose one of the answers."))
        with http.transaction() as session:
            asked = take_answer(session, asking, chosen, http.now())
    except ExpiredLink:
        return _expired()
    except UnknownItem:
        raise _gone() from None
    return _answer_page(token, asked, is_answer=True)


def _stop(token: str) -> Stop:
    try:
        return read_stop(http.settings(), token)
    except BadLink:
        raise NotWhole from None


def _asking(token: str) -> Asking:
    try:
        return read_answer(http.settings(), token, http.now())
    except BadLink:
        raise NotWhole from None


def _gone() -> NotHere:
    return NotHere(gettext("What the mail was about is not in the calendar any more."))


def _expired() -> Response:
    return page(
        "error.html",
        status=GONE,
        private=True,
        code=GONE,
        title=gettext("This link is too old"),
        sentence=gettext(
            "Links in mails work for 60 days. A later mail has a new one."
        ),
    )


def _choice(name: str) -> Choice | None:
    return Choice(name) if name in set(Choice) else None


def _stop_page(
    token: str, asked: Stop, *, stopped: bool, done: bool = False
) -> Response:
    return page(
        "mail_stop.html",
        private=True,
        about=_about(asked),
        is_digest=asked.kind is Topic.DIGEST,
        token=token,
        asked=asked,
        stopped=stopped,
        done=done,
    )


def _about(asked: Stop) -> str:
    if isinstance(asked.kind, Topic):
        return str(gettext("Digest"))
    return kind_names(asked.kind, language())


def _answer_page(token: str, asked: Asked, *, is_answer: bool = False) -> Response:
    is_open = asked.standing is Standing.OPEN
    return page(
        "mail_answer.html",
        private=True,
        status=CONFLICT if is_answer and not is_open else 200,
        token=token,
        asked=asked,
        item=asked.item,
        facts=_facts(asked.item),
        former=_facts(asked.then),
        labels=_labels(asked.item.kind),
        proposed=_choice(request.args.get("answer", "")),
        is_answer=is_answer,
    )


def _labels(kind: ItemKind) -> dict[Choice, tuple[str, str]]:
    words = LABELS | OF_AGREEMENTS if kind is ItemKind.AGREEMENT else LABELS
    return {choice: (str(label), str(hint)) for choice, (label, hint) in words.items()}


def _facts(item: Item) -> list[str]:
    """Say when it is; an agreement, what its terms are."""
    terms, spoken = item.agreement, language()
    said = []
    if terms and terms.expires:
        expiry = describe_span(terms.expires, spoken)
        said.append(phrase("expires", spoken).format(what=expiry))
    deadline = notice_deadline(terms) if terms else None
    if deadline:
        day = describe_day(deadline, spoken)
        said.append(phrase("notice_deadline", spoken).format(what=day))
    return said or [when(item)]
