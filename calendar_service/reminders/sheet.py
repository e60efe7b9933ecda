"""The page and the plain text of a reminder mail, to be filled in."""

from calendar_service.domain.item import ItemKind
from calendar_service.reminders.frame import HEAD

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

PAGE = (
    HEAD
    + """\
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
.ask { margin: 18px 0 0; padding: 16px 0 0; border-top: 1px solid #e2ded5; }
.ask p { margin: 0 0 10px; font-weight: 600; }
.choice { display: inline-block; margin: 0 6px 8px 0; padding: 8px 14px;
  border: 1px solid #8a94a0; border-radius: 8px; background: #ffffff;
  color: #1f2933; text-decoration: none; font-size: 15px; font-weight: 600; }
@media (prefers-color-scheme: dark) {
  body { background: #14181d !important; color: #e6e9ed !important; }
  .card { background: #1e242b !important; border-color: #323b45 !important; }
  dl { border-color: #323b45 !important; }
  .task { background: #29313a !important; }
  .ask { border-color: #323b45 !important; }
  .choice { background: #29313a !important; border-color: #7d8995 !important;
    color: #e6e9ed !important; }
  .why a { color: #8ec1ff !important; }
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
{% if choices %}<div class="ask">
<p>{{ ask }}</p>
{% for choice in choices %}<a class="choice" href="{{ choice.url }}">
{{- choice.label }}</a>
{% endfor %}</div>
{% endif %}<p class="go"><a class="button" href="{{ link }}">{{ open }}</a></p>
{% if attached %}<p class="note">{{ attached }}</p>
{% endif %}</div>
</div>
<div class="why">
{% for line in why %}<p>{{ line }}</p>
{% endfor %}{% if stop %}<p><a href="{{ stop.url }}">{{ stop.label }}</a></p>
{% endif %}</div>
</body>
</html>
"""
)

TEXT = """\
{{ task }}

{{ lead }}: {{ title }}

{% for row in rows %}{{ row.label }}: {{ row.text }}
{% endfor %}
{% if choices %}{{ ask }}
{{ choices | map(attribute="label") | join(" / ") }}:
{{ answer }}

{% endif %}{{ link }}
{% if attached %}
{{ attached }}
{% endif %}
--\x20
{% for line in why %}{{ line }}
{% endfor %}{% if stop %}{{ stop.label }}: {{ stop.url }}
{% endif %}"""
