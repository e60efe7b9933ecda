"""Mails of every sort as plain values."""

from datetime import timedelta

from calendar_service.domain.mail import MailMessage
from calendar_service.reminders.forecast import Outcome
from calendar_service.services.digest_foretelling import ComingDigest
from calendar_service.services.foretold import DIGEST, of_digest
from tests.builders import NOW

MESSAGE = MailMessage(
    key="digest/nino@example.org/daily/2026-05-11",
    to="nino@example.org",
    subject="დღეს და ხვალ: 2",
    text="",
    html="",
    language="ka",
)


def test_a_digest_is_a_mail_about_no_item() -> None:
    mail = of_digest(ComingDigest(NOW, NOW, MESSAGE))
    assert (mail.kind, mail.item, mail.slug, mail.rule) == (DIGEST, "", "", "")
    assert (mail.to, mail.language, mail.subject) == (
        "nino@example.org",
        "ka",
        "დღეს და ხვალ: 2",
    )
    assert mail.is_mail
    assert mail.outcome == Outcome.MAILED.value


def test_an_hour_later_than_it_was_to_go_out_is_not_late_yet() -> None:
    hour = timedelta(hours=1)
    assert not of_digest(ComingDigest(NOW + hour, NOW, MESSAGE)).late
    assert of_digest(ComingDigest(NOW + 2 * hour, NOW, MESSAGE)).late
