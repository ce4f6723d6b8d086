"""A ZIP of XML parts: opened only when what it declares is small enough, its XML read without any DTD or entity.

Part names are matched whatever their case and slashes. Elements and attributes lose their namespaces: the parts read
here use no name twice.
"""

from __future__ import annotations

import io
import lzma
import posixpath
import zipfile
import zlib
from collections.abc import Callable
from typing import IO
from xml.etree import ElementTree
from xml.parsers import expat

from budget_kg.books.kinds import Source, damaged
from budget_kg.errors import InputError, Say

_MOST_BYTES = 200 * 2**20
_MOST_OF_TREE = 64 * 2**20  # in memory an element takes ten times its bytes
_MOST_RATIO = 200
_SMALL = 2**20  # a part no larger than this may have any ratio
_MOST_PARTS = 20_000
_CHUNK = 2**16
_BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, OSError, ValueError, KeyError)

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


class Package:
    """The parts of a file. Raises InputError for a zip bomb, a damaged or a locked package, and for XML with a DTD."""

    def __init__(self, source: Source) -> None:
        self.name = source.name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(source.data))
        except _BROKEN as error:
            raise damaged(self.name, Say("压缩包不完整", "its ZIP container is incomplete")) from error
        infos = self._zip.infolist()
        self._parts = {info.filename.replace("\\", "/").lower().lstrip("/"): info for info in infos}
        self._refuse_bomb(infos)
        if any(info.flag_bits & 1 for info in infos):
            raise InputError(
                zh=f"{self.name}：文件加了密码；请先去掉密码", en=f"{self.name}: locked with a password; remove it first"
            )

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._parts

    def tree(self, part: str) -> ElementTree.Element:
        """The root element of a part, names without namespaces."""
        with self._open(part) as stream:
            try:
                data = stream.read(_MOST_OF_TREE + 1)
            except _BROKEN as error:
                raise self._damaged(part) from error
        if len(data) > _MOST_OF_TREE:
            raise InputError(
                zh=f"{self.name}：其中 {part} 超过 {_MOST_OF_TREE // 2**20} MB，太大；请拆分文件",
                en=f"{self.name}: its part {part} has more than {_MOST_OF_TREE // 2**20} MB; split the file",
            )
        refuse_dtd(data, self.name)
        try:
            root = ElementTree.fromstring(data)
        except (ElementTree.ParseError, ValueError, LookupError) as error:
            raise self._damaged(part) from error
        for element in root.iter():
            element.tag = local(element.tag)
            for key in [key for key in element.attrib if key[0] == "{"]:
                element.attrib[local(key)] = element.attrib.pop(key)
        return root

    def walk(self, part: str, start: Start, end: End, text: Text) -> None:
        """Call back for each element of a part as it is read; the part is never in memory as a whole."""
        with self._open(part) as stream:
            walk(stream, self.name, (start, end, text))

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """The parts that `part` refers to (the package itself for ""): id → kind of relation, name of the part."""
        folder, file = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{file}.rels")
        if rels not in self:
            return {}
        found = {}
        for node in self.tree(rels):
            target = node.get("Target", "").replace("\\", "/")
            inside = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found[node.get("Id", "")] = node.get("Type", "").rpartition("/")[2], inside
        return found

    def related(self, part: str, kind: str) -> str | None:
        """The part of one kind (`styles`) that `part` refers to, None when there is none."""
        return next((to for named, to in self.relations(part).values() if named == kind and to in self), None)

    def main(self, usual: str) -> str:
        """The part the package is about; `usual` is where it mostly stands."""
        part = self.related("", "officeDocument") or usual
        if part not in self:
            raise self._damaged(part)
        return part

    def _open(self, part: str) -> IO[bytes]:
        try:
            return self._zip.open(self._parts[part.lower()])
        except (*_BROKEN, RuntimeError) as error:
            raise self._damaged(part) from error

    def _damaged(self, part: str) -> InputError:
        return damaged(self.name, Say(f"其中 {part} 读不出", f"its part {part} cannot be read"))

    def _refuse_bomb(self, infos: list[zipfile.ZipInfo]) -> None:
        size = sum(info.file_size for info in infos)
        squeezed = any(
            info.file_size > _SMALL and info.file_size > _MOST_RATIO * max(info.compress_size, 1) for info in infos
        )
        if size > _MOST_BYTES or squeezed or len(infos) > _MOST_PARTS:
            raise InputError(
                zh=f"{self.name}：解压后有 {size // 2**20} MB、{len(infos)} 个部件，超出上限，像压缩炸弹；未读取",
                en=f"{self.name}: {size // 2**20} MB in {len(infos)} parts unpacked, over the limit or squeezed beyond "
                "reason, like a zip bomb; not read",
            )


def local(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition("}")[2]


def refuse_dtd(data: bytes, name: str) -> None:
    """Raises InputError when XML has a document type: office files have none, and entities are an attack."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = lambda *_: _refuse(name)
    parser.StartElementHandler = lambda *_: _enough()
    try:
        parser.Parse(data, True)
    except (_EnoughError, expat.ExpatError, LookupError, ValueError):
        return  # the root element has come, or the part is damaged: that is told when it is read


def walk(stream: IO[bytes], name: str, calls: tuple[Start, End, Text]) -> None:
    """Call back for each element and text of an XML stream; names without namespaces.

    Raises InputError for damaged XML and for XML with a document type.
    """
    names: dict[str, str] = {}
    start, end, text = calls

    def begun(tag: str, attributes: dict[str, str]) -> None:
        if tag not in names:
            names[tag] = tag.rpartition("}")[2]
        start(names[tag], attributes)

    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartElementHandler = begun
    parser.EndElementHandler = lambda tag: end(names[tag])
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = lambda *_: _refuse(name)
    try:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (*_BROKEN, expat.ExpatError, LookupError) as error:
        raise damaged(name, Say("XML 不完整", "its XML is broken")) from error


class _EnoughError(Exception):
    pass


def _enough() -> None:
    raise _EnoughError


def _refuse(name: str) -> None:
    raise InputError(
        zh=f"{name}：XML 中带有文档类型声明（DTD），办公文件不会有，可能是攻击；未读取",
        en=f"{name}: its XML declares a document type (DTD), which office files never do and attacks use; not read",
    )
