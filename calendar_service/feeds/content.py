"""Markdown to safe HTML and to plain text; text fit for any feed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

SCHEMES = {"http", "https", "mailto"}
TAGS = {
    *("p", "br", "hr", "em", "strong", "code", "pre", "blockquote"),
    *("ul", "ol", "li", "a", "h3", "h4", "h5", "h6"),
}
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
BREAKS = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
# Control characters but tab and line feed, halves of pairs, and the two that XML 1.0
# bars everywhere, however escaped.
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

# Line breaks are kept: authors are no programmers, they mean what they see.
_markdown = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable("image")


@lru_cache(maxsize=2_000)
def html_of(markdown: str) -> str:
    """Return an HTML fragment that is safe to show anywhere.

    Raw HTML is shown as it was written, images are left out, links lead to
    http, https and mailto only. Headings start at h3, below those of a page.
    """
    tokens = _parsed(markdown)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + 2, 6)}"
    html = _markdown.renderer.render(tokens, _markdown.options, {})
    return nh3.clean(
        str(html),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        url_relative="deny",
    ).strip()


@lru_cache(maxsize=2_000)
def plain_of(markdown: str) -> str:
    """Return the words without marks; a link's address follows it in brackets."""
    lists: list[_List] = []
    blocks: list[_Block] = []
    for token in _parsed(markdown):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append(_list_of(token))
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "list_item_open":
            lists[-1].opens = True
        elif token.type in ("inline", "fence", "code_block"):
            text = _inline(token) if token.type == "inline" else token.content.rstrip()
            blocks.append(_Block(_indented(text, lists), bool(lists)))
    return "".join(_joined(blocks))


def tidy_line(text: str) -> str:
    """Return text on one line, without the control characters no feed may hold."""
    return _without_controls(BREAKS.sub(" ", text).replace("\t", " ")).strip()


def tidy_prose(text: str) -> str:
    """Return text with plain line feeds, without other control characters."""
    return _without_controls(BREAKS.sub("\n", text)).strip()


@dataclass
class _List:
    number: int | None
    opens: bool = field(default=False)


@dataclass(frozen=True)
class _Block:
    text: str
    listed: bool


def _parsed(markdown: str) -> list[Token]:
    return _markdown.parse(tidy_prose(markdown))


def _list_of(token: Token) -> _List:
    if token.type == "bullet_list_open":
        return _List(None)
    return _List(int(token.attrs.get("start", 1)))


def _indented(text: str, lists: Sequence[_List]) -> str:
    if not lists:
        return text
    innermost = lists[-1]
    mark = "  "
    if innermost.opens:
        mark = "- " if innermost.number is None else f"{innermost.number}. "
        innermost.number = None if innermost.number is None else innermost.number + 1
    innermost.opens = False
    indent = "  " * (len(lists) - 1)
    return indent + mark + text.replace("\n", f"\n{indent}  ")


def _inline(token: Token) -> str:
    said: list[str] = []
    opened: list[tuple[int, str]] = []
    for child in token.children or ():
        match child.type:
            case "softbreak" | "hardbreak":
                said.append("\n")
            case "link_open":
                opened.append((len(said), str(child.attrs.get("href", ""))))
            case "link_close":
                start, address = opened.pop()
                said.append(_address_said("".join(said[start:]), address))
            case _:
                said.append(child.content)
    return "".join(said)


def _address_said(text: str, address: str) -> str:
    plain = address.removeprefix("mailto:")
    return "" if text.strip() in (address, plain) else f" ({plain})"


def _joined(blocks: Sequence[_Block]) -> Iterator[str]:
    before: _Block | None = None
    for block in blocks:
        if before is not None:
            yield "\n" if before.listed and block.listed else "\n\n"
        yield block.text
        before = block


def _without_controls(text: str) -> str:
    return CONTROLS.sub("", text)
