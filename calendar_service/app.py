"""Join the web's parts into one application."""

import time
from collections.abc import Callable

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.utils import import_string

from calendar_service.clock import Clock, utc_now
from calendar_service.config import Settings, load_settings
from calendar_service.services.feed_polls import PollBook
from calendar_service.services.publishing import make_publisher
from calendar_service.storage.database import Database
from calendar_service.web import errors, http, language, layout, papers, security
from calendar_service.web.account_desk import account_desk
from calendar_service.web.accounts import accounts
from calendar_service.web.agreements import agreements
from calendar_service.web.dashboard import dashboard
from calendar_service.web.days import days
from calendar_service.web.days_off import days_off
from calendar_service.web.drafting import drafting
from calendar_service.web.embeds import embeds
from calendar_service.web.feed_lane import FeedLane
from calendar_service.web.feeds import feeds, open_lane
from calendar_service.web.follow_asking import follow_asking
from calendar_service.web.follow_links import follow_links
from calendar_service.web.health import health
from calendar_service.web.invitations import invitations
from calendar_service.web.item_actions import actions
from calendar_service.web.item_desk import desk
from calendar_service.web.mail_actions import mail_actions
from calendar_service.web.mail_lists import mail_lists
from calendar_service.web.mailbox import mailbox
from calendar_service.web.operations import operations
from calendar_service.web.own_account import own_account
from calendar_service.web.own_wishes import own_wishes
from calendar_service.web.pictures import pictures
from calendar_service.web.printing import printing
from calendar_service.web.public import pages
from calendar_service.web.qr import qr
from calendar_service.web.resetting import resetting
from calendar_service.web.row_numbers import bound_numbers
from calendar_service.web.rule_removal import rule_removal
from calendar_service.web.rules import rules
from calendar_service.web.search import search
from calendar_service.web.subscriptions import subscriptions
from calendar_service.web.time_machine import time_machine
from calendar_service.web.worklists import worklists

BLUEPRINTS = (
    pages,
    search,
    days,
    embeds,
    printing,
    qr,
    feeds,
    accounts,
    dashboard,
    own_account,
    own_wishes,
    resetting,
    account_desk,
    invitations,
    subscriptions,
    drafting,
    agreements,
    operations,
    time_machine,
    rules,
    rule_removal,
    mail_lists,
    days_off,
    desk,
    worklists,
    pictures,
    actions,
    mail_actions,
    follow_asking,
    follow_links,
    mailbox,
    health,
)


def create_app(
    settings: Settings | None = None,
    clock: Clock = utc_now,
    ticks: Callable[[], float] = time.monotonic,
) -> Flask:
    """Make the WSGI application; without settings, those of the environment.

    `ticks` are seconds that only rise, for what is looked at now and then.
    """
    settings = settings or load_settings()
    app = Flask(
        "calendar_service",
        template_folder="web/templates",
        static_folder="web/static",
        instance_path=str(settings.instance),
    )
    # Werkzeug's redirects to the tidy path would repeat the Host header.
    app.url_map.strict_slashes = False
    app.url_map.merge_slashes = False
    bound_numbers(app)
    database = Database(settings.database_url)
    http.join(app, http.Parts(settings, database, clock))
    security.secure(app, settings)
    language.choose_languages(app, settings)
    layout.furnish(app)
    papers.furnish(app)
    errors.explain_errors(app)
    open_lane(app, _make_lane(settings, database, clock, ticks))
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    _offer_single_sign_on(app, settings)
    security.trust_tokens(app, mail_actions, follow_links)
    _trust_proxies(app, settings.trusted_proxies)
    return app


def _offer_single_sign_on(app: Flask, settings: Settings) -> None:
    """Load it only where it is set up: its library takes 17 MB of each process."""
    if settings.sign_in_service is not None:
        app.register_blueprint(
            import_string("calendar_service.web.single_sign_on:single_sign_on")
        )


def _make_lane(
    settings: Settings, database: Database, clock: Clock, ticks: Callable[[], float]
) -> FeedLane:
    """Join what makes, remembers and counts the feeds of this process."""
    return FeedLane(
        make_publisher(settings, database, clock, ticks),
        PollBook(database),
        clock,
        tuple(security.headers_of(settings).items()),
    )


def _trust_proxies(app: Flask, count: int) -> None:
    """Take client address and scheme from as many proxies as stand in front.

    Not the host: no address that leaves the house is made from it.
    """
    if count:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # as Flask documents it
            app.wsgi_app, x_for=count, x_proto=count, x_host=0, x_prefix=count
        )
