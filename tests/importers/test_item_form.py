import pytest
from pydantic import ValidationError

from calendar_service.importers.item_form import ItemForm


def test_the_form_is_closed_and_says_what_it_takes() -> None:
    schema = ItemForm.model_json_schema()
    assert schema["additionalProperties"] is False
    assert set(schema["required"]) == {"kind", "texts"}


@pytest.mark.parametrize("value", ["1", 1.0, None])
def test_numbers_and_flags_are_taken_as_they_are(value: object) -> None:
    whole = {"kind": "meeting", "texts": {}, "dates_only": value}
    with pytest.raises(ValidationError):
        ItemForm.model_validate(whole)
