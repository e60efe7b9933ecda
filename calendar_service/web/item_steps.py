"""What may become of an item, by where it stands and who asks."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from flask_babel import gettext

from calendar_service.domain.account import Account, may
from calendar_service.domain.item import Item, ItemStatus
from calendar_service.services.editing import NEEDED

UNDELETED_WITHIN = timedelta(days=90)


class Step(StrEnum):
    """One thing that can be done to an item as a whole."""

    PUBLISH = "publish"
    WITHDRAW = "withdraw"
    CANCEL = "cancel"
    MOVE = "move"
    DELETE = "delete"
    UNDELETE = "undelete"


LEADS_TO: Mapping[Step, ItemStatus] = {
    Step.PUBLISH: ItemStatus.PUBLISHED,
    Step.WITHDRAW: ItemStatus.DRAFT,
    Step.CANCEL: ItemStatus.CANCELLED,
    Step.DELETE: ItemStatus.DELETED,
}
FROM: Mapping[ItemStatus, tuple[Step, ...]] = {
    ItemStatus.DRAFT: (Step.PUBLISH, Step.DELETE),
    ItemStatus.PUBLISHED: (Step.MOVE, Step.CANCEL, Step.WITHDRAW, Step.DELETE),
    ItemStatus.CANCELLED: (Step.PUBLISH, Step.DELETE),
    ItemStatus.DELETED: (Step.UNDELETE,),
}


def steps_for(item: Item, who: Account, now: datetime) -> list[Step]:
    """Return the steps that are open to somebody."""
    if not may(who, NEEDED[item.status], item):
        return []
    return [
        step
        for step in FROM[item.status]
        if may(who, NEEDED[LEADS_TO.get(step, ItemStatus.PUBLISHED)], item)
        and (step is not Step.UNDELETE or now - item.updated_at <= UNDELETED_WITHIN)
    ]


def after(item: Item, step: Step) -> Item:
    """Return the item as a step would leave it, for telling what that does."""
    return replace(item, status=LEADS_TO[step])


def step_words(step: str) -> tuple[str, str]:
    """Return what a step is called on its button, and as a question."""
    words = {
        "publish": (gettext("Publish"), gettext("Publish this event?")),
        "withdraw": (gettext("Make it a draft"), gettext("Make this a draft again?")),
        "cancel": (gettext("Cancel the event"), gettext("Cancel this event?")),
        "move": (gettext("Move"), gettext("Move this event")),
        "delete": (gettext("Delete"), gettext("Delete this event?")),
        "undelete": (gettext("Bring back"), gettext("Bring this event back?")),
        "restore": (gettext("Restore"), gettext("Restore this earlier state?")),
    }
    name, question = words[step]
    return str(name), str(question)
