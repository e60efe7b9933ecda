from calendar_service.domain.texts import Text
from calendar_service.domain.work import lacking_languages
from tests.builders import make_item

LANGUAGES = ("en", "ka")


def test_languages_without_a_title_lack() -> None:
    english, georgian = Text("Talks"), Text("ა")
    untitled = Text("", summary="უსათაურო")
    for texts, lacking in (
        ({"en": english, "ka": georgian}, []),
        ({"en": english}, ["ka"]),
        ({"ka": georgian}, ["en"]),
        ({"en": english, "ka": untitled}, ["ka"]),
    ):
        assert lacking_languages(make_item(texts=texts), LANGUAGES) == lacking
