"""Older text documents (.doc, .wps, RTF, ODT) made into .docx by LibreOffice, if it is installed, within a time limit."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from budget_kg.books.kinds import WHAT, Kind, Source, kind_of
from budget_kg.errors import InputError

SECONDS = 45.0  # less than reading a document may take in all
_SUFFIX = {Kind.RICH_TEXT: ".rtf", Kind.OPEN_TEXT: ".odt", Kind.XML_WORD: ".xml"}


def as_docx(source: Source, seconds: float = SECONDS) -> Source:
    """The document as .docx, under the path of the original.

    Raises InputError when LibreOffice is not installed, takes longer than `seconds`, or makes nothing of the file.
    """
    office = shutil.which("soffice") or shutil.which("libreoffice")
    what = WHAT[source.kind]
    if office is None:
        raise InputError(
            zh=f"{source.name}：是{what.zh}，读取它需要 LibreOffice；请安装，或另存为 .docx 后再读",
            en=f"{source.name}: {what.en}, which takes LibreOffice to read; install it, or save the file as .docx",
        )
    with tempfile.TemporaryDirectory(prefix="budget-kg-") as folder:
        given = Path(folder, f"document{_SUFFIX.get(source.kind, '.doc')}")
        given.write_bytes(source.data)
        profile = Path(folder, "profile").as_uri()
        _run([office, "--headless", "--norestore", "--nolockcheck", f"-env:UserInstallation={profile}",
              "--convert-to", "docx", "--outdir", str(Path(folder, "made")), str(given)], source, seconds)
        made = Path(folder, "made", "document.docx")
        data = made.read_bytes() if made.exists() else b""
    if kind_of(data) != Kind.WORD:
        raise InputError(
            zh=f"{source.name}：LibreOffice 未能转换（{what.zh}）；请用 Word 或 WPS 打开后另存为 .docx",
            en=f"{source.name}: LibreOffice could not convert it ({what.en}); save it as .docx in Word or WPS",
        )
    return Source(source.path, data, Kind.WORD)


def _run(command: list[str], source: Source, seconds: float) -> None:
    """Run a command to its end or kill it, with all it started, when the time is over."""
    try:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise InputError(
            zh=f"{source.name}：LibreOffice 无法启动（{error.strerror}）；请另存为 .docx 后再读",
            en=f"{source.name}: LibreOffice does not start ({error.strerror}); save the file as .docx",
        ) from error
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired as error:
        raise InputError(
            zh=f"{source.name}：LibreOffice 转换超过 {seconds:g} 秒；请用 Word 或 WPS 打开后另存为 .docx",
            en=f"{source.name}: LibreOffice took more than {seconds:g} s; open it in Word or WPS and save it as .docx",
        ) from error
    finally:
        if process.poll() is None:
            if hasattr(os, "killpg"):
                os.killpg(process.pid, signal.SIGKILL)
            process.kill()
            process.wait()
