"""Numbers in addresses that no row can have."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from calendar_service.domain.account import Account
from tests.builders import DORA


@pytest.mark.parametrize("number", [2**31 - 1, 2**31, 2**63, 10**40])
def test_a_number_that_no_row_has_is_the_address_of_nothing(
    signed_in_as: Callable[[Account], FlaskClient], number: int
) -> None:
    client = signed_in_as(DORA)
    assert client.get(f"/staff/accounts/{number}").status_code == 404
    assert client.get("/staff/accounts/1").status_code == 200
