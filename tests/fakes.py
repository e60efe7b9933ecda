"""Stand-ins for the world: a clock that stands still, a mailer that keeps a list."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from calendar_service.domain.mail import MailMessage
from calendar_service.mailer import Receipt
from tests.builders import NOW


@dataclass
class StillClock:
    """Called, it tells its time; it moves only when told to."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass
class FakeMailer:
    """Takes every mail, or raises what `fails_with` says."""

    sent: list[MailMessage] = field(default_factory=list)
    fails_with: Exception | None = None

    def send(self, message: MailMessage, receipt: Receipt | None = None) -> None:
        if self.fails_with is not None:
            raise self.fails_with
        self.sent.append(message)
        if receipt is not None:
            receipt.path.write_text(receipt.text)


class FakeTypesetter:
    """Writes down the pages that it is to set; what it makes of them is numbered."""

    def __init__(self) -> None:
        self.is_there = True
        self.trouble: type[Exception] | None = None
        self.pages: list[str] = []

    def typeset(self, page: str) -> bytes:
        if self.trouble is not None:
            raise self.trouble
        self.pages.append(page)
        return f"%PDF-{len(self.pages)}".encode()
