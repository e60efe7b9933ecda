from calendar_service.importers.typed_dates.lexicon import WORDS, Mark, Word


def test_every_month_is_known_in_both_languages() -> None:
    named = {
        "january იანვარი",
        "february თებერვალი",
        "march მარტი",
        "april აპრილი",
        "may მაისი",
        "june ივნისი",
        "july ივლისი",
        "august აგვისტო",
        "september სექტემბერი",
        "october ოქტომბერი",
        "november ნოემბერი",
        "december დეკემბერი",
    }
    pairs = [pair.split() for pair in named]
    assert [WORDS[english] for english, _ in pairs] == [
        WORDS[georgian] for _, georgian in pairs
    ]
    assert {WORDS[english].value for english, _ in pairs} == set(range(1, 13))


def test_every_weekday_is_known_in_both_languages() -> None:
    english = "monday tuesday wednesday thursday friday saturday sunday"
    georgian = "ორშაბათი სამშაბათი ოთხშაბათი ხუთშაბათი პარასკევი შაბათი კვირა"
    for number, names in enumerate(zip(english.split(), georgian.split(), strict=True)):
        for name in names:
            assert WORDS[name] == Word(Mark.WEEKDAY, number)


def test_a_georgian_month_is_known_in_its_cases() -> None:
    for form in ("დეკემბერი", "დეკემბერს", "დეკემბრის", "დეკემბერში"):
        assert WORDS[form] == Word(Mark.MONTH, 12)
    assert WORDS["დეკემბრამდე"] == Word(Mark.MONTH, 12, "until")
    assert WORDS["დეკემბრიდან"] == Word(Mark.MONTH, 12, "from")
