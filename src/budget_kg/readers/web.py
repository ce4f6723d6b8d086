"""Web pages: HTML, JSP templates, and whole pages in one file (MHT). The text layer is what a reader sees of them.

The site around the disclosure is left out; what the page only links to or shows as a picture is told.
"""

from __future__ import annotations

import hashlib
import re
from email import message_from_bytes, policy
from pathlib import Path
from typing import TYPE_CHECKING

from budget_kg.errors import InputError, Say
from budget_kg.files import inked_bytes
from budget_kg.layer import Layer
from budget_kg.markup.article import ATTACHMENT, article
from budget_kg.markup.decoding import Decoded, decode_declared
from budget_kg.markup.page import Block, Line, Page, blocks_of
from budget_kg.model import Document, Finding, Severity
from budget_kg.unwrapping import looks_wrapped

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

SUFFIXES = (".html", ".htm", ".shtml", ".xhtml", ".jsp", ".mht", ".mhtml")
_CHARSET = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.IGNORECASE)
_ANY_TAG = re.compile(r"</?(?:p|div|br|table|tr|td|span|body|html|h\d|li)\b", re.IGNORECASE)
_NESTING = re.compile(r"<(/?)(?:div|span|font|b|i|u|em|strong|table|section|article|blockquote|ul|ol|center)\b", re.I)
_DEEPEST = 5000
_SITE = re.compile(r"\s*[_|]\s*|\s+[-—–]+\s+")
_NUMERAL = re.compile(r"\d[\d,.，]*")
_NAMED = 5
_LONG, _FEWEST_LONG = 30, 8


def read(path: Path) -> Document:
    """Read a web page. Raises InputError for a missing, empty or binary file, and for a page without text."""
    return read_page(inked_bytes(path), path.name)


def read_page(data: bytes, name: str) -> Document:
    """Read the bytes of a web page, whatever its file is called. Raises InputError as `read` does."""
    decoded = _decoded(data, name)
    html = _without_server_code(decoded.text).replace("\x00", "")
    _refuse_deep(html, name)
    if not _ANY_TAG.search(html):
        html = f"<pre>{html}</pre>"
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(html)
    page = blocks_of(tree.body) if tree.body is not None else Page()
    blocks, findings = article(page), []
    if tree.body is not None and not _numbers(blocks) and any(_NUMERAL.search(words) for words in page.hidden):
        page = blocks_of(tree.body, hidden=True)  # shown by a script only
        blocks = article(page)
    elif any(_NUMERAL.search(words) for words in page.hidden):
        findings.append(_hidden(page))
    if not blocks:
        raise InputError(
            zh=f"{name}：网页里没有文字（内容可能由脚本载入）；请在浏览器中打开后另存",
            en=f"{name}: the page holds no text (a script may load it); open it in a browser and save it from there",
        )
    layer = Layer(wrapped=_is_copied(blocks))
    for block in [*_head(tree, blocks), *blocks]:
        if isinstance(block, Line):
            layer.line(block.text)
        else:
            layer.table(block.entries)
    layer.findings += [*findings, *_damaged(decoded), *_elsewhere(page)]
    return layer.document(name, "text/html", hashlib.sha256(data).hexdigest())


def _decoded(data: bytes, name: str) -> Decoded:
    """The HTML of a page; that of a whole page in one file is its first part of that type."""
    start = data[:2048].lower()
    if b"mime-version:" in start and b"content-type:" in start and b"<html" not in start:
        message = message_from_bytes(data, policy=policy.default)
        for part in message.walk():
            if part.get_content_type() == "text/html":
                content = part.get_payload(decode=True)
                declared = part.get_content_charset() or ""
                return decode_declared(content if isinstance(content, bytes) else b"", declared, name)
        raise InputError(
            zh=f"{name}：文件里没有网页正文；请重新另存", en=f"{name}: no web page in this file; save it again"
        )
    found = _CHARSET.search(data, 0, 4096)
    return decode_declared(data, found[1].decode("ascii") if found else "", name)


def _without_server_code(html: str) -> str:
    """A page without the directives of a template (`<% … %>`) that no server carried out."""
    first, *rest = html.split("<%")
    return first + "".join(piece.partition("%>")[2] if "%>" in piece else f"<%{piece}" for piece in rest)


def _refuse_deep(html: str, name: str) -> None:
    """Refuse what no browser shows and no parser finishes: elements in elements without end."""
    depth = deepest = 0
    for match in _NESTING.finditer(html):
        depth = max(0, depth - 1) if match[1] else depth + 1
        deepest = max(deepest, depth)
    if deepest > _DEEPEST:
        raise InputError(
            zh=f"{name}：网页嵌套过深（{deepest} 层）；文件已损坏，请重新另存",
            en=f"{name}: the page is nested too deeply ({deepest} levels); it is damaged, save it again",
        )


def _head(tree: LexborHTMLParser, blocks: list[Block]) -> list[Line]:
    """Title and date of publication that the page tells only in its head."""
    said = {
        (node.attributes.get("name") or "").lower(): node.attributes.get("content") or "" for node in tree.css("meta")
    }
    titled = tree.css_first("title")
    title = said.get("articletitle") or _SITE.split((titled.text() if titled is not None else "").strip())[0]
    text = "".join("".join(block.text.split()) for block in blocks if isinstance(block, Line))
    found = [Line(title.strip())] if title.strip() and "".join(title.split()) not in text else []
    date = re.match(r"\s*((?:19|20)\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})", said.get("pubdate", ""))
    if date and not re.search(r"(?:时间|日期)[:：](?:19|20)\d\d", text):
        found.append(Line(f"发布日期：{date[1]}-{int(date[2]):02}-{int(date[3]):02}"))
    return found


def _is_copied(blocks: list[Block]) -> bool:
    """Whether the lines of the page are those of some printed page, each put in as a paragraph."""
    lines = [block.text.strip() for block in blocks if isinstance(block, Line)]
    return sum(len(line) >= _LONG for line in lines) >= _FEWEST_LONG and looks_wrapped("\n".join(lines))


def _numbers(blocks: list[Block]) -> bool:
    lines = (block.text for block in blocks if isinstance(block, Line))
    return any(_NUMERAL.search(line) for line in lines) or any(not isinstance(block, Line) for block in blocks)


def _hidden(page: Page) -> Finding:
    count = sum(len(_NUMERAL.findall(words)) for words in page.hidden)
    return Finding(
        "hidden-text", Severity.INFO,
        Say(
            f"网页有不显示的部分，其中 {count} 个数字未读",
            f"a part of the page that is not shown was left out, with {count} numbers",
        ),
    )


def _damaged(decoded: Decoded) -> list[Finding]:
    if not decoded.damaged:
        return []
    message = Say(
        f"有 {decoded.damaged} 处字节损坏，显示为 \ufffd；请核对原文",
        f"{decoded.damaged} places of the file are damaged and read as \ufffd; compare with the original",
    )
    return [Finding("damaged-text", Severity.WARNING, message)]


def _elsewhere(page: Page) -> list[Finding]:
    """What belongs to the disclosure and is not in its text: files it links to, pictures."""
    attached = [(target, words) for target, words in page.links if ATTACHMENT.search(target)]
    files = list(dict.fromkeys(words or target.rpartition("/")[2] for target, words in attached))
    found = []
    if files:
        names, more = "、".join(files[:_NAMED]), len(files) - _NAMED
        message = Say(
            f"有 {len(files)} 个附件不在正文中：{names}{'……' if more > 0 else ''}；请一并读取",
            f"{len(files)} attachments are not in the text: {names}{' …' if more > 0 else ''}; read them too",
        )
        found.append(Finding("attachment", Severity.INFO, message))
    if page.pictures:
        message = Say(
            f"有 {page.pictures} 幅图片，其中的数字未读；若是表格，请取得原件",
            f"{page.pictures} pictures whose numbers are not read; if they are tables, get the originals",
        )
        found.append(Finding("picture", Severity.INFO, message))
    return found
