"""What a file is by its bytes, whatever its suffix says: sites publish web pages and text as .xls and .doc."""

from __future__ import annotations

import hashlib
import io
import lzma
import re
import zipfile
import zlib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from budget_kg.errors import InputError, Say
from budget_kg.files import inked_bytes, unreadable

_LARGEST = 200 * 2**20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_SHEETS = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_WEB = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|meta|div|style)[\s>]", re.IGNORECASE)
_BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError, RuntimeError, OSError, EOFError, ValueError,
)
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM")


class Kind(StrEnum):
    """A kind of file, told by content."""

    SHEETS = "xlsx"
    WORD = "docx"
    OPEN_SHEETS = "ods"
    OPEN_TEXT = "odt"
    BINARY_SHEETS = "xlsb"
    OLD_SHEETS = "xls"
    OLD_WORD = "doc"
    LOCKED = "locked"
    XML_SHEETS = "xml"
    XML_WORD = "wordml"
    RICH_TEXT = "rtf"
    WEB = "html"
    WEB_ARCHIVE = "mht"
    PDF = "pdf"
    PICTURE = "picture"
    ARCHIVE = "zip"
    TEXT = "text"
    UNKNOWN = "unknown"


_XML = (
    (b"urn:schemas-microsoft-com:office:spreadsheet", Kind.XML_SHEETS),
    (b"office/word/2003/wordml", Kind.XML_WORD), (b"office/2006/xmlPackage", Kind.XML_WORD),
)
WHAT = {
    Kind.SHEETS: Say("Excel 工作簿（.xlsx）", "an Excel workbook (.xlsx)"),
    Kind.WORD: Say("Word 文档（.docx）", "a Word document (.docx)"),
    Kind.OPEN_SHEETS: Say("OpenDocument 表格（.ods）", "an OpenDocument spreadsheet (.ods)"),
    Kind.OPEN_TEXT: Say("OpenDocument 文档（.odt）", "an OpenDocument text (.odt)"),
    Kind.BINARY_SHEETS: Say("Excel 二进制工作簿（.xlsb）", "a binary Excel workbook (.xlsb)"),
    Kind.OLD_SHEETS: Say("Excel 97-2003 工作簿（.xls）", "an Excel 97-2003 workbook (.xls)"),
    Kind.OLD_WORD: Say("Word 97-2003 文档（.doc）", "a Word 97-2003 document (.doc)"),
    Kind.LOCKED: Say("加了密码的文件", "a file locked with a password"),
    Kind.XML_SHEETS: Say("XML 表格 2003", "an XML Spreadsheet 2003"),
    Kind.XML_WORD: Say("XML Word 文档", "a Word document in XML"),
    Kind.RICH_TEXT: Say("RTF 文档", "a rich text document (RTF)"),
    Kind.WEB: Say("网页（HTML）", "a web page (HTML)"),
    Kind.WEB_ARCHIVE: Say("单个文件网页（MHTML）", "a web archive (MHTML)"),
    Kind.PDF: Say("PDF", "a PDF"),
    Kind.PICTURE: Say("图片", "a picture"),
    Kind.ARCHIVE: Say("压缩包（ZIP）", "a ZIP archive"),
    Kind.TEXT: Say("纯文本", "plain text"),
    Kind.UNKNOWN: Say("不认识的二进制文件", "a binary file of no known kind"),
}


@dataclass(frozen=True, slots=True)
class Source:
    """A file in memory: its path, bytes, and what it is by its bytes."""

    path: Path
    data: bytes
    kind: Kind

    @property
    def name(self) -> str:
        """The name of the file, which messages begin with."""
        return self.path.name

    @property
    def sha256(self) -> str:
        """The hash of its bytes."""
        return hashlib.sha256(self.data).hexdigest()


def opened(path: Path) -> Source:
    """Read a file into memory. Raises InputError when it is missing, empty, or larger than 200 MB."""
    try:
        size = path.stat().st_size
    except OSError as error:
        raise unreadable(path, error) from error
    if size > _LARGEST:
        raise InputError(
            zh=f"{path}：文件有 {size // 2**20} MB，超过 200 MB 的上限；请拆分后再读",
            en=f"{path}: the file has {size // 2**20} MB, more than the limit of 200 MB; split it",
        )
    data = inked_bytes(path)
    return Source(path, data, kind_of(data))


def damaged(name: str, what: Say) -> InputError:
    """The error for a file whose insides do not fit together; `what` says where."""
    return InputError(
        zh=f"{name}：文件已损坏（{what.zh}）；请重新下载，或用办公软件打开后另存",
        en=f"{name}: the file is damaged ({what.en}); download it again, or open it in an office suite and save it anew",
    )


def kind_of(data: bytes) -> Kind:
    """Tell what a file is by its bytes."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_package(data)
    if data.startswith(_OLE):
        return _kind_of_compound(data)
    if data.startswith(_OLD_SHEETS):
        return Kind.OLD_SHEETS
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    for start, kind in ((b"%PDF-", Kind.PDF), (b"{\\rtf", Kind.RICH_TEXT), (b"MIME-Version:", Kind.WEB_ARCHIVE)):
        if head.startswith(start):
            return kind
    if data.startswith(_PICTURES):
        return Kind.PICTURE
    for mark, kind in _XML if head.startswith(b"<") and b"<html" not in head.lower() else ():
        if mark in head:
            return kind
    if _WEB.search(head) or _WEB.search(head.replace(b"\x00", b"")):
        return Kind.WEB
    return Kind.UNKNOWN if b"\x00" in head and not data.startswith(_BOMS) else Kind.TEXT


def _kind_of_compound(data: bytes) -> Kind:
    """The kind of an OLE compound file, by the names of its streams."""
    for stream, kind in (("EncryptedPackage", Kind.LOCKED), ("WordDocument", Kind.OLD_WORD),
                         ("Workbook", Kind.OLD_SHEETS), ("Book", Kind.OLD_SHEETS)):
        if f"{stream}\0".encode("utf-16-le") in data:
            return kind
    return Kind.UNKNOWN


def _is_short(package: zipfile.ZipFile, part: str) -> bool:
    return part in package.NameToInfo and package.getinfo(part).file_size < 200


def _kind_of_package(data: bytes) -> Kind:
    """The kind of a ZIP file, by the names of its parts."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = {name.replace("\\", "/").lower() for name in package.namelist()[:20_000]}
            declared = package.read("mimetype") if _is_short(package, "mimetype") else b""
    except _BROKEN:
        return Kind.ARCHIVE
    if declared:
        return Kind.OPEN_SHEETS if b"spreadsheet" in declared else Kind.OPEN_TEXT
    for part, kind in (("xl/workbook.bin", Kind.BINARY_SHEETS), ("xl/", Kind.SHEETS), ("word/", Kind.WORD)):
        if any(name.startswith(part) for name in names):
            return kind
    return Kind.ARCHIVE
