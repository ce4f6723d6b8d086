"""ZIP archives: each file in one is read on its own. Refuses bombs, paths that lead out, and archives in archives."""

from __future__ import annotations

import re
import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from budget_kg.gathering.items import Item, Shelf, refused

ARCHIVES = frozenset([".zip"])
_PACKED = frozenset([*ARCHIVES, ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz"])
_MOST_MEMBERS = 10_000
_LARGEST_MEMBER = 200 * 1024**2
_LARGEST_TOTAL = 1024**3
_MOST_GROWTH = 200  # times; text of tables shrinks to a fiftieth at most
_SMALL = 1024**2  # below that growth does no harm
_PIECE = 1024**2
_UTF8_FLAG, _ENCRYPTED_FLAG = 0x800, 0x1
_DRIVE = re.compile(r"[A-Za-z]:")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, NotImplementedError, MemoryError)


class _TooLargeError(Exception):
    """Stops the unpacking of a member that grows beyond all measure."""


def unpack(path: Path, name: str, shelf: Shelf) -> tuple[list[Item], list[str]]:
    """Copy the files of an archive that some reader takes to the shelf; return them, and the names of the others.

    What cannot be unpacked is an item with its fault: one member, or the whole archive.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return _members(archive, name, shelf)
    except _BROKEN as error:
        reason = str(error) or type(error).__name__
        zh = f"不是完好的 ZIP 文件（{reason}）；请重新下载"
        return [refused(name, zh, f"no sound ZIP file ({reason}); download it again")], []


def _members(archive: zipfile.ZipFile, name: str, shelf: Shelf) -> tuple[list[Item], list[str]]:
    members = [(_name_of(info), info) for info in archive.infolist() if not info.is_dir()]
    if len(members) > _MOST_MEMBERS:
        zh = f"含 {len(members)} 个文件，上限 {_MOST_MEMBERS}；请解压后分批读取"
        en = f"holds {len(members)} files, at most {_MOST_MEMBERS}; unpack it and read parts of it"
        return [refused(name, zh, en)], []
    items: list[Item] = []
    skipped: list[str] = []
    left = _LARGEST_TOTAL
    for inside, info in sorted(members, key=lambda member: member[0]):
        full = f"{name}!{inside}"
        suffix = PurePosixPath(inside).suffix.lower()
        if PurePosixPath(inside).name.startswith((".", "~$")):
            continue  # left behind by Finder and Word
        if suffix not in shelf.suffixes | _PACKED:
            skipped.append(full)
            continue
        item = _fault(full, inside, info) or _copy(archive, info, full, shelf, left)
        left -= item.path.stat().st_size if item.fault is None else 0
        items.append(item)
    if not items:
        items.append(refused(name, "压缩包里没有可读取的文件", "the archive holds no file that can be read"))
    return items, skipped


def _name_of(info: zipfile.ZipInfo) -> str:
    """The name of a member: without the flag for UTF-8 it is in the code page of whoever packed it."""
    raw = info.orig_filename.partition("\0")[0]
    if not info.flag_bits & _UTF8_FLAG:
        data = raw.encode("cp437", errors="replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                raw = data.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return raw.replace("\\", "/")


def _fault(full: str, inside: str, info: zipfile.ZipInfo) -> Item | None:
    """What is wrong with a member by what the archive says of it."""
    if inside.startswith("/") or _DRIVE.match(inside) or ".." in inside.split("/"):
        return refused(full, "文件名指向压缩包之外，拒绝读取", "its name leads out of the archive; refused")
    if stat.S_ISLNK(info.external_attr >> 16):
        return refused(full, "是链接而不是文件，拒绝读取", "a link, not a file; refused")
    if PurePosixPath(inside).suffix.lower() in _PACKED:
        return refused(full, "是压缩包里的压缩包，请先解压", "an archive in an archive is not read; unpack it first")
    if info.flag_bits & _ENCRYPTED_FLAG:
        return refused(full, "已加密；请先用密码解压", "encrypted; unpack it with its password first")
    return None


def _copy(archive: zipfile.ZipFile, info: zipfile.ZipInfo, full: str, shelf: Shelf, left: int) -> Item:
    place = shelf.place(full.rpartition("!")[2].rpartition("/")[2])
    most = min(_LARGEST_MEMBER, left, max(_SMALL, info.compress_size * _MOST_GROWTH))
    try:
        with archive.open(info) as packed, place.open("wb") as copy:
            written = 0
            while piece := packed.read(_PIECE):
                written += len(piece)
                if written > most:
                    raise _TooLargeError
                copy.write(piece)
    except _TooLargeError:
        place.unlink()
        zh = "解压后过大（可能是压缩炸弹），拒绝读取"
        return refused(full, zh, "grows too large when unpacked (perhaps a bomb); refused")
    except _BROKEN as error:
        place.unlink(missing_ok=True)
        reason = str(error) or type(error).__name__
        return refused(full, f"无法解压（{reason}）；请重新下载", f"cannot be unpacked ({reason}); download it again")
    return Item(place, full)
