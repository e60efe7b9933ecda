"""A link from a mail at whose end somebody chooses a password.

Its token goes from the address into the cookie of forms at once, so that no page
with it in its address is shown, logged or told to others.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import Response, session
from werkzeug.wrappers import Response as AnyResponse

from calendar_service.config import Settings
from calendar_service.domain.account import Account
from calendar_service.services.administering import (
    LONGEST_PASSWORD,
    SHORTEST_PASSWORD,
)
from calendar_service.services.mail_links import BadLink, ExpiredLink
from calendar_service.services.resetting import UsedLink
from calendar_service.storage.database import Session
from calendar_service.web import account_words, http
from calendar_service.web.language import link
from calendar_service.web.layout import page
from calendar_service.web.passwords import posted_password

GONE, UNPROCESSABLE = 410, 422
USELESS = (BadLink, ExpiredLink, UsedLink)


@dataclass(frozen=True, slots=True)
class PasswordLink:
    """One sort of such links.

    `find` and `use` raise those of USELESS, and `words` has for each a title and
    what helps. `form` is the endpoint of the page on which the password is chosen.
    """

    cookie: str
    form: str
    template: str
    find: Callable[[Session, Settings, str, datetime], Account]
    use: Callable[[Session, Settings, str, str, datetime], Account]
    words: Mapping[type[Exception], tuple[object, object]]
    offers_another: bool = False

    def open(self, token: str) -> AnyResponse:
        """Take the token out of the address, if it is any good. Nothing changes."""
        try:
            self._found(token)
        except USELESS as wrong:
            return self._useless(wrong)
        session[self.cookie] = token
        return http.go_to(link(self.form))

    def show(self) -> Response:
        """Show the form."""
        try:
            return self._form(self._found(self._held()))
        except USELESS as wrong:
            return self._useless(wrong)

    def put(self) -> Account | Response:
        """Put the password in place; return whose, or a page that says why not."""
        token = self._held()
        try:
            account = self._found(token)
            # Hashed before the transaction: nobody waits for that to write.
            given = posted_password()
            if given.wrong:
                return self._form(account, given.wrong)
            with http.transaction() as opened:
                self.use(opened, http.settings(), token, given.hashed, http.now())
        except USELESS as wrong:
            return self._useless(wrong)
        session.pop(self.cookie, None)
        return account

    def _held(self) -> str:
        return str(session.get(self.cookie, ""))

    def _found(self, token: str) -> Account:
        with http.reading() as opened:
            return self.find(opened, http.settings(), token, http.now())

    def _form(self, account: Account, wrong: dict[str, str] | None = None) -> Response:
        return page(
            self.template,
            private=True,
            status=UNPROCESSABLE if wrong else 200,
            account=account,
            words=account_words,
            least=SHORTEST_PASSWORD,
            most=LONGEST_PASSWORD,
            wrong=wrong or {},
        )

    def _useless(self, wrong: Exception) -> Response:
        """Say why the link is of no use, and lead on: to another, or the sign-in."""
        title, sentence = self.words[type(wrong)]
        return page(
            "useless_link.html",
            private=True,
            status=GONE,
            title=str(title),
            sentence=str(sentence),
            offers_another=self.offers_another,
        )
