"""Items as JSON that use every field and every way to say when."""

from typing import Any

MEETING = {
    "kind": "meeting",
    "starts_at": "2027-03-01T10:00",
    "ends_at": "2027-03-01T11:30",
    "texts": {"en": {"title": "Coordination meeting"}},
}
FULL: dict[str, Any] = {
    "uid": "full@example.org",
    "slug": "full",
    "kind": "agreement",
    "status": "draft",
    "visibility": "staff",
    "revision": 4,
    "starts_on": "2026-10",
    "precision": "month",
    "texts": {
        "en": {"title": "Grant", "summary": "S", "description": "*D*", "place": "P"},
        "ka": {"title": "გრანტი", "made_from": 3},
    },
    "place": {
        "venue": "V",
        "city": "Tbilisi",
        "country": "Georgia",
        "latitude": 41.7,
        "longitude": 44.8,
        "online": "https://example.org/meet",
    },
    "tags": ["b", "a"],
    "hashtags": ["#X"],
    "organisers": ["IOM", {"name": "EU", "role": "funder", "url": "https://e.org"}],
    "partners": ["P"],
    "focal_point": "Nino Beridze <nino@example.org>",
    "deputy": "giorgi@example.org",
    "links": [{"url": "https://example.org/", "title": "T"}],
    "image": {"url": "https://example.org/i.png", "alt": "A"},
    "seats": "limited",
    "notes": "N",
    "agreement": {
        "type": "grant",
        "parties": ["A", "B"],
        "reference": "R-1",
        "signed_on": "2025-01-01",
        "effective_on": "2025-02-01",
        "expires_on": "2027-10",
        "notice_period": "P3M",
        "renewal": "by_act",
        "document": "https://example.org/d.pdf",
        "renews": "before@example.org",
        "renewed_by": "after@example.org",
        "ended_on": "2027-06-30",
    },
}
SERIES = {
    "kind": "training",
    "starts_at": "2027-03-01T10:00",
    "zone": "Europe/Berlin",
    "rrule": "FREQ=WEEKLY;COUNT=5",
    "exdates": ["2027-03-08T10:00"],
    "rdates": ["2027-05-01T10:00"],
    "overrides": [
        {"original": "2027-03-15T10:00", "starts_at": "2027-03-16T09:00"},
        {"original": "2027-03-22T10:00", "cancelled": True},
    ],
    "texts": {"en": {"title": "Series"}},
}
FESTIVAL = {
    "kind": "screening",
    "dates": ["2018-12-14", "2018-12-15", "2018-12-17", "2018-12-18"],
    "texts": {"en": {"title": "Festival"}},
}
