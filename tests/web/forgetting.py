"""Somebody who has forgotten a password, and asks for another."""

import re

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from calendar_service.services.administering import verify_password
from calendar_service.storage.accounts import find_account
from calendar_service.storage.database import Database
from calendar_service.storage.outbox import list_mails
from tests.builders import ADA
from tests.web.seeing import Page

OLD, NEW = "correct horse battery", "another horse entirely"


LINK = re.compile(r"http://calendar\.example\.org(/mail/password/\S+)")


FORM = "//input[@name='csrf_token']/@value"


def send(client: FlaskClient, path: str, **fields: str) -> TestResponse:
    token = Page(client.get(path)).all(f"//main{FORM}")[0]
    return client.post(path, data={"csrf_token": token, **fields})


def ask(client: FlaskClient, email: str = ADA.email) -> TestResponse:
    return send(client, "/login/forgotten", email=email)


def links(database: Database) -> list[str]:
    with database.reading() as session:
        texts = [mail.message.text for mail in list_mails(session)]
    return [found for text in texts for found in LINK.findall(text)]


def subjects(database: Database) -> list[str]:
    with database.reading() as session:
        return [mail.message.subject for mail in list_mails(session)]


def choose(client: FlaskClient, new: str = NEW, again: str = NEW) -> TestResponse:
    return send(client, "/login/password", new=new, again=again)


def is_password(database: Database, password: str) -> bool:
    with database.reading() as session:
        return verify_password(find_account(session, ADA.email), password)
