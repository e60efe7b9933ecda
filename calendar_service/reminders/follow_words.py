"""The sentences of mails to readers who follow by mail, per language."""

from calendar_service.domain.announcement import Announcement

SENTENCES = {
    "en": {
        Announcement.NEW: "New",
        Announcement.MOVED: "Moved",
        Announcement.REPLACED: "Other place",
        Announcement.CANCELLED: "Cancelled",
        Announcement.RESTORED: "Takes place after all",
        "was": "{what} (was: {before})",
        "about_one": "{what}: {title} ({when})",
        "new_1": "1 new event",
        "new_n": "{n} new events",
        "changed_1": "1 change",
        "changed_n": "{n} changes",
        "week_of": "The calendar for the week of {day}",
        "part_new": "Newly announced",
        "part_changed": "What has changed",
        "part_coming": "This week",
        "more": "and {n} more in the calendar",
        "online": "Online",
        "confirm": "Please confirm: the calendar of {office} by mail",
        "asked": "Somebody, most likely you, has asked for mails about:",
        "immediate": "They come as soon as something is announced or changed.",
        "weekly": "They come once a week, on Monday morning.",
        "press": "Nothing is sent before you confirm. The link works for three days.",
        "yes": "Confirm",
        "not_me": "If it was not you, do nothing: your address is forgotten"
        " within a week.",
        "forget": "Forget my address now",
        "known": "You follow the calendar of {office} already",
        "again": "Somebody, most likely you, has asked once more for mails that"
        " come to you already:",
        "why": "You get this mail because you follow the calendar of {office}: {wish}.",
        "manage": "Change what you follow",
        "leave": "Unsubscribe",
        "sent_by": "Sent by the calendar of {office}",
    },
    "ka": {
        Announcement.NEW: "ახალი",
        Announcement.MOVED: "შეიცვალა დრო",
        Announcement.REPLACED: "შეიცვალა ადგილი",
        Announcement.CANCELLED: "გაუქმდა",
        Announcement.RESTORED: "მაინც გაიმართება",
        "was": "{what} (იყო: {before})",
        "about_one": "{what}: {title} ({when})",
        "new_1": "1 ახალი ღონისძიება",
        "new_n": "{n} ახალი ღონისძიება",
        "changed_1": "1 ცვლილება",
        "changed_n": "{n} ცვლილება",
        "week_of": "კვირის კალენდარი: {day}",
        "part_new": "ახალი ღონისძიებები",
        "part_changed": "რა შეიცვალა",
        "part_coming": "ამ კვირაში",
        "more": "და კიდევ {n} კალენდარში",
        "online": "ონლაინ",
        "confirm": "გთხოვთ, დაადასტუროთ: კალენდარი ელფოსტით ({office})",
        "asked": "ვიღაცამ, სავარაუდოდ თქვენ, მოითხოვა წერილები შემდეგზე:",
        "immediate": "წერილი მოვა, როგორც კი რამე გამოცხადდება ან შეიცვლება.",
        "weekly": "წერილი მოვა კვირაში ერთხელ, ორშაბათს დილით.",
        "press": "სანამ არ დაადასტურებთ, არაფერი გამოიგზავნება. ბმული სამი დღე"
        " მუშაობს.",
        "yes": "დადასტურება",
        "not_me": "თუ ეს თქვენ არ იყავით, ნურაფერს გააკეთებთ: თქვენი მისამართი"
        " ერთ კვირაში წაიშლება.",
        "forget": "წაშალეთ ჩემი მისამართი ახლავე",
        "known": "კალენდარი უკვე გამოწერილი გაქვთ ({office})",
        "again": "ვიღაცამ, სავარაუდოდ თქვენ, ხელახლა მოითხოვა წერილები, რომლებსაც"
        " უკვე იღებთ:",
        "why": "ეს წერილი მიიღეთ, რადგან ელფოსტით გამოწერილი გაქვთ კალენდარი"
        " ({office}): {wish}.",
        "manage": "გამოწერის შეცვლა",
        "leave": "გამოწერის გაუქმება",
        "sent_by": "გამოგზავნილია კალენდრიდან: {office}",
    },
}


def say(name: str, language: str) -> str:
    """Return a sentence; English where the language is not known."""
    return SENTENCES.get(language, SENTENCES["en"])[name]
