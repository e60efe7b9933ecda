"""A digest in words, as text and as a page."""

from collections.abc import Iterator

from css_inline import CSSInliner
from jinja2 import Environment, StrictUndefined

from calendar_service.domain.digest_choice import Rhythm
from calendar_service.domain.mail import MailMessage
from calendar_service.reminders.digest import Digest, Line, Period
from calendar_service.reminders.facts import one_line

SENTENCES = {
    "en": {
        "weekly": "The week at a glance: {number}",
        "daily": "Today and tomorrow: {number}",
        "coming": "What comes",
        "expiring": "What expires",
        "waiting": "What waits for your answer",
        "why_weekly": "You get this digest once a week because you asked for it.",
        "why_daily": "You get this digest on working days because you asked for it.",
        "stop": "No more digests",
        "sent_by": "Sent by the calendar of {office}",
    },
    "ka": {
        "weekly": "კვირა ერთი შეხედვით: {number}",
        "daily": "დღეს და ხვალ: {number}",
        "coming": "რა იგეგმება",
        "expiring": "რას ეწურება ვადა",
        "waiting": "რა ელის თქვენს პასუხს",
        "why_weekly": "ამ მიმოხილვას კვირაში ერთხელ იღებთ, რადგან მოითხოვეთ.",
        "why_daily": "ამ მიმოხილვას სამუშაო დღეებში იღებთ, რადგან მოითხოვეთ.",
        "stop": "აღარ მსურს მიმოხილვა",
        "sent_by": "გამოგზავნილია კალენდრიდან: {office}",
    },
}
PAGE = """\
<!doctype html>
<html lang="{{ language }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>{{ subject }}</title>
<style>
body { margin: 0; padding: 24px 12px; background: #f3f1ec; color: #1f2933;
  font: 16px/1.55 "Segoe UI", "Noto Sans Georgian", "Noto Sans", Roboto,
  "Helvetica Neue", Arial, sans-serif; }
.card { max-width: 560px; margin: 0 auto; background: #ffffff;
  border: 1px solid #e2ded5; border-radius: 12px; padding: 24px 28px; }
h1 { margin: 0 0 4px; font-size: 22px; line-height: 1.3; }
h2 { margin: 24px 0 8px; font-size: 15px; font-weight: 600; color: #5b6773; }
ul { margin: 0; padding: 0; list-style: none; }
li { padding: 10px 0; border-top: 1px solid #e2ded5; }
a { color: #14505c; font-weight: 600; text-decoration: none; }
.when { display: block; font-size: 14px; color: #5b6773; }
.why { max-width: 560px; margin: 16px auto 0; font-size: 13px; color: #5b6773; }
.why p { margin: 0 0 4px; }
@media (prefers-color-scheme: dark) {
  body { background: #14181d !important; color: #e6e9ed !important; }
  .card { background: #1e242b !important; border-color: #323b45 !important; }
  li { border-color: #323b45 !important; }
  h2, .when, .why { color: #a9b4c0 !important; }
  a { color: #8ec1ff !important; }
}
</style>
</head>
<body>
<div class="card" role="article">
<h1>{{ subject }}</h1>
{% for title, lines in parts %}<h2>{{ title }}</h2>
<ul>
{% for line in lines %}<li>{% if line.when %}<span class="when">{{ line.when }}</span>
{% endif %}<a href="{{ line.url }}"
{%- if line.language != language %} lang="{{ line.language }}"{% endif %}>
{{- line.title }}</a></li>
{% endfor %}</ul>
{% endfor %}</div>
<div class="why">
{% for line in why %}<p>{{ line }}</p>
{% endfor %}<p><a href="{{ stop_url }}">{{ stop }}</a></p>
</div>
</body>
</html>
"""
_PAGE = Environment(
    autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True
).from_string(PAGE)
_INLINER = CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


def word_digest(
    digest: Digest,
    period: Period,
    reader: tuple[str, str],
    office: str,
    stop_url: str,
) -> MailMessage:
    """Write the mail; `reader` is an address and a language."""
    address, language = reader
    said = SENTENCES.get(language, SENTENCES["en"])
    every = Rhythm(period.name.partition("/")[0])
    parts = list(_parts(digest, said))
    number = sum(len(lines) for _, lines in parts)
    subject = said[every].format(number=number)
    why = [said[f"why_{every}"], said["sent_by"].format(office=one_line(office))]
    view = {
        "language": language,
        "subject": subject,
        "parts": parts,
        "why": why,
        "stop": said["stop"],
        "stop_url": stop_url,
    }
    return MailMessage(
        key=digest_key(address, period),
        to=address,
        subject=subject,
        text="\n".join([*_text(parts), "-- ", *why, f"{said['stop']}: {stop_url}", ""]),
        html=_INLINER.inline(_PAGE.render(view)),
        language=language,
        unsubscribe_url=stop_url,
    )


def digest_key(address: str, period: Period) -> str:
    """Return what makes it single: one person, one period."""
    return f"digest/{address.lower()}/{period.name}"


def _parts(
    digest: Digest, said: dict[str, str]
) -> Iterator[tuple[str, tuple[Line, ...]]]:
    for name in ("waiting", "coming", "expiring"):
        lines: tuple[Line, ...] = getattr(digest, name)
        if lines:
            yield said[name], lines


def _text(parts: list[tuple[str, tuple[Line, ...]]]) -> Iterator[str]:
    for title, lines in parts:
        yield title
        yield ""
        for line in lines:
            yield f"{line.when}: {line.title}" if line.when else line.title
            yield line.url
            yield ""
