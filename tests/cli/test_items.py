from pathlib import Path
from typing import Any

import pytest

from calendar_service.domain.item import ItemKind
from tests.cli.conftest import Command
from tests.cli.samples import FESTIVAL, FULL, MEETING, SERIES

ADD = ("items", "add", "--json", "-")


def test_added_item_is_listed_and_shown(command: Command) -> None:
    added = command(*ADD, given=MEETING)
    assert added.code == 0
    assert added.output.startswith("Added coordination-meeting (")
    (listed,) = command("items", "list", "--json").json
    assert listed["slug"] == "coordination-meeting"
    assert (listed["status"], listed["visibility"]) == ("published", "public")
    assert (listed["zone"], listed["revision"]) == ("Asia/Tbilisi", 0)
    for name in (listed["slug"], listed["uid"]):
        assert command("items", "show", name, "--json").json == listed
    shown = command("items", "show", listed["uid"]).output
    assert "when        1 March 2027, 10:00–11:30\n" in shown
    table = command("items", "list").output.splitlines()
    assert [line.split()[0] for line in table] == ["KIND", "meeting"]
    assert table[1].endswith("1 March 2027, 10:00–11:30  Coordination meeting")


@pytest.mark.parametrize(
    "item", [MEETING, FULL, SERIES, FESTIVAL], ids=["meeting", "full", "series", "days"]
)
def test_what_show_prints_is_taken_back_also_elsewhere(
    command: Command,
    item: dict[str, Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert command(*ADD, given=item).code == 0
    (first,) = command("items", "list", "--json").json
    shown = command("items", "show", first["slug"], "--json")
    assert shown.json == first
    again = command(*ADD, given=shown.output)
    assert (again.code, again.errors) == (
        1,
        f"Error: uid: an item with the uid {first['uid']} exists\n",
    )
    monkeypatch.setenv("CALENDAR_INSTANCE", str(tmp_path / "elsewhere"))
    assert command(*ADD, given=shown.output).code == 0
    assert command("items", "list", "--json").json == [first]


def test_list_that_list_prints_is_taken_back_whole(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    added = command(*ADD, given=[MEETING, FULL, SERIES, FESTIVAL])
    assert (added.code, added.output.count("Added ")) == (0, 4)
    listed = command("items", "list", "--json")
    saved = tmp_path / "items.json"
    saved.write_text(listed.output, "utf-8")
    monkeypatch.setenv("CALENDAR_INSTANCE", str(tmp_path / "elsewhere"))
    assert command("items", "add", "--json", str(saved)).code == 0
    assert command("items", "list", "--json").json == listed.json


def changed(**changes: object) -> dict[str, Any]:
    return MEETING | changes


def titled(title: str) -> dict[str, Any]:
    return changed(texts={"en": {"title": title}})


BAD = {
    "unknown kind": (
        changed(kind="party"),
        "kind: 'party' is not one of 'observance', 'meeting', 'study_visit', 's",
    ),
    "end before start": (
        changed(ends_at="2027-03-01T09:00"),
        "ends_at: must lie after starts_at",
    ),
    "long title": (
        titled("x" * 5_000),
        "texts.en.title: is 5,000 characters long; at most 300 are accepted",
    ),
    "control character": (
        titled("a\x07b"),
        "texts.en.title: contains the control character U+0007",
    ),
    "line break": (titled("a\nb"), "texts.en.title: must be one line"),
    "half of a pair": (
        titled("a\ud800"),
        "texts.en.title: contains the control character U+D800",
    ),
    "zone that does not exist": (
        changed(zone="Asia/Atlantis"),
        "zone: 'Asia/Atlantis' is no time zone; write one like Asia/Tbilisi",
    ),
    "31 February": (
        changed(starts_at="2027-02-31T10:00"),
        "starts_at: '2027-02-31T10:00' is a time that does not exist",
    ),
    "unknown field": (
        changed(titel="T"),
        "titel: is not a field of an item",
    ),
    "number": (7, "an item must be a JSON object"),
    "negative revision": (
        changed(revision=-1),
        "revision: must not be below 0",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_names_the_field_and_saves_nothing(
    command: Command, name: str
) -> None:
    item, said = BAD[name]
    refused = command(*ADD, given=item)
    assert (refused.code, refused.output) == (1, "")
    assert refused.errors.startswith(f"Error: {said}")
    assert command("items", "list", "--json").json == []


def test_every_problem_is_named(command: Command) -> None:
    wrong = changed(kind="x", starts_at="1", tags=1, texts={"en": {"title": 1}})
    refused = command(*ADD, given=wrong)
    fields = [line.split(":")[1].strip() for line in refused.errors.splitlines()]
    assert fields == ["kind", "starts_at", "texts.en.title", "tags"]


def test_list_with_one_bad_item_adds_nothing_and_names_which(command: Command) -> None:
    refused = command(*ADD, given=[MEETING, titled(" "), [], changed(kind="x")])
    assert refused.code == 1
    assert [line.partition(": ")[2][:24] for line in refused.errors.splitlines()] == [
        "3: an item must be a JSO",
        "4.kind: 'x' is not one o",
    ]
    refused = command(*ADD, given=[MEETING, titled(" ")])
    assert refused.errors == (
        "Error: 2.texts.en.title: is missing; an item needs a title\n"
    )
    assert command("items", "list", "--json").json == []


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("", "this is not JSON: Expecting value: line 1"),
        ("{", "this is not JSON: Expecting property name"),
        ("[" * 100_000, "this is not JSON: "),
        ("9" * 5_000, "this is not JSON: "),
        ("\ud800", "this is not JSON: "),
    ],
)
def test_broken_json_is_one_sentence(command: Command, given: str, said: str) -> None:
    refused = command(*ADD, given=given)
    assert (refused.code, refused.output) == (1, "")
    assert refused.errors.startswith(f"Error: {said}")
    assert refused.errors.count("\n") == 1


def test_controls_in_what_is_quoted_reach_no_terminal(command: Command) -> None:
    refused = command(*ADD, given=changed(**{"\x1b[2J": 1}))
    assert refused.code == 1
    assert "\x1b" not in refused.errors
    assert r"\x1b[2J: is not a field of an item" in refused.errors


def test_name_that_is_no_text_is_refused(command: Command) -> None:
    refused = command(*ADD, given=r'{"kind": "meeting", "\ud800": 1}')
    assert (refused.code, refused.output) == (1, "")
    assert "unexpected" not in refused.errors


def test_too_much_json_is_refused(command: Command) -> None:
    refused = command(*ADD, given=" " * 10_485_761)
    assert refused.errors == "Error: the JSON is larger than 10 MB; split it\n"


def test_empty_list_adds_nothing(command: Command) -> None:
    added = command(*ADD, given=[])
    assert (added.code, added.output) == (0, "The list is empty; nothing was added.\n")


def test_missing_file_is_wrong_usage(command: Command) -> None:
    refused = command("items", "add", "--json", "nowhere.json")
    assert refused.code == 2
    assert "'nowhere.json': No such file or directory" in refused.errors


def test_cancelled_item_is_shown_so_by_its_slug(command: Command) -> None:
    command(*ADD, given=MEETING)
    cancelled = command("items", "cancel", "coordination-meeting")
    assert cancelled.output == "Cancelled coordination-meeting (revision 1)\n"
    again = command("items", "cancel", "coordination-meeting")
    assert again.output == "coordination-meeting was cancelled already (revision 1)\n"
    shown = command("items", "show", "coordination-meeting", "--json").json
    assert (shown["status"], shown["revision"]) == ("cancelled", 1)


@pytest.mark.parametrize("verb", ["show", "cancel"])
def test_unknown_item_is_told_where_to_look(command: Command, verb: str) -> None:
    refused = command("items", verb, "no-such")
    assert (refused.code, refused.errors) == (
        1,
        "Error: there is no item 'no-such'; calendar-service items list shows all\n",
    )


def test_list_is_narrowed_by_days_and_kind(command: Command) -> None:
    command(*ADD, given=[changed(uid="a"), SERIES | {"uid": "b"}, FESTIVAL])

    def kinds(*options: str) -> list[str]:
        return [i["kind"] for i in command("items", "list", "--json", *options).json]

    assert kinds() == ["screening", "meeting", "training"]
    assert kinds("--from", "2019-01-01") == ["meeting", "training"]
    assert kinds("--until", "2018-12-14") == ["screening"]
    assert kinds("--from", "2018-12-16", "--until", "2018-12-16") == []
    assert kinds("--from", "2027-03-08", "--until", "2027-03-08") == []
    assert kinds("--from", "2027-03-16", "--until", "2027-03-16") == ["training"]
    assert kinds("--kind", "meeting", "--kind", "screening") == ["screening", "meeting"]
    empty = command("items", "list", "--kind", "news")
    assert empty.output == "No item matches; without options the list shows all.\n"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--from", "2027-02-31"), "'2027-02-31' is a day that does not exist"),
        (("--from", "soon"), "'soon' is no day; write it like 2027-03-01"),
        (("--kind", "party"), "'party' is not one of"),
        (
            ("--from", "2027-03-02", "--until", "2027-03-01"),
            "Invalid value for --until: lies before --from",
        ),
    ],
)
def test_wrong_option_of_list_is_explained(
    command: Command, options: tuple[str, ...], said: str
) -> None:
    refused = command("items", "list", *options)
    assert refused.code == 2
    assert said in refused.errors


def test_list_of_an_empty_calendar_says_what_to_do(command: Command) -> None:
    assert command("items", "list").output == (
        "There are no items yet. Add one with: calendar-service items add\n"
    )


def test_every_kind_can_be_added(command: Command) -> None:
    for kind in ItemKind:
        item = {"kind": kind, "starts_on": "2027-01-01", "texts": MEETING["texts"]}
        assert command(*ADD, given=item).code == 0
    assert len(command("items", "list", "--json").json) == len(ItemKind)


def test_feeds_of_many_items_are_made_ready_at_once(command: Command) -> None:
    few = command(*ADD, given=[MEETING] * 100)
    assert (few.code, few.errors) == (0, "")
    many = command(*ADD, given=[MEETING] * 101)
    assert (many.code, many.output.count("Added ")) == (0, 101)
    assert many.errors == "Preparing feeds\n"
