"""How the page of every mail begins: fit for phones, light and dark."""

HEAD = """\
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
"""
