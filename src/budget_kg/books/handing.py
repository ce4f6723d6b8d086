"""Files whose suffix lies: they go to the reader of what they are by content, or the error says what they are."""

from __future__ import annotations

from collections.abc import Collection

from budget_kg.books.kinds import WHAT, Kind, Source
from budget_kg.errors import InputError
from budget_kg.members import members
from budget_kg.model import Document

_SUFFIX = {
    Kind.SHEETS: ".xlsx", Kind.OLD_SHEETS: ".xls", Kind.OPEN_SHEETS: ".ods", Kind.XML_SHEETS: ".xls", Kind.WORD: ".docx",
    Kind.OLD_WORD: ".doc", Kind.OPEN_TEXT: ".doc", Kind.RICH_TEXT: ".doc", Kind.WEB: ".html", Kind.WEB_ARCHIVE: ".mht",
    Kind.PDF: ".pdf", Kind.TEXT: ".txt",
}


def hand_over(source: Source, own: Collection[str]) -> Document:
    """Read a file with the reader of its content; `own` are the suffixes of the reader that does not take it.

    Raises InputError when no other reader takes it, and whatever that reader raises.
    """
    if source.kind == Kind.LOCKED:
        raise InputError(
            zh=f"{source.name}：文件加了密码；请先用 Office 或 WPS 打开并去掉密码",
            en=f"{source.name}: locked with a password; open it in an office suite and remove that first",
        )
    suffix = _SUFFIX.get(source.kind, "")
    for module in members("budget_kg.readers") if suffix and suffix not in own else ():
        if suffix in module.SUFFIXES:
            document: Document = module.read(source.path)
            return document
    what = WHAT[source.kind]
    raise InputError(
        zh=f"{source.name}：后缀是 {source.path.suffix}，内容却是{what.zh}，不能读取；请另存为后缀所说的格式",
        en=f"{source.name}: called {source.path.suffix}, but it is {what.en}, which is not read here; "
        "save it in the format its suffix says",
    )
