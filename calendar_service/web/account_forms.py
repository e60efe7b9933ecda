"""The fields of an account as a form holds them."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from flask import request

from calendar_service.domain.account import Role, in_order
from calendar_service.domain.item import ItemKind
from calendar_service.services.account_keeping import Standing
from calendar_service.web import http


@dataclass(frozen=True, slots=True)
class Choices:
    """What the fields may be chosen from."""

    languages: Sequence[str]
    roles: Sequence[Role] = tuple(Role)
    kinds: Sequence[ItemKind] = tuple(ItemKind)


def choices_for(language: str) -> Choices:
    """Return what there is to choose from; a language in use is always among it."""
    return Choices(tuple(dict.fromkeys((*http.settings().languages, language))))


def read_standing(former: Standing) -> Standing:
    """Read the form; what is none of its choices stays as it is."""
    role = request.form.get("role", "")
    kinds = [kind for kind in request.form.getlist("kind") if kind in set(ItemKind)]
    return Standing(
        name=request.form.get("name", "").strip(),
        role=Role(role) if role in set(Role) else former.role,
        kinds=frozenset(map(ItemKind, kinds)),
        language=request.form.get("language", "") or former.language,
    )


def version_of(standing: Standing) -> str:
    """Return a mark that is another one as soon as anything was decided anew."""
    kinds = ",".join(in_order(standing.kinds))
    said = (standing.name, standing.role.value, kinds, standing.language)
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]
