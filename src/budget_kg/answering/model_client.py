"""One HTTP exchange with a language model at an OpenAI-compatible address: its settings, limits and faults.

One deadline for everything, an answer of limited size, no redirect, no proxy; the key goes into one header only.
"""

from __future__ import annotations

import json
import os
import re
import socket
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from queue import Empty, SimpleQueue
from typing import Final
from urllib.parse import SplitResult, urlsplit

from budget_kg.errors import BudgetKgError, LimitError, StoreError, UsageError

URL: Final = "BUDGET_KG_LLM_URL"
NAME: Final = "BUDGET_KG_LLM_MODEL"
KEY: Final = "BUDGET_KG_LLM_KEY"
LIMIT: Final = 10.0
"""Seconds for all that is said to a model about one question."""
MOST_BYTES: Final = 256 << 10

_PATH: Final = "/chat/completions"
_HERE: Final = frozenset(("localhost", "127.0.0.1", "::1"))
_PRINTABLE: Final = re.compile(r"[\x21-\x7e]+")
_HINTS: Final = {
    401: (f"请检查 {KEY}", f"check {KEY}"),
    403: (f"请检查 {KEY}", f"check {KEY}"),
    404: (f"请检查 {URL} 和 {NAME}", f"check {URL} and {NAME}"),
    429: ("请稍后再试", "try again later"),
}

Message = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A model and where it is. `limit` are seconds for one question, `size` bytes of one answer."""

    url: str
    name: str
    key: str = field(default="", repr=False)
    limit: float = LIMIT
    size: int = MOST_BYTES


def configured(environment: Mapping[str, str] | None = None) -> bool:
    """Whether the environment names a model, in part at least."""
    known = os.environ if environment is None else environment
    return bool(known.get(URL, "").strip() or known.get(NAME, "").strip())


def endpoint(environment: Mapping[str, str] | None = None) -> Endpoint:
    """The model that the environment names. UsageError, in one line, for what is missing or malformed."""
    known = os.environ if environment is None else environment
    url, name, key = (known.get(variable, "").strip() for variable in (URL, NAME, KEY))
    for variable, value in ((URL, url), (NAME, name)):
        if not value:
            raise UsageError(zh=f"没有设置 {variable}", en=f"{variable} is not set")
    parts = _address(url)
    if not name.isprintable() or len(name) > 200:
        raise UsageError(zh=f"{NAME} 不是模型名称", en=f"{NAME} is no name of a model")
    if key and not _PRINTABLE.fullmatch(key):
        raise UsageError(zh=f"{KEY} 含有空白或非 ASCII 字符", en=f"{KEY} has blanks or characters beyond ASCII")
    if key and parts.scheme == "http" and parts.hostname not in _HERE:
        raise UsageError(
            zh=f"{KEY} 只经 https 发送；请把 {URL} 改为 https",
            en=f"{KEY} is only sent over https; make {URL} an https address",
        )
    return Endpoint(url, name, key)


def _address(url: str) -> SplitResult:
    with suppress(ValueError):
        parts = urlsplit(url)
        plain = not (parts.username or parts.password or parts.query or parts.fragment)
        port = parts.port or 0
        if parts.scheme in ("http", "https") and parts.hostname and plain and port >= 0 and _PRINTABLE.fullmatch(url):
            return parts
    raise UsageError(
        zh=f"{URL} 应为 http(s) 地址，如 https://主机/v1，不含用户名、? 和 #",
        en=f"{URL} must be an http(s) address such as https://host/v1, without user name, ? or #",
    )


def complete(to: Endpoint, messages: Sequence[Message], seconds: float) -> str:
    """What the model says next. LimitError, StoreError or UsageError, in one line, when nothing fit to be read comes."""
    if seconds <= 0:
        raise _too_slow(to.limit)
    parts = _address(to.url)
    secure = parts.scheme == "https"
    host = parts.hostname or ""
    path = parts.path.rstrip("/") + _PATH
    kind = HTTPSConnection if secure else HTTPConnection
    connection = kind(host, parts.port, timeout=seconds)
    body = json.dumps({"model": to.name, "messages": list(messages), "stream": False}, ensure_ascii=False)
    headers = {"Content-Type": "application/json; charset=utf-8", "Accept": "application/json", "User-Agent": "budget-kg"}
    if to.key:
        headers["Authorization"] = f"Bearer {to.key}"
    answers: SimpleQueue[bytes | Exception] = SimpleQueue()

    def converse() -> None:
        try:
            answers.put(_exchanged(connection, path, body.encode(errors="replace"), headers, to.size))
        except Exception as error:
            answers.put(error)

    threading.Thread(target=converse, daemon=True).start()  # looking a name up cannot be cut short, only left behind
    try:
        answer = answers.get(timeout=seconds)
    except Empty:
        raise _too_slow(to.limit) from None
    finally:
        _cut(connection)
    if isinstance(answer, Exception):
        raise _fault(answer, to) from None
    return _content(answer)


def _exchanged(connection: HTTPConnection, path: str, body: bytes, headers: Mapping[str, str], most: int) -> bytes:
    try:
        connection.request("POST", path, body, dict(headers))
        response = connection.getresponse()
        if response.status != 200:
            raise _refused(response.status)
        answer = response.read(most + 1)
    finally:
        connection.close()
    if len(answer) > most:
        raise LimitError(zh=f"语言模型的回答超过 {most} 字节", en=f"the model's answer is larger than {most} bytes")
    return answer


def _cut(connection: HTTPConnection) -> None:
    with suppress(OSError, AttributeError):  # not open yet, or closed already
        connection.sock.shutdown(socket.SHUT_RDWR)


def _content(answer: bytes) -> str:
    """The text of the first choice."""
    try:
        said = json.loads(answer)["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError):
        said = None
    if not isinstance(said, str):
        raise StoreError(
            zh=f"语言模型的回答不是 chat completions 的格式；请检查 {URL}",
            en=f"the model's answer is no chat completion; check {URL}",
        )
    return said


# -- faults: none of them repeats what the other side said, which may have the key in it ------------------------------


def _refused(status: int) -> StoreError:
    if 300 <= status < 400:
        return StoreError(
            zh=f"{URL} 处重定向（{status}）；不跟随重定向，请直接给出最终地址",
            en=f"{URL} redirects ({status}); redirects are not followed, give the final address",
        )
    zh, en = _HINTS.get(status, ("", ""))
    return StoreError(
        zh=f"语言模型的服务拒绝回答（{status}）{'；' if zh else ''}{zh}",
        en=f"the model's server refused to answer ({status}){'; ' if en else ''}{en}",
    )


def _too_slow(limit: float) -> LimitError:
    return LimitError(zh=f"语言模型在 {limit:g} 秒内没有回答", en=f"the model did not answer in {limit:g} s")


def _fault(error: Exception, to: Endpoint) -> BudgetKgError:
    if isinstance(error, BudgetKgError):
        return error
    if isinstance(error, TimeoutError):
        return _too_slow(to.limit)
    if isinstance(error, HTTPException):
        return StoreError(zh="语言模型的回答中断", en="the model's answer broke off")
    return StoreError(
        zh=f"连不上语言模型（{type(error).__name__}）；请检查 {URL}",
        en=f"cannot reach the model ({type(error).__name__}); check {URL}",
    )
