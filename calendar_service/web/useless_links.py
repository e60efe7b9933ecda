"""The page of a link from a mail that does nothing any more."""

from flask import Response

from calendar_service.web.layout import page

GONE = 410


class UselessLink(Exception):
    """A link that chooses no password: a title, and what helps."""

    def __init__(self, title: str, sentence: str) -> None:
        super().__init__(title)
        self.title, self.sentence = title, sentence


def useless_page(wrong: UselessLink, *, offers_another: bool = True) -> Response:
    """Say why the link is of no use, and lead on: to another one, or the sign-in."""
    return page(
        "useless_link.html",
        private=True,
        status=GONE,
        title=wrong.title,
        sentence=wrong.sentence,
        offers_another=offers_another,
    )
