"""Office files with invented contents that the tests of readers make for themselves."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from budget_kg.model import Document, Table

OPEN = "application/vnd.openxmlformats-officedocument"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_P = "http://schemas.openxmlformats.org/package/2006/relationships"


def words(document: Document, table: Table) -> dict[str, str]:
    """The words of each cell by its address."""
    return {cell.address: document.text[cell.start : cell.end] for cell in table.cells}


def placed(document: Document, table: Table) -> dict[tuple[int, int], str]:
    """The words of each cell by row and column."""
    return {(cell.row, cell.column): document.text[cell.start : cell.end] for cell in table.cells}


def parcel(parts: dict[str, str | bytes]) -> bytes:
    """A ZIP of parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return made.getvalue()


def raw_xlsx(sheet: str, *, head: str = "", extra: dict[str, str | bytes] | None = None) -> bytes:
    """A workbook of one sheet, written by hand: `sheet` is the inside of `worksheet`, `head` stands before it."""
    return parcel({
        "_rels/.rels": f'<Relationships xmlns="{_P}"><Relationship Id="r1" Type="{_R}/officeDocument" Target="/xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_R}"><sheets><sheet name="Sheet1" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_P}"><Relationship Id="r1" Type="{_R}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'{head}<worksheet xmlns="{_MAIN}">{sheet}</worksheet>',
        **(extra or {}),
    })


def raw_docx(body: str, *, head: str = "", extra: dict[str, str | bytes] | None = None, rels: str = "") -> bytes:
    """A Word document written by hand: `body` is the inside of `w:body`."""
    names = (
        'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    )
    return parcel({
        "_rels/.rels": f'<Relationships xmlns="{_P}"><Relationship Id="r1" Type="{_R}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"{head}<w:document {names}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_P}">{rels}</Relationships>',
        **(extra or {}),
    })


def relation(kind: str) -> str:
    """The reference of a Word document to its part of one kind (`numbering`)."""
    return f'<Relationship Id="{kind}" Type="{_R}/{kind}" Target="{kind}.xml"/>'


def written(path: Path, data: bytes) -> Path:
    """The file with these bytes."""
    path.write_bytes(data)
    return path
