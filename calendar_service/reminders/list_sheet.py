"""The page of a mail that lists things or says a few: a digest, news, a letter."""

from calendar_service.reminders.frame import HEAD
from calendar_service.reminders.rendering import page_of

PAGE = (
    HEAD
    + """\
.card { max-width: 560px; margin: 0 auto; background: #ffffff;
  border: 1px solid #e2ded5; border-radius: 12px; padding: 24px 28px; }
h1 { margin: 0 0 4px; font-size: 22px; line-height: 1.3; overflow-wrap: anywhere; }
h2 { margin: 24px 0 8px; font-size: 15px; font-weight: 600; color: #5b6773; }
ul { margin: 0; padding: 0; list-style: none; }
li { padding: 10px 0; border-top: 1px solid #e2ded5; overflow-wrap: anywhere; }
a { color: #14505c; font-weight: 600; text-decoration: none; }
.when { display: block; font-size: 14px; color: #5b6773; }
.plain { font-weight: 600; }
.note { display: block; font-size: 14px; line-height: 1.45; color: #1f2933; }
.intro { margin: 12px 0 0; overflow-wrap: anywhere; }
.wish { margin: 12px 0 0; padding: 12px 16px; border-radius: 8px;
  border-left: 4px solid #14505c; background: #f3f5f8; font-weight: 600;
  overflow-wrap: anywhere; }
.go { margin: 20px 0 0; }
.button { display: inline-block; padding: 10px 20px; border-radius: 8px;
  background: #14505c; color: #ffffff; }
.why { max-width: 560px; margin: 16px auto 0; font-size: 13px; color: #5b6773; }
.why p { margin: 0 0 4px; overflow-wrap: anywhere; }
@media (prefers-color-scheme: dark) {
  body { background: #14181d !important; color: #e6e9ed !important; }
  .card { background: #1e242b !important; border-color: #323b45 !important; }
  li { border-color: #323b45 !important; }
  h2, .when, .why { color: #a9b4c0 !important; }
  .note { color: #e6e9ed !important; }
  .wish { background: #29313a !important; border-color: #8ec1ff !important; }
  a { color: #8ec1ff !important; }
  a.button { background: #8ec1ff !important; color: #14181d !important; }
}
@media (max-width: 480px) {
  .card { padding: 20px 18px !important; }
}
</style>
</head>
<body>
<div class="card" role="article">
<h1>{{ subject }}</h1>
{% for line in intro %}<p class="{{ line.look }}">
{%- if line.url is defined and line.url %}<a href="{{ line.url }}">{{ line.text }}</a>
{%- else %}{{ line.text }}{% endif %}</p>
{% endfor %}{% for title, lines in parts %}<h2>{{ title }}</h2>
<ul>
{% for line in lines %}<li>{% if line.when %}<span class="when">{{ line.when }}</span>
{% endif %}{% if line.url %}<a href="{{ line.url }}"
{%- else %}<span class="plain"{% endif %}
{%- if line.language != language %} lang="{{ line.language }}"{% endif %}>
{{- line.title }}</{{ "a" if line.url else "span" }}>
{%- if line.note %}
<span class="note">{{ line.note }}</span>{% endif %}</li>
{% endfor %}</ul>
{% endfor %}{% if button %}<p class="go"><a class="button" href="{{ button.url }}">
{{- button.label }}</a></p>
{% endif %}</div>
<div class="why">
{% for line in why %}<p>{{ line }}</p>
{% endfor %}{% for way in ways %}<p><a href="{{ way.url }}">{{ way.label }}</a></p>
{% endfor %}</div>
</body>
</html>
"""
)
render_list = page_of(PAGE)
