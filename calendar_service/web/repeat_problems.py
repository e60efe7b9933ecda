"""What is wrong with the rule of a repetition (RRULE), in the reader's words."""

from collections.abc import Callable

from flask_babel import gettext

Words = Callable[..., str]

REPEATS: tuple[tuple[str, Words], ...] = (
    (
        r"does not fall on its start; it first falls on (.+)",
        lambda day: gettext(
            "It does not fall on its own start. It first falls on %(day)s.", day=day
        ),
    ),
    (
        r"ends \(UNTIL\) before it starts",
        lambda: gettext("The repetition ends before it begins."),
    ),
    (
        r"is longer than (\d+) characters",
        lambda most: gettext(
            "It is too long; at most %(most)s characters are accepted.", most=most
        ),
    ),
    (r"names a part twice", lambda: gettext("The rule names a part twice.")),
    (
        r"repeats too fast: .+|repeats by the hour without a COUNT",
        lambda: gettext("The rule repeats too fast."),
    ),
    (
        r"needs FREQ=YEARLY, MONTHLY, WEEKLY or DAILY",
        lambda: gettext(
            "This is no rule of a repetition. Write one like FREQ=WEEKLY;BYDAY=TH,"
            " or choose from the list beside."
        ),
    ),
    (
        r"names hours for whole days",
        lambda: gettext("The rule names hours, but the days have none."),
    ),
    (
        r"has the unknown part (.+)",
        lambda part: gettext("The rule has the unknown part %(part)s.", part=part),
    ),
    (
        r"has no weekday (.+) in (\w+)",
        lambda day, part: gettext(
            "%(day)s in %(part)s is no weekday such as MO or TH.", day=day, part=part
        ),
    ),
    (
        r"has (.+) in UNTIL, which is no date",
        lambda text: gettext("%(text)s in UNTIL is no date.", text=text),
    ),
    (
        r"has (.+) in (\w+), which is no number",
        lambda text, part: gettext(
            "%(text)s in %(part)s is no number.", text=text, part=part
        ),
    ),
    (
        r"has (.+) in (\w+), which goes from (.+) to (.+)",
        lambda number, part, low, high: gettext(
            "%(part)s goes from %(low)s to %(high)s; %(number)s does not.",
            number=number,
            part=part,
            low=low,
            high=high,
        ),
    ),
    (
        r"has (\w+), which does not go with (.+)",
        lambda part, frequency: gettext(
            "%(part)s does not go with %(frequency)s.", part=part, frequency=frequency
        ),
    ),
    (
        r"counts weekdays, as in 2MO, which takes .+",
        lambda: gettext(
            "The rule counts weekdays, as in 2MO: that takes a month or a year to"
            " count in."
        ),
    ),
    (
        r"has BYWEEKNO without BYDAY; .+",
        lambda: gettext("Beside BYWEEKNO the rule takes BYDAY."),
    ),
    (
        r"has BYSETPOS without another .+",
        lambda: gettext("Beside BYSETPOS the rule takes another part, such as BYDAY."),
    ),
    (
        r"has both COUNT and UNTIL; .+",
        lambda: gettext("The rule ends twice: take out COUNT or UNTIL."),
    ),
    (
        r"names day (\d+) of a month that has (\d+) at most",
        lambda day, most: gettext(
            "The rule names day %(day)s of a month that has %(most)s at most.",
            day=day,
            most=most,
        ),
    ),
    (r"never happens", lambda: gettext("By this rule it never takes place.")),
    (
        r"makes more than (.+) occurrences",
        lambda most: gettext(
            "By this rule it takes place more than %(most)s times. Let it end earlier.",
            most=most,
        ),
    ),
)
