"""The mail to whom has asked to follow: whether the address is theirs."""

from dataclasses import dataclass

from calendar_service.domain.follower import Follower
from calendar_service.domain.mail import MailMessage
from calendar_service.domain.wish_words import describe_wish
from calendar_service.reminders.facts import one_line
from calendar_service.reminders.follow_words import say
from calendar_service.reminders.list_sheet import render_list

LIST = "follow"
"""What the mails of this list are filed under (RFC 2919)."""


@dataclass(frozen=True, slots=True)
class Sending:
    """Whom a mail goes to, who sends it, and the links that act for its reader."""

    follower: Follower
    office: str
    leave: str
    manage: str

    @property
    def language(self) -> str:
        return self.follower.language

    @property
    def wish(self) -> str:
        return one_line(describe_wish(self.follower.wish, self.language))


def word_asking(sending: Sending, confirm: str) -> MailMessage:
    """Ask to confirm at a link; whoever has done so is told what they follow."""
    if sending.follower.is_confirmed:
        return _word_known(sending)

    def said(name: str) -> str:
        return say(name, sending.language)

    intro = [
        {"look": "intro", "text": said("asked")},
        {"look": "wish", "text": sending.wish},
        {"look": "intro", "text": said(sending.follower.pace)},
        {"look": "intro", "text": said("press")},
    ]
    return _message(
        sending,
        said("confirm").format(office=one_line(sending.office)),
        intro,
        (said("yes"), confirm),
        ([said("not_me")], [(said("forget"), sending.leave)]),
    )


def asking_key(follower: Follower) -> str:
    """Return what makes it single: one wish, asked for at one time."""
    return f"{LIST}/{follower.name}/ask/{follower.asked_at:%Y%m%dT%H%M%S}"


def _word_known(sending: Sending) -> MailMessage:
    def said(name: str) -> str:
        return say(name, sending.language)

    office = one_line(sending.office)
    intro = [
        {"look": "intro", "text": said("again")},
        {"look": "wish", "text": sending.wish},
    ]
    return _message(
        sending,
        said("known").format(office=office),
        intro,
        (said("manage"), sending.manage),
        ([said("sent_by").format(office=office)], [(said("leave"), sending.leave)]),
    )


def _message(
    sending: Sending,
    subject: str,
    intro: list[dict[str, str]],
    button: tuple[str, str],
    end: tuple[list[str], list[tuple[str, str]]],
) -> MailMessage:
    """Put it together; `end` is why it comes, and what else the reader can do."""
    why, ways = end
    view = {
        "language": sending.language,
        "subject": subject,
        "intro": intro,
        "parts": (),
        "button": {"label": button[0], "url": button[1]},
        "why": why,
        "ways": [{"label": label, "url": url} for label, url in ways],
    }
    paragraphs = [*(line["text"] for line in intro), f"{button[0]}:\n{button[1]}"]
    below = [*why, *(f"{label}: {url}" for label, url in ways)]
    return MailMessage(
        key=asking_key(sending.follower),
        to=sending.follower.address,
        subject=subject,
        text="\n\n".join(paragraphs) + "\n\n-- \n" + "\n".join(below) + "\n",
        html=render_list(view),
        language=sending.language,
        unsubscribe_url=sending.leave,
        list_name=LIST,
    )
