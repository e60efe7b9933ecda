"""The fixed words that leave the house in feeds, mails and pages, per language."""

from calendar_service.domain.item import ItemKind

KINDS = {
    "en": {
        ItemKind.OBSERVANCE: "Observance",
        ItemKind.MEETING: "Meeting",
        ItemKind.STUDY_VISIT: "Study visit",
        ItemKind.SCREENING: "Screening",
        ItemKind.CAMPAIGN: "Campaign",
        ItemKind.TRAINING: "Training",
        ItemKind.DEADLINE: "Deadline",
        ItemKind.AGREEMENT: "Agreement",
        ItemKind.NEWS: "News",
    },
    "ka": {
        ItemKind.OBSERVANCE: "აღსანიშნავი დღე",
        ItemKind.MEETING: "შეხვედრა",
        ItemKind.STUDY_VISIT: "სასწავლო ვიზიტი",
        ItemKind.SCREENING: "ფილმის ჩვენება",
        ItemKind.CAMPAIGN: "კამპანია",
        ItemKind.TRAINING: "ტრენინგი",
        ItemKind.DEADLINE: "ბოლო ვადა",
        ItemKind.AGREEMENT: "შეთანხმება",
        ItemKind.NEWS: "სიახლე",
    },
}
KINDS_PLURAL = {
    "en": {
        ItemKind.OBSERVANCE: "Observances",
        ItemKind.MEETING: "Meetings",
        ItemKind.STUDY_VISIT: "Study visits",
        ItemKind.SCREENING: "Screenings",
        ItemKind.CAMPAIGN: "Campaigns",
        ItemKind.TRAINING: "Trainings",
        ItemKind.DEADLINE: "Deadlines",
        ItemKind.AGREEMENT: "Agreements",
        ItemKind.NEWS: "News",
    },
    "ka": {
        ItemKind.OBSERVANCE: "აღსანიშნავი დღეები",
        ItemKind.MEETING: "შეხვედრები",
        ItemKind.STUDY_VISIT: "სასწავლო ვიზიტები",
        ItemKind.SCREENING: "ფილმების ჩვენებები",
        ItemKind.CAMPAIGN: "კამპანიები",
        ItemKind.TRAINING: "ტრენინგები",
        ItemKind.DEADLINE: "ბოლო ვადები",
        ItemKind.AGREEMENT: "შეთანხმებები",
        ItemKind.NEWS: "სიახლეები",
    },
}
# Georgian puts endings on the word itself, which a template cannot: its phrases
# stand before a colon, and what is filled in keeps its plain form.
PHRASES = {
    "en": {
        "cancelled": "CANCELLED",
        "all_items": "All events",
        "coming_up": "Coming up",
        "changes": "Changes",
        "until": "until {day}",
        "and": "{rest} and {last}",
        "dates_and_more": "{dates} and {number} more days",
        "open_end": "from {start}",
        "repeats": "repeats",
        "times": "{number} times",
        "starting": "{repetition}, first on {start}",
        "starting_in": "{repetition}, first in {start}",
        "online": "Online",
        "seats": "Places are limited: {number}",
        "seats_limited": "Places are limited",
        "organisers": "Organisers: {names}",
        "partners": "Partners: {names}",
        "expires": "Expires: {what}",
        "notice_deadline": "Notice deadline: {what}",
        "overdue": "Was due on {day}",
    },
    "ka": {
        "cancelled": "გაუქმდა",
        "all_items": "ყველა ღონისძიება",
        "coming_up": "ახლო დღეებში",
        "changes": "ცვლილებები",
        "until": "ვადა: {day}",
        "and": "{rest} და {last}",
        "dates_and_more": "{dates} და კიდევ {number} დღე",
        "open_end": "დასაწყისი: {start}",
        "repeats": "მეორდება",
        "times": "{number}-ჯერ",
        "starting": "{repetition}, პირველად: {start}",
        "starting_in": "{repetition}, პირველად: {start}",
        "online": "ონლაინ",
        "seats": "ადგილების რაოდენობა შეზღუდულია: {number}",
        "seats_limited": "ადგილების რაოდენობა შეზღუდულია",
        "organisers": "ორგანიზატორები: {names}",
        "partners": "პარტნიორები: {names}",
        "expires": "ვადა იწურება: {what}",
        "notice_deadline": "შეტყობინების ბოლო დღე: {what}",
        "overdue": "ვადა იყო: {day}",
    },
}


def kind_name(kind: ItemKind, language: str) -> str:
    """Return the name of a kind; English where the language is not known."""
    return KINDS.get(language, KINDS["en"])[kind]


def kind_names(kind: ItemKind, language: str) -> str:
    """Return the plural, as a feed or a list is called."""
    return KINDS_PLURAL.get(language, KINDS_PLURAL["en"])[kind]


def phrase(name: str, language: str) -> str:
    """Return a fixed phrase; English where the language is not known."""
    return PHRASES.get(language, PHRASES["en"])[name]
