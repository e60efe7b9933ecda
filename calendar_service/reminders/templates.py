"""The sentences and the page of a reminder mail, per language."""

from calendar_service.domain.item import ItemKind

SENTENCES = {
    "en": {
        "start_0": "Today",
        "start_1": "Tomorrow",
        "start_n": "In {n} days",
        "start_past_1": "Began yesterday",
        "start_past_n": "Began {n} days ago",
        "end_0": "Ends today",
        "end_1": "Ends tomorrow",
        "end_n": "Ends in {n} days",
        "end_past_1": "Yesterday",
        "end_past_n": "{n} days ago",
        "notice_0": "Today is the notice deadline",
        "notice_1": "Tomorrow is the notice deadline",
        "notice_n": "{n} days to the notice deadline",
        "notice_past": "The notice deadline has passed",
        "expiry_0": "Today is the expiry",
        "expiry_1": "Tomorrow is the expiry",
        "expiry_n": "{n} days to the expiry",
        "expiry_past": "Has expired or is about to",
        "late": "Late: {lead}",
        "write_news": "write the news item",
        "step_start_0": "on the first day",
        "step_start": "{n} before the start",
        "step_start_past": "{n} after the start",
        "step_end_0": "on the last day",
        "step_end": "{n} before the end",
        "step_end_past": "{n} after the end",
        "step_notice_0": "on the day of the notice deadline",
        "step_notice": "{n} before the notice deadline",
        "step_notice_past": "{n} after the notice deadline",
        "step_expiry_0": "on the day of the expiry",
        "step_expiry": "{n} before the expiry",
        "step_expiry_past": "{n} after the expiry",
        "day": "1 day",
        "days": "{n} days",
        "day_past": "1 day",
        "days_past": "{n} days",
        "planned": "planned for {when}",
        "rule": "rule “{rule}”",
        "comms_team": "on the list of the communications team",
        "focal_point": "the focal point",
        "address": "named in the rule",
        "why": "You get this mail because you are {reasons}",
        "late_held_up": "It goes out late: it could not be sent in time.",
        "late_entered": "It goes out late: the entry was made after that time.",
        "because": "as {reasons}",
        "as_comms_team": "member of the communications team",
        "as_focal_point": "the focal point",
        "as_address": "an address named in the rule",
        "when": "When",
        "here": "That is",
        "where": "Where",
        "online": "Online",
        "organisers": "Organisers",
        "partners": "Partners",
        "focal": "Focal point",
        "parties": "Parties",
        "reference": "Reference",
        "notice_on": "Notice until",
        "expires_on": "Expires",
        "document": "Document",
        "open": "Open in the calendar",
        "attached": "The date is attached as a calendar file.",
        "sent_by": "Sent by the calendar of {office}",
    },
    "ka": {
        "start_0": "დღეს",
        "start_1": "ხვალ",
        "start_n": "{n} დღეში",
        "start_past_1": "გუშინ დაიწყო",
        "start_past_n": "{n} დღის წინ დაიწყო",
        "end_0": "დღეს სრულდება",
        "end_1": "ხვალ სრულდება",
        "end_n": "{n} დღეში სრულდება",
        "end_past_1": "გუშინ",
        "end_past_n": "{n} დღის წინ",
        "notice_0": "დღეს არის შეტყობინების ბოლო დღე",
        "notice_1": "ხვალ არის შეტყობინების ბოლო დღე",
        "notice_n": "შეტყობინების ბოლო დღემდე დარჩა {n} დღე",
        "notice_past": "შეტყობინების ვადა გასულია",
        "expiry_0": "ვადა დღეს იწურება",
        "expiry_1": "ვადა ხვალ იწურება",
        "expiry_n": "ვადის ამოწურვამდე დარჩა {n} დღე",
        "expiry_past": "ვადა ამოიწურა ან იწურება",
        "late": "დაგვიანებით: {lead}",
        "write_news": "დაწერეთ სიახლე",
        "step_start_0": "პირველ დღეს",
        "step_start": "დაწყებამდე {n} ადრე",
        "step_start_past": "დაწყებიდან {n} შემდეგ",
        "step_end_0": "ბოლო დღეს",
        "step_end": "დასრულებამდე {n} ადრე",
        "step_end_past": "დასრულებიდან {n} შემდეგ",
        "step_notice_0": "შეტყობინების ბოლო დღეს",
        "step_notice": "შეტყობინების ბოლო დღემდე {n} ადრე",
        "step_notice_past": "შეტყობინების ბოლო დღიდან {n} შემდეგ",
        "step_expiry_0": "ვადის ამოწურვის დღეს",
        "step_expiry": "ვადის ამოწურვამდე {n} ადრე",
        "step_expiry_past": "ვადის ამოწურვიდან {n} შემდეგ",
        "day": "1 დღით",
        "days": "{n} დღით",
        "day_past": "1 დღის",
        "days_past": "{n} დღის",
        "planned": "დაგეგმილი დრო: {when}",
        "rule": "წესი „{rule}“",
        "comms_team": "კომუნიკაციის ჯგუფის სიაში ხართ",
        "focal_point": "საკონტაქტო პირი ხართ",
        "address": "თქვენი მისამართი წესშია მითითებული",
        "why": "ეს წერილი მიიღეთ, რადგან {reasons}",
        "late_held_up": "წერილი დაგვიანებულია: დროულად ვერ გაიგზავნა.",
        "late_entered": "წერილი დაგვიანებულია: ჩანაწერი ამ დროის შემდეგ გაკეთდა.",
        "because": "საფუძველი: {reasons}",
        "as_comms_team": "კომუნიკაციის ჯგუფის წევრი",
        "as_focal_point": "საკონტაქტო პირი",
        "as_address": "წესში მითითებული მისამართი",
        "when": "როდის",
        "here": "ანუ",
        "where": "სად",
        "online": "ონლაინ",
        "organisers": "ორგანიზატორები",
        "partners": "პარტნიორები",
        "focal": "საკონტაქტო პირი",
        "parties": "მხარეები",
        "reference": "ნომერი",
        "notice_on": "შეტყობინების ბოლო დღე",
        "expires_on": "ვადის ამოწურვა",
        "document": "დოკუმენტი",
        "open": "კალენდარში გახსნა",
        "attached": "თარიღი დართულია კალენდრის ფაილად.",
        "sent_by": "გამოგზავნილია კალენდრიდან: {office}",
    },
}
TASKS = {
    "en": {
        "observance": "Prepare the post and the news item for this day.",
        "meeting": "Check the agenda, the participants and the room.",
        "study_visit": "Check the programme, the travel and the participants.",
        "screening": "Announce the screening: invitation, post and poster.",
        "campaign": "Prepare the texts, the pictures and the plan of posts.",
        "campaign_0": "Publish the first post: the campaign begins.",
        "training": "Check the trainers, the participants and the materials.",
        "deadline": "Finish it and hand it in on time.",
        "agreement": "Look at the agreement and decide how it goes on.",
        "news": "Look at the news item.",
        "running": "It is under way: check what is still to be done.",
        "after": "Write the news item about it.",
        "notice": "Decide whether the agreement goes on; after this day"
        " notice can no longer be given in time.",
        "expiry": "Arrange the renewal of the agreement, or its end.",
    },
    "ka": {
        "observance": "მოამზადეთ პოსტი და სიახლე ამ დღისთვის.",
        "meeting": "გადაამოწმეთ დღის წესრიგი, მონაწილეები და შეხვედრის ადგილი.",
        "study_visit": "გადაამოწმეთ პროგრამა, მგზავრობა და მონაწილეები.",
        "screening": "გამოაცხადეთ ჩვენება: მოწვევა, პოსტი და აფიშა.",
        "campaign": "მოამზადეთ ტექსტები, სურათები და პოსტების გეგმა.",
        "campaign_0": "გამოაქვეყნეთ პირველი პოსტი: კამპანია იწყება.",
        "training": "გადაამოწმეთ ტრენერები, მონაწილეები და მასალები.",
        "deadline": "დაასრულეთ და დროულად წარადგინეთ.",
        "agreement": "გადახედეთ შეთანხმებას და გადაწყვიტეთ, როგორ გაგრძელდეს.",
        "news": "გადახედეთ სიახლეს.",
        "running": "უკვე მიმდინარეობს: გადაამოწმეთ, რა რჩება გასაკეთებელი.",
        "after": "დაწერეთ სიახლე ამის შესახებ.",
        "notice": "გადაწყვიტეთ, გაგრძელდება თუ არა შეთანხმება; ამ დღის შემდეგ"
        " შეტყობინება დაგვიანებული იქნება.",
        "expiry": "მოაგვარეთ შეთანხმების განახლება ან დასრულება.",
    },
}
COLOURS = {
    ItemKind.OBSERVANCE: "#7a3e9d",
    ItemKind.MEETING: "#1b5fa8",
    ItemKind.STUDY_VISIT: "#0f766e",
    ItemKind.SCREENING: "#a8324a",
    ItemKind.CAMPAIGN: "#b4530a",
    ItemKind.TRAINING: "#3f6212",
    ItemKind.DEADLINE: "#b91c1c",
    ItemKind.AGREEMENT: "#334e68",
    ItemKind.NEWS: "#475569",
}
"""White letters on each have a contrast of at least 4.5 (WCAG 2.2 AA)."""

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
  border: 1px solid #e2ded5; border-radius: 12px; overflow: hidden; }
.band { height: 6px; background: {{ colour }}; }
.in { padding: 26px 30px 24px; }
.tags { margin: 0 0 14px; font-size: 14px; line-height: 1.6; color: #52606d; }
.left { display: inline-block; margin: 0 8px 0 0; padding: 1px 12px;
  border-radius: 20px; background: {{ colour }}; color: #ffffff;
  font-weight: 600; }
h1 { margin: 0 0 16px; font-size: 23px; line-height: 1.3; font-weight: 650;
  overflow-wrap: anywhere; }
.task { margin: 0 0 20px; padding: 12px 16px; border-radius: 8px;
  border-left: 4px solid {{ colour }}; background: #f3f5f8;
  font-size: 17px; line-height: 1.45; font-weight: 600; }
dl { margin: 0; padding: 14px 0 0; border-top: 1px solid #e2ded5; }
dt { margin: 0; font-size: 13px; color: #52606d; }
dd { margin: 0 0 12px; overflow-wrap: anywhere; }
a { color: #1b5fa8; }
.go { margin: 14px 0 0; }
.button { display: inline-block; padding: 10px 20px; border-radius: 8px;
  background: {{ colour }}; color: #ffffff; text-decoration: none;
  font-weight: 600; }
.note { margin: 14px 0 0; font-size: 14px; color: #52606d; }
.why { max-width: 560px; margin: 16px auto 0; padding: 0 8px; font-size: 13px;
  line-height: 1.5; color: #52606d; }
.why p { margin: 0 0 4px; }
@media (prefers-color-scheme: dark) {
  body { background: #14181d !important; color: #e6e9ed !important; }
  .card { background: #1e242b !important; border-color: #323b45 !important; }
  dl { border-color: #323b45 !important; }
  .task { background: #29313a !important; }
  dt, .tags, .note, .why { color: #a9b4c0 !important; }
  dd a { color: #8ec1ff !important; }
}
@media (max-width: 480px) {
  .in { padding: 20px 18px 18px !important; }
}
</style>
</head>
<body>
<div class="card" role="article">
<div class="band"></div>
<div class="in">
<p class="task">{{ task }}</p>
<p class="tags"><span class="left">{{ lead }}</span> {{ kind }}</p>
<h1{% if title_language != language %} lang="{{ title_language }}"{% endif %}>
{{- title }}</h1>
<dl>
{% for row in rows %}<dt>{{ row.label }}</dt>
<dd>{% if row.url %}<a href="{{ row.url }}">{{ row.text }}</a>
{%- else %}{{ row.text }}{% endif %}</dd>
{% endfor %}</dl>
<p class="go"><a class="button" href="{{ link }}">{{ open }}</a></p>
{% if attached %}<p class="note">{{ attached }}</p>
{% endif %}</div>
</div>
<div class="why">
{% for line in why %}<p>{{ line }}</p>
{% endfor %}</div>
</body>
</html>
"""

TEXT = """\
{{ task }}

{{ lead }}: {{ title }}

{% for row in rows %}{{ row.label }}: {{ row.text }}
{% endfor %}
{{ link }}
{% if attached %}
{{ attached }}
{% endif %}
--\x20
{% for line in why %}{{ line }}
{% endfor %}"""


def say(name: str, language: str) -> str:
    """Return a sentence; English where the language is not known."""
    return SENTENCES.get(language, SENTENCES["en"])[name]
