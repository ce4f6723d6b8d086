"""Lists of addresses: each is fetched once, slowly enough, and only so much of it. Refuses private networks."""

from __future__ import annotations

import http.client
import ipaddress
import re
import socket
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path, PurePosixPath
from typing import IO, Any
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from budget_kg.errors import InputError
from budget_kg.gathering.archives import ARCHIVES
from budget_kg.gathering.items import Item, Shelf, refused
from budget_kg.markup.decoding import decode

LIST = ".urls"
_MOST_ADDRESSES = 10_000
_LARGEST = 100 * 1024**2
_TIMEOUT = 30.0  # seconds without an answer
_LONGEST = 180.0  # seconds for a whole file
_PAUSE = 0.5  # seconds between two requests to one host
_MOST_REDIRECTS = 5
_PIECE = 256 * 1024
_TYPES = {
    "application/pdf": ".pdf", "text/html": ".html", "application/xhtml+xml": ".html", "text/plain": ".txt",
    "application/zip": ".zip", "application/msword": ".doc", "application/vnd.ms-excel": ".xls",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
}


class _RefusedError(Exception):
    """An address is not fetched; the two arguments say why, in Chinese and in English."""


@dataclass(slots=True)
class Courtesy:
    """How addresses are fetched: whether private networks too, and when each host was asked last."""

    allow_private: bool = False
    asked: dict[str, float] = field(default_factory=dict)

    def wait(self, host: str) -> None:
        """Wait until the host may be asked again."""
        due = self.asked.get(host, 0.0) + _PAUSE - time.monotonic()
        if host in self.asked and due > 0:
            time.sleep(due)
        self.asked[host] = time.monotonic()


def addresses(path: Path, name: str) -> Iterator[str | Item]:
    """The addresses of a list, one a line, `#` before remarks; a line that is none is an item with its fault."""
    try:
        lines = decode(path.read_bytes(), name).splitlines()
    except InputError as error:
        yield Item(path, name, error)
        return
    except OSError as error:
        yield refused(name, f"无法读取（{error.strerror}）", f"cannot be read ({error.strerror})")
        return
    told = {line.strip(): number for number, line in reversed(list(enumerate(lines, 1)))}
    wanted = [line for line in dict.fromkeys(line.strip() for line in lines) if line and not line.startswith("#")]
    if not wanted or len(wanted) > _MOST_ADDRESSES:
        zh = f"含 {len(wanted)} 个网址，应为 1 至 {_MOST_ADDRESSES} 个"
        yield refused(name, zh, f"holds {len(wanted)} addresses, not 1 to {_MOST_ADDRESSES}")
        return
    for line in wanted:
        if re.match(r"https?://[^\s/]", line, re.IGNORECASE):
            yield line
        else:
            yield refused(f"{name}:{told[line]}", "不是 http(s) 网址；每行一个", "no http(s) address; give one a line")


def download(address: str, shelf: Shelf, courtesy: Courtesy) -> Item:
    """Fetch an address to the shelf; what goes wrong is an item with its fault."""
    try:
        with _opener(courtesy).open(_request(address, courtesy), timeout=_TIMEOUT) as answer:
            place = shelf.place(_file_name(answer.headers, answer.url, shelf))
            _save(answer, place)
    except _RefusedError as error:
        return refused(address, *error.args)
    except (OSError, http.client.HTTPException, ValueError) as error:
        if isinstance(reason := getattr(error, "reason", None), _RefusedError):
            return refused(address, *reason.args)
        said = " ".join(str(error).strip("<>").split()) or type(error).__name__
        return refused(address, f"无法下载（{said}）；请检查网址", f"cannot be fetched ({said}); check the address")
    return Item(place, address)


def _request(address: str, courtesy: Courtesy) -> urllib.request.Request:
    parts = urlsplit(address)
    if parts.username is not None or parts.hostname is None:
        raise _RefusedError("网址中有用户名或没有主机", "the address has a user in it, or no host")
    host = parts.hostname.encode("idna").decode() + (f":{parts.port}" if parts.port else "")
    host = f"[{parts.hostname}]{host.rpartition(']')[2]}" if ":" in parts.hostname else host
    safe = "/%:=&?~#+!$,;'@()*[]"
    plain = urlunsplit((parts.scheme.lower(), host, quote(parts.path, safe=safe), quote(parts.query, safe=safe), ""))
    courtesy.wait(parts.hostname)
    return urllib.request.Request(plain, headers={"User-Agent": _user_agent(), "Accept-Encoding": "identity"})


def _user_agent() -> str:
    try:
        return f"budget-kg/{version('budget-kg')}"
    except PackageNotFoundError:
        return "budget-kg"


def _opener(courtesy: Courtesy) -> urllib.request.OpenerDirector:
    """An opener for http and https alone, which looks where it got connected to before it asks for anything."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(), _Redirects(courtesy), urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(), _Plain(courtesy), _Secure(courtesy),
    ):
        opener.add_handler(handler)
    return opener


class _Redirects(urllib.request.HTTPRedirectHandler):
    max_redirections = _MOST_REDIRECTS

    def __init__(self, courtesy: Courtesy) -> None:
        self._courtesy = courtesy

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> urllib.request.Request | None:
        if urlsplit(newurl).scheme.lower() not in ("http", "https"):
            raise _RefusedError("转向了 http(s) 以外的地址", "it leads on to an address that is not http(s)")
        followed = super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]
        if followed is not None:
            self._courtesy.wait(urlsplit(newurl).hostname or "")
        return followed


def _refuse_private(connected: socket.socket) -> None:
    address = str(connected.getpeername()[0]).partition("%")[0]
    if not ipaddress.ip_address(address).is_global:
        connected.close()
        raise _RefusedError(
            f"在内部网络（{address}），不下载；确需下载请加 --allow-private",
            f"in a private network ({address}) and not fetched; add --allow-private if it should be",
        )


def _watched(kind: type[http.client.HTTPConnection], request: urllib.request.Request, courtesy: Courtesy) -> Any:
    """A kind of connection that refuses private networks; a proxy may be in one, the host behind it decides itself."""

    class Watched(kind):  # type: ignore[misc,valid-type]
        def connect(self) -> None:
            super().connect()
            if not courtesy.allow_private and not request.has_proxy():
                _refuse_private(self.sock)

    return Watched


class _Plain(urllib.request.HTTPHandler):
    def __init__(self, courtesy: Courtesy) -> None:
        super().__init__()
        self._courtesy = courtesy

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_watched(http.client.HTTPConnection, req, self._courtesy), req)


class _Secure(urllib.request.HTTPSHandler):
    def __init__(self, courtesy: Courtesy) -> None:
        super().__init__()
        self._courtesy = courtesy

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_watched(http.client.HTTPSConnection, req, self._courtesy), req)


def _file_name(headers: Message, address: str, shelf: Shelf) -> str:
    """The name a server gives a file, else that in the address; its suffix tells the reader, else its type does."""
    given = headers.get_filename() or ""
    try:
        given = given.encode("latin-1").decode("utf-8")
    except UnicodeEncodeError:
        pass  # it was written as it should be
    except UnicodeDecodeError:
        given = given.encode("latin-1").decode("gb18030", errors="replace")
    name = unquote(given).replace("\\", "/").rpartition("/")[2] or unquote(PurePosixPath(urlsplit(address).path).name)
    if PurePosixPath(name).suffix.lower() in shelf.suffixes | ARCHIVES:
        return name
    return (name or "index") + _TYPES.get(headers.get_content_type(), "")


def _save(answer: http.client.HTTPResponse, place: Path) -> None:
    """Save an answer; too large, too slow or cut short is an error."""
    started, written = time.monotonic(), 0
    with place.open("wb") as copy:
        while piece := answer.read1(_PIECE):
            written += len(piece)
            if written > _LARGEST or time.monotonic() - started > _LONGEST:
                raise _RefusedError("文件过大或下载过慢，已停止", "too large or too slow; stopped")
            copy.write(piece)
    if answer.length:
        raise http.client.IncompleteRead(b"", answer.length)
