"""The links in mails that act for their reader: signed, so that none can be made up."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from itsdangerous import (
    BadSignature,
    Signer,
    TimestampSigner,
    URLSafeSerializer,
    URLSafeTimedSerializer,
)

from calendar_service.config import Settings
from calendar_service.domain.answer import Stop, question_of, topic_of
from calendar_service.domain.follower import Follower, is_link_over

ANSWERS_FOR = timedelta(days=60)
RESETS_FOR = timedelta(hours=1)
INVITES_FOR = timedelta(days=7)
LONGEST_TOKEN = 2_000
LETTERS = re.compile(r"[A-Za-z0-9_.-]+")


class BadLink(ValueError):
    """The link was not made by us, or not copied whole."""


class ExpiredLink(Exception):
    """The link was made by us, too long ago."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Which mail a link answers, for whom, and the revision of the item in it."""

    key: str
    address: str
    revision: int


def stop_link(settings: Settings, stop: Stop, language: str) -> str:
    """Return the address at which mails about a kind are stopped. It never expires."""
    token = _stops(settings).dumps([stop.address, stop.kind.value])
    return _address(settings, "stop", token, language)


def read_stop(settings: Settings, token: str) -> Stop:
    """Return what the token stops. Raises BadLink."""
    try:
        address, kind = _stops(settings).loads(_short(token))
        return Stop(str(address), topic_of(kind))
    except (BadSignature, ValueError, TypeError):
        raise BadLink from None


def answer_link(
    settings: Settings, asking: Asking, language: str, now: datetime
) -> str:
    """Return the address at which this person answers this mail, for 60 days."""
    content = [asking.key, asking.address, asking.revision]
    token = _timed(settings, "mail-answer", now).dumps(content)
    return _address(settings, "answer", token, language)


def read_answer(settings: Settings, token: str, now: datetime) -> Asking:
    """Return what the token answers. Raises BadLink or ExpiredLink."""
    try:
        content, made_at = _timed(settings, "mail-answer", now).loads(
            _short(token), return_timestamp=True
        )
        key, address, revision = content
        asking = Asking(str(key), str(address), int(revision))
        question_of(asking.key)
    except (BadSignature, ValueError, TypeError):
        raise BadLink from None
    # Compared here: a link from a clock that is ahead of ours is still good.
    if now - made_at > ANSWERS_FOR:
        raise ExpiredLink
    return asking


def reset_link(
    settings: Settings, address: str, state: str, language: str, now: datetime
) -> str:
    """Return the address at which a password is chosen, for an hour.

    `state` stands for the password so far: another one makes the link useless.
    """
    token = _timed(settings, "mail-password", now).dumps([address, state])
    return _address(settings, "password", token, language)


def read_reset(settings: Settings, token: str, now: datetime) -> tuple[str, str]:
    """Return whose password, and the state. Raises BadLink or ExpiredLink."""
    return _read_pair(settings, "mail-password", token, RESETS_FOR, now)


def invitation_link(
    settings: Settings, address: str, state: str, language: str, now: datetime
) -> str:
    """Return the address at which who was invited chooses a password, for a week.

    `state` stands for the invitation: another one makes the link useless.
    """
    token = _timed(settings, "mail-invitation", now).dumps([address, state])
    return _address(settings, "invitation", token, language)


def read_invitation(settings: Settings, token: str, now: datetime) -> tuple[str, str]:
    """Return who was invited, and the state. Raises BadLink or ExpiredLink."""
    return _read_pair(settings, "mail-invitation", token, INVITES_FOR, now)


def _read_pair(
    settings: Settings, salt: str, token: str, lasts: timedelta, now: datetime
) -> tuple[str, str]:
    """Return an address and a state out of a token. Raises BadLink or ExpiredLink."""
    try:
        content, made_at = _timed(settings, salt, now).loads(
            _short(token), return_timestamp=True
        )
        address, state = content
    except (BadSignature, ValueError, TypeError):
        raise BadLink from None
    if now - made_at > lasts:
        raise ExpiredLink
    return str(address), str(state)


def leave_link(settings: Settings, name: str, language: str) -> str:
    """Return the address at which a follower leaves. It never expires."""
    return _address(settings, "leave", _signed(settings, name), language)


def manage_link(settings: Settings, name: str, language: str) -> str:
    """Return the address at which a follower changes what is followed."""
    return _address(settings, "follow", _signed(settings, name), language)


def read_follow(settings: Settings, token: str) -> str:
    """Return which follower's it is, by name. Raises BadLink."""
    try:
        return _followers(settings).unsign(_short(token)).decode()
    except (BadSignature, ValueError):
        raise BadLink from None


def confirm_link(settings: Settings, follower: Follower) -> str:
    """Return the address at which somebody confirms, for a while after the asking."""
    token = _confirming(settings, follower.asked_at).sign(follower.name).decode()
    return _address(settings, "confirm", token, follower.language)


def read_confirm(settings: Settings, token: str, now: datetime) -> str:
    """Return which follower confirms, by name. Raises BadLink or ExpiredLink."""
    try:
        name, asked_at = _confirming(settings, now).unsign(
            _short(token), return_timestamp=True
        )
    except (BadSignature, ValueError):
        raise BadLink from None
    if is_link_over(asked_at, now):
        raise ExpiredLink
    return name.decode()


class _SignerAt(TimestampSigner):
    """Stamps the instant that it is told, not that of the system's clock."""

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:  # noqa: ANN401 - handed on
        super().__init__(*args, **kwargs)
        self._at = at

    def get_timestamp(self) -> int:
        return int(self._at.astimezone(UTC).timestamp())


def _stops(settings: Settings) -> URLSafeSerializer:
    return URLSafeSerializer(settings.secret_key, salt="mail-stop")


def _timed(settings: Settings, salt: str, now: datetime) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(
        settings.secret_key,
        salt=salt,
        signer=_SignerAt,
        signer_kwargs={"at": now},
    )


def _signed(settings: Settings, name: str) -> str:
    return _followers(settings).sign(name).decode()


def _followers(settings: Settings) -> Signer:
    """Return what signs names as they are: they are safe in addresses."""
    return Signer(settings.secret_key, salt="mail-follow")


def _confirming(settings: Settings, at: datetime) -> _SignerAt:
    return _SignerAt(settings.secret_key, salt="mail-confirm", at=at)


def _short(token: str) -> str:
    """Refuse what none of ours looks like before it is unpacked.

    Reading base64 passes over letters that are none of its own: a token with
    such letters behind it would be taken for ours.
    """
    if len(token) > LONGEST_TOKEN or not LETTERS.fullmatch(token):
        raise BadSignature("no token of ours")
    return token


def _address(settings: Settings, what: str, token: str, language: str) -> str:
    return f"{settings.base_url}/mail/{what}/{token}?lang={language}"
