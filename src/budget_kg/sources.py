"""The files of the documents in a store, kept beside it as `DIR/sources/{sha256}/{name}`.

From them a store is rebuilt when the ontology changes, numbers are accounted for, and quotes are shown in context.
A file stands there under the hash of its bytes, so it never changes; what no document needs any more is deleted.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

from budget_kg.errors import StoreError
from budget_kg.overrides import Overrides
from budget_kg.stores.generations import writer_lock
from budget_kg.stores.oxigraph import open_reader

_OVERRIDES = "overrides.json"


@dataclass(frozen=True, slots=True)
class Source:
    """A kept file, and what the user said about it when it was read."""

    path: Path
    overrides: Overrides


class Sources:
    """The files kept beside the store in `store`. Only the store's one writer may `keep`."""

    def __init__(self, store: Path) -> None:
        self._store = store
        self._folder = store / "sources"

    def keep(self, path: Path, sha256: str, overrides: Overrides) -> None:
        """Keep a copy of the file whose bytes have the hash `sha256`; StoreError when there is no room for it."""
        try:
            self._keep(path, sha256, overrides)
        except OSError as error:
            raise StoreError(
                zh=f"无法在 {self._folder} 留存 {path.name}（{error.strerror}）；存储未变",
                en=f"cannot keep {path.name} in {self._folder} ({error.strerror}); the store is as it was",
            ) from error

    def _keep(self, path: Path, sha256: str, overrides: Overrides) -> None:
        final, new = self._folder / sha256, self._folder / f"new-{sha256}"
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(parents=True)
        shutil.copyfile(path, new / path.name)
        said = {name: value for name, value in asdict(overrides).items() if value is not None}
        if said:
            (new / _OVERRIDES).write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
        if final.exists() and not final.samefile(path.parent):
            shutil.rmtree(final)
        if final.exists():
            shutil.rmtree(new)
        else:
            new.rename(final)

    def find(self, sha256: str) -> Source | None:
        """Return the kept file whose bytes have this hash, or None."""
        folder = self._folder / sha256
        if not sha256 or not folder.is_dir():
            return None
        said = folder / _OVERRIDES
        overrides = Overrides(**json.loads(said.read_text(encoding="utf-8"))) if said.exists() else Overrides()
        files = sorted(path for path in folder.iterdir() if path != said)
        return Source(files[0], overrides) if files else None

    def all(self) -> list[Source]:
        """Return all kept files, in the order of their hashes."""
        if not self._folder.is_dir():
            return []
        found = (self.find(path.name) for path in sorted(self._folder.iterdir()) if not path.name.startswith("new-"))
        return [source for source in found if source is not None]

    def tidy(self) -> None:
        """Delete the files that no document of the finished store needs; another writer at work will do it instead."""
        try:
            with writer_lock(self._store):
                with open_reader(self._store) as reader:
                    wanted = {document.file_hash for document in reader.documents()}
                for path in sorted(self._folder.iterdir()) if self._folder.is_dir() else ():
                    if path.name not in wanted:
                        shutil.rmtree(path, ignore_errors=True)
        except StoreError:
            return
