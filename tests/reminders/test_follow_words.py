import re

from calendar_service.reminders.follow_words import SENTENCES, say


def test_both_languages_say_the_same_with_the_same_places() -> None:
    english, georgian = SENTENCES["en"], SENTENCES["ka"]
    assert list(english) == list(georgian)
    places = [
        {name: sorted(re.findall(r"{\w+}", said)) for name, said in each.items()}
        for each in (english, georgian)
    ]
    assert places[0] == places[1]


def test_english_stands_in_for_what_we_do_not_speak() -> None:
    assert say("yes", "fr") == say("yes", "en") == "Confirm"
