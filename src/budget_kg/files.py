"""The bytes of a file a reader is given, or one line that says why there are none."""

from __future__ import annotations

from pathlib import Path

from budget_kg.errors import InputError


def file_bytes(path: Path) -> bytes:
    """All bytes of a file. Raises InputError when it is missing, cannot be read, or has none."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from error
    if not data:
        raise _empty(path)
    return data


def inked_bytes(path: Path) -> bytes:
    """As `file_bytes`, for formats whose blank file says nothing: one of white space alone is refused too."""
    data = file_bytes(path)
    if not data.strip():
        raise _empty(path)
    return data


def unreadable(path: Path, error: OSError) -> InputError:
    """The error for a file the system does not give."""
    reason = error.strerror or str(error)
    return InputError(
        zh=f"{path}：无法读取（{reason}）；请检查路径", en=f"{path}: cannot be read ({reason}); check the path"
    )


def _empty(path: Path) -> InputError:
    return InputError(zh=f"{path}：文件为空；请重新下载", en=f"{path}: the file is empty; download it again")
