"""The kinds that the item form offers: those that whoever is signed in may change."""

from flask import request

from calendar_service.domain.account import Action, may
from calendar_service.domain.item import ItemKind
from calendar_service.web import auth


def open_kinds() -> list[ItemKind]:
    """Return the kinds that whoever is signed in may give an item."""
    who = auth.signed_in()
    return [kind for kind in ItemKind if may(who, Action.DRAFT, kind)]


def first_kind(asked: str) -> ItemKind:
    """Return the kind to begin with: what is asked for, a meeting, or what is open."""
    kinds = open_kinds()
    return next(ItemKind(k) for k in (asked, ItemKind.MEETING, *kinds) if k in kinds)


def demand_kind() -> None:
    """Refuse a kind that was not offered, before anything of the form is kept."""
    kind = request.form.get("kind", "")
    if kind in set(ItemKind):
        auth.demand(Action.DRAFT, ItemKind(kind))
