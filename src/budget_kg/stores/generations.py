"""The folders of a store on disk: which generation is current, who uses one, who writes, what may be deleted.

    DIR/current        names the finished generation; swapped atomically
    DIR/lock           held by the one writer, with its process number
    DIR/gen-7/         a finished generation: data/ (Oxigraph), the manifest, in-use (held by its readers)
    DIR/staging-8/     a change in the making; a leftover of a killed writer is deleted by the next one
    DIR/registry/      what each document states in the registry graph, one file for each set of statements

Nothing here opens a graph.
"""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from budget_kg.errors import StoreError

REGISTRY: Final = "registry"
"""Beside the generations rather than in them: linking ten thousand files would outlast most changes."""

_GENERATION: Final = re.compile(r"gen-(\d+)")
_ATTEMPTS: Final = 20


class Hold:
    """A reader's claim on a generation; while it lasts, no writer deletes the folder."""

    def __init__(self, folder: Path, descriptor: int) -> None:
        self.folder = folder
        self._descriptor: int | None = descriptor

    def release(self) -> None:
        """Give the claim up; doing so twice is harmless."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def current(root: Path) -> Path | None:
    """Return the folder of the finished generation, or None when there is no store."""
    try:
        name = (root / "current").read_text(encoding="ascii").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        raise _unreadable(root) from error
    if _GENERATION.fullmatch(name) is None:
        raise _unreadable(root)
    return root / name


def hold_current(root: Path) -> Hold:
    """Claim the current generation for reading; StoreError when there is none."""
    for _ in range(_ATTEMPTS):
        folder = current(root)
        if folder is None:
            raise StoreError(
                zh=f"{root} 中还没有存储；请先运行 budget-kg build",
                en=f"no store at {root}; run `budget-kg build` first",
            )
        hold = _hold(folder)
        if hold is not None:
            return hold
    raise _unreadable(root)


def _hold(folder: Path) -> Hold | None:
    """Claim `folder`, or return None when a writer deleted it between the pointer and the claim."""
    path = folder / "in-use"
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _unreadable(folder) from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        if os.fstat(descriptor).st_ino == path.stat().st_ino:
            return Hold(folder, descriptor)
    except OSError:
        pass
    os.close(descriptor)
    return None


@contextmanager
def writer_lock(root: Path) -> Iterator[None]:
    """Be the only writer; StoreError at once, naming the process, when there is another."""
    try:
        root.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(root / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise StoreError(
            zh=f"无法写入存储目录 {root}：{error.strerror}；请检查路径和权限",
            en=f"cannot write to the store folder {root}: {error.strerror}; check path and permissions",
        ) from error
    try:
        _lock_or_refuse(root, descriptor)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def scratch(root: Path) -> Iterator[Path]:
    """A folder for the writer's own use on the disk of the store; the next writer deletes it if this one is killed."""
    import tempfile  # not above: readers start cold

    folder = Path(tempfile.mkdtemp(prefix="staging-read-", dir=root))
    try:
        yield folder
    finally:
        discard(folder)


def _lock_or_refuse(root: Path, descriptor: int) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        process = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip() or "?"
        raise StoreError(
            zh=f"另一个进程（{process}）正在写入存储 {root}；请等它结束后再试",
            en=f"another process ({process}) is writing to the store {root}; try again when it has finished",
        ) from error
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)


def begin(root: Path, present: Path | None) -> Path:
    """Delete what killed writers left and unused old generations, and return a new empty staging folder."""
    clean(root, present)
    numbers = [int(match[1]) for path in root.iterdir() if (match := _GENERATION.fullmatch(path.name))]
    staging = root / f"staging-{max(numbers, default=0) + 1}"
    staging.mkdir()
    (staging / "in-use").touch()
    return staging


def publish(root: Path, staging: Path, records: Collection[str]) -> None:
    """Make the finished staging folder current; a crash leaves either the old one or the new one.

    Of the registry files only `records` stay, once the new generation no longer needs the others.
    """
    _sync_tree(staging)
    _shelve(root, staging)
    generation = root / staging.name.replace("staging", "gen")
    staging.rename(generation)
    pointer = root / "current.new"
    pointer.write_text(f"{generation.name}\n", encoding="ascii")
    _sync(pointer)
    _sync(root)
    pointer.replace(root / "current")
    _sync(root)
    clean(root, generation)
    _sweep(root / REGISTRY, records)


def _shelve(root: Path, staging: Path) -> None:
    """Move the new registry files to the old ones; one of the same name has the same content."""
    new, kept = staging / REGISTRY, root / REGISTRY
    if not new.is_dir():
        return
    kept.mkdir(exist_ok=True)
    for path in new.iterdir():
        path.replace(kept / path.name)
    new.rmdir()
    _sync(kept)


def discard(folder: Path) -> None:
    """Delete a folder with everything in it; what cannot be deleted is left to the next writer."""
    import shutil  # not above: readers never delete, and start cold

    shutil.rmtree(folder, ignore_errors=True)


def _sweep(folder: Path, wanted: Collection[str]) -> None:
    """Delete every file that is not wanted; one that cannot be deleted is left to the next sweep."""
    try:
        with os.scandir(folder) as files:
            names = {file.name for file in files}
        for name in names.difference(wanted):
            (folder / name).unlink()
    except OSError:
        pass


def clean(root: Path, present: Path | None) -> None:
    """Delete staging folders, and generations that are neither `present` nor in use; for the writer only."""
    for path in sorted(root.iterdir()):
        if path.name.startswith(("staging-", "deleted-")):
            discard(path)
        elif _GENERATION.fullmatch(path.name) and path != present:
            _delete_unused(path)


def _delete_unused(generation: Path) -> None:
    try:
        descriptor = os.open(generation / "in-use", os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        discard(generation)
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # Renamed first: a reader that comes between sees either the whole folder or none.
        deleted = generation.rename(generation.with_name(f"deleted-{generation.name}"))
        discard(deleted)
    except OSError:
        pass
    finally:
        os.close(descriptor)


def _sync_tree(folder: Path) -> None:
    for parent, _, names in os.walk(folder):
        for name in names:
            path = Path(parent, name)
            if path.stat().st_nlink == 1:  # files shared with the old generation are on disk already
                _sync(path)
        _sync(Path(parent))


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _unreadable(path: Path) -> StoreError:
    return StoreError(
        zh=f"无法读取存储 {path}；请检查权限，或用 budget-kg build --rebuild 重建",
        en=f"cannot read the store {path}; check permissions, or rebuild it with `budget-kg build --rebuild`",
    )
