"""The ways in of an account, as administrators see them: invitations, private feeds."""

from dataclasses import replace
from datetime import timedelta

from flask.testing import FlaskClient

from calendar_service.services.feed_access import give_token
from calendar_service.storage.database import Database
from tests.builders import ADA, BEN, NOW
from tests.fakes import StillClock
from tests.web.filling import fields
from tests.web.seeing import Page
from tests.web.test_account_desk import (
    ACCESS,
    UNTIL,
    ZURA,
    SignIn,
    keep,
    path_of,
    press,
    stored,
)


def test_an_invitation_is_shown_sent_again_and_taken_back(
    signed_in_as: SignIn, database: Database, clock: StillClock
) -> None:
    def access() -> list[str]:
        page = Page(zura.get(path))
        return page.texts(f"{ACCESS}//*[self::p or self::button]")

    zura = signed_in_as(ZURA)
    keep(database, replace(ADA, invited_at=NOW))
    path = path_of(database, ADA.email)
    assert access() == [
        f"Invited on 10 March 2026, 16:00. {UNTIL} 17 March 2026, 16:00.",
        *("Invite again", "Disabling takes the invitation back.", "Disable"),
    ]
    clock.move(hours=23)
    sent = press(zura, path, "invite")
    assert (sent.status_code, sent.location) == (303, f"{path}?done=invited")
    said = "The invitation is on its way."
    assert Page(zura.get(sent.location)).text("//p[@role='status']") == said
    assert stored(database, ADA.email).invited_at == clock.now
    press(zura, path, "disable")
    gone = replace(ADA, disabled_at=clock.now)
    assert stored(database, ADA.email) == gone
    refused = Page(press(zura, path, "invite"))
    assert refused.text("//p[@id='state-wrong']") == (
        "They have a password already, or are disabled."
    )
    press(zura, path, "enable")
    assert access()[:2] == ["There is no password yet.", "Send an invitation"]


def test_a_link_that_is_over_is_said_to_be(
    signed_in_as: SignIn, database: Database
) -> None:
    keep(database, replace(ADA, invited_at=NOW - timedelta(days=7)))
    page = Page(signed_in_as(ZURA).get(path_of(database, ADA.email)))
    assert page.text(f"{ACCESS}/p[1]").endswith(
        "The link in the mail does not work any more."
    )


def test_private_feeds_are_seen_and_ended_and_nobody_elses(
    signed_in_as: SignIn, database: Database, client: FlaskClient
) -> None:
    zura = signed_in_as(ZURA)
    keep(database, ADA, BEN)
    with database.transaction() as session:
        given = give_token(session, ADA, ADA.email, "meetings", "phone", NOW)
    feed = f"/feeds/private/{given.secret}/meetings.ics"
    assert client.get(feed).status_code == 200
    ada, ben = path_of(database, ADA.email), path_of(database, BEN.email)
    said = "//section[@aria-labelledby='private-feeds']//li/span"
    (row,) = Page(zura.get(ada)).root.xpath(said)
    assert [" ".join(part.split()) for part in row.itertext()] == [
        "Meetings · phone",
        "given on 10 March 2026, not used yet",
    ]
    assert Page(zura.get(ben)).root.xpath(said) == []
    token = fields(zura.get(ada))["csrf_token"]

    def end(path: str) -> int:
        form = {"csrf_token": token}
        return zura.post(f"{path}/feeds/1/end", data=form).status_code

    assert (end(ben), client.get(feed).status_code) == (404, 200)
    assert (end(ada), client.get(feed).status_code) == (303, 404)
    assert end(ada) == 404
