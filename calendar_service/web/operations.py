"""How the service is doing: mails on their way, feeds and their use, health."""

from collections.abc import Sequence
from itertools import islice

from flask import Blueprint, Response, abort, request
from werkzeug.wrappers import Response as AnyResponse

from calendar_service.domain.account import Action
from calendar_service.domain.follower import count_followers
from calendar_service.domain.wish_words import describe_wish
from calendar_service.services.feed_naming import name_of
from calendar_service.services.feed_use import FeedUse, list_use
from calendar_service.storage.followers import list_followers
from calendar_service.storage.mail_records import list_records
from calendar_service.storage.outbox import MailState, count_mails
from calendar_service.storage.renditions import items_named, list_flaws
from calendar_service.storage.retries import retry_failed, retry_mail
from calendar_service.web import auth, http
from calendar_service.web.condition import findings
from calendar_service.web.language import language, link
from calendar_service.web.layout import page
from calendar_service.web.outbox_view import CHOICES, chosen_states, mail_rows

operations = Blueprint("operations", __name__)

MOST_MAILS = 200
MOST_WISHES = 20
UNKNOWN = 404


@operations.get("/staff/outbox")
@auth.staff_only
def outbox() -> Response:
    """List mails on their way, with the reason of what failed."""
    auth.demand(Action.PUBLISH)
    name, states = chosen_states(request.args.get("state", ""))
    with http.reading() as session:
        counts = count_mails(session)
        found = list_records(session, states, MOST_MAILS)
    return page(
        "outbox.html",
        private=True,
        query={"state": request.args.get("state")},
        rows=mail_rows(found, auth.signed_in()),
        shown=name,
        choices=[
            (choice, title, sum(counts.get(state, 0) for state in those))
            for choice, (title, those) in CHOICES.items()
        ],
        failed=counts.get(MailState.FAILED, 0),
        left=sum(counts.get(state, 0) for state in states) - len(found),
        again=request.args.get("again", "") == "yes",
    )


@operations.post("/staff/outbox/retry")
@auth.staff_only
def retry_all() -> AnyResponse:
    """Let all failed mails be tried again; the scheduler sends them."""
    auth.demand(Action.PUBLISH)
    with http.transaction() as session:
        retry_failed(session, http.now())
    return http.go_to(link("operations.outbox", again="yes"))


@operations.post("/staff/outbox/<int:number>/retry")
@auth.staff_only
def retry(number: int) -> AnyResponse:
    """Let one failed mail be tried again."""
    auth.demand(Action.PUBLISH)
    with http.transaction() as session:
        is_again = retry_mail(session, number, http.now())
    if not is_again:
        abort(UNKNOWN)
    return http.go_to(link("operations.outbox", again="yes"))


@operations.get("/staff/feeds/use")
@auth.staff_only
def feed_use() -> Response:
    """Show how many have the last change of each feed, and what is held back."""
    auth.demand(Action.DRAFT)
    uses = list_use(http.settings(), http.database(), http.now())
    with http.reading() as session:
        flaws = list_flaws(session)
        items = items_named(session, {flaw.uid for flaw in flaws})
        followers = count_followers(list_followers(session))
    return page(
        "feed_use.html",
        private=True,
        uses=uses,
        names=_names(uses),
        followers=followers,
        followed=[
            (describe_wish(wish, language()), number)
            for wish, number in islice(followers.by_wish.items(), MOST_WISHES)
        ],
        flaws=[
            (items[flaw.key.item_id], next(iter(flaw.problems.splitlines()), ""))
            for flaw in flaws
            if flaw.key.item_id in items
        ],
    )


@operations.get("/staff/health")
@auth.staff_only
def health() -> Response:
    """Say in plain words what is well and what is not."""
    auth.demand(Action.ADMINISTER)
    return page("health.html", private=True, findings=list(findings()))


def _names(uses: Sequence[FeedUse]) -> dict[str, str]:
    return {use.name: name_of(use.name, use.saved, language()) for use in uses}
