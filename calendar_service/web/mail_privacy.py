"""Addresses in lists of mails: whole for who administers, else only a hint."""

import re

from calendar_service.domain.account import Account, Action, may
from calendar_service.domain.mail import masked

ADDRESS = re.compile(r"[^\s<>,;:()\[\]\"']+@[^\s<>,;:()\[\]\"']+")


def address_said(address: str, who: Account) -> str:
    """Return an address as somebody may see it: "n…@example.org".

    One's own is no secret.
    """
    if may(who, Action.ADMINISTER) or address.lower() == who.email.lower():
        return address
    return masked(address)


def words_said(words: str, who: Account) -> str:
    """Return what a server or a rule said, the addresses in it likewise."""
    return ADDRESS.sub(lambda found: address_said(found[0], who), words)
