"""Archives, folders and lists of addresses: every file in them is read on its own, and what is wrong is said in one line."""

from __future__ import annotations

import io
import struct
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cli_runs import INVENTED, NOVEL, Run

from budget_kg.errors import InputError
from budget_kg.gathering import Item, archives, downloads, gather
from budget_kg.gathering.items import safe_name

pytest_plugins = ("cli_fixtures",)
TEXT = INVENTED.encode()


def packed(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def taken(*paths: Path, private: bool = True) -> tuple[dict[str, str], tuple[str, ...]]:
    """What became of each item: its text, or the fault in English; and the names of the skipped."""
    with gather([str(path) for path in paths], allow_private=private) as gathered:
        found = {one.name: one.fault.say.en if one.fault else one.path.read_text("utf-8") for one in gathered.items}
        return found, gathered.skipped


def test_every_file_of_an_archive_is_an_item_under_its_own_name(tmp_path: Path) -> None:
    path = packed(tmp_path / "决算.zip", {
        "乙镇/决算.txt": b"2", "甲镇/决算.txt": b"1", "甲镇/封面.jpg": b"J", "__MACOSX/甲镇/._决算.txt": b"?", "~$决算.txt": b"?",
    })  # fmt: skip
    with gather([str(path)]) as gathered:
        assert [one.name for one in gathered.items] == [f"{path}!乙镇/决算.txt", f"{path}!甲镇/决算.txt"]
        assert [one.path.name for one in gathered.items] == ["决算.txt", "决算.txt"]
        assert [one.path.read_bytes() for one in gathered.items] == [b"2", b"1"]
        assert gathered.skipped == (f"{path}!甲镇/封面.jpg",)
        kept = gathered.items[0].path
    assert not kept.exists(), "copies are gone with the context"


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_names_without_a_flag_are_in_the_code_page_of_the_packer(tmp_path: Path, encoding: str) -> None:
    path = packed(tmp_path / "a.zip", {"AAAAAAAAAAAA.txt": b"1"})
    name = "县水务局".encode(encoding).ljust(12, b"_")[:12]
    path.write_bytes(path.read_bytes().replace(b"AAAAAAAAAAAA", name))
    found, _ = taken(path)
    assert list(found) == [f"{path}!{name.decode(encoding)}.txt"]


def _hostile(tmp_path: Path) -> Iterator[tuple[str, Path, str]]:
    yield "../x.txt", packed(tmp_path / "up.zip", {"../x.txt": TEXT}), "leads out"
    yield "/etc/x.txt", packed(tmp_path / "root.zip", {"/etc/x.txt": TEXT}), "leads out"
    yield "C:/x.txt", packed(tmp_path / "drive.zip", {"C:\\x.txt": TEXT}), "leads out"
    yield "in.zip", packed(tmp_path / "nest.zip", {"in.zip": b"PK"}), "archive in an archive"
    yield "bomb.txt", packed(tmp_path / "bomb.zip", {"bomb.txt": b"0" * (8 * 1024**2)}), "too large"
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "link.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    yield "link.txt", tmp_path / "link.zip", "a link"
    locked = packed(tmp_path / "locked.zip", {"locked.txt": TEXT})
    data = bytearray(locked.read_bytes())
    data[6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    locked.write_bytes(bytes(data))
    yield "locked.txt", locked, "encrypted"
    broken = packed(tmp_path / "broken.zip", {"broken.txt": TEXT * 50})
    data = bytearray(broken.read_bytes())
    data[60:90] = b"\xff" * 30
    broken.write_bytes(bytes(data))
    yield "broken.txt", broken, "cannot be unpacked"
    method = packed(tmp_path / "method.zip", {"method.txt": TEXT})
    data = bytearray(method.read_bytes())
    struct.pack_into("<H", data, 8, 97)
    struct.pack_into("<H", data, data.rindex(b"PK\x01\x02") + 10, 97)
    method.write_bytes(bytes(data))
    yield "method.txt", method, "cannot be unpacked"


def test_a_hostile_member_is_one_failed_item(tmp_path: Path) -> None:
    for name, path, why in _hostile(tmp_path):
        (told,) = taken(path)[0].items()
        assert told[0] == f"{path}!{name}" and why in told[1] and "\n" not in told[1], name


def test_a_bad_archive_is_one_failed_item(tmp_path: Path) -> None:
    (tmp_path / "bad.zip").write_bytes(b"PK\x03\x04 nothing of the kind")
    packed(tmp_path / "none.zip", {"a.jpg": b"J"})
    whole = packed(tmp_path / "cut.zip", {"a.txt": TEXT}).read_bytes()
    (tmp_path / "cut.zip").write_bytes(whole[: len(whole) // 2])
    found, skipped = taken(*sorted(tmp_path.glob("*.zip")))
    assert [text.partition(": ")[2][:14] for text in found.values()] == ["no sound ZIP f", "no sound ZIP f", "the archive ho"]
    assert len(skipped) == 1


def test_limits_of_an_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = packed(tmp_path / "a.zip", {f"{n}.txt": bytes([65 + n]) * 700 for n in range(4)})
    monkeypatch.setattr(archives, "_LARGEST_TOTAL", 1500)
    assert ["too large" in text for text in taken(path)[0].values()] == [False, False, True, True]
    monkeypatch.setattr(archives, "_MOST_MEMBERS", 3)
    assert ["holds 4 files" in text for text in taken(path)[0].values()] == [True]


def test_folders_and_patterns_hold_archives_too(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.txt").write_text("a", "utf-8")
    (tmp_path / "deep" / "图.jpg").write_text("a", "utf-8")
    packed(tmp_path / "b.zip", {"b.txt": b"b"})
    found, skipped = taken(tmp_path, tmp_path / "*" / "*.txt", tmp_path / "b.zip")
    assert found == {f"{tmp_path}/b.zip!b.txt": "b", f"{tmp_path}/deep/a.txt": "a"}
    assert skipped == (f"{tmp_path}/deep/图.jpg",)
    for empty in ("deep/*.pdf", "none"):
        (tmp_path / "none").mkdir(exist_ok=True)
        with pytest.raises(InputError), gather([str(tmp_path / empty)]):
            pass


def test_errors_name_what_the_user_named() -> None:
    item = Item(Path("/tmp/x/1/决算.txt"), "a.zip!甲/决算.txt")
    for said, told in [
        ("/tmp/x/1/决算.txt: empty", "a.zip!甲/决算.txt: empty"), ("决算.txt: no disclosure", "a.zip!甲/决算.txt: no disclosure"),
        ("page 3 is damaged", "a.zip!甲/决算.txt: page 3 is damaged"),
    ]:  # fmt: skip
        assert item.named(InputError(zh=said, en=said)).say.en == told


def test_names_are_made_safe() -> None:
    assert safe_name("..") == "file" and safe_name("a\0/..\\b:c.txt") == "a_.._b_c.txt"
    assert len(safe_name("决" * 300 + ".html").encode()) <= 200 and safe_name("决" * 300 + ".html").endswith("决.html")


class _Site(BaseHTTPRequestHandler):
    """A site with a file, names in headers, redirects, and answers that are too large, cut short, or errors."""

    asked: list[str]

    def do_GET(self) -> None:
        self.server.asked.append(self.headers["User-Agent"])  # type: ignore[attr-defined]
        path, headers, body, code = self.path.partition("?")[0], {}, TEXT, 200
        if path == "/down":
            headers = {"Content-Disposition": "attachment; filename*=UTF-8''%E6%B0%B4%E5%8A%A1.txt"}
        elif path == "/gbk":
            name = "水务.txt".encode("gbk").decode("latin-1")
            headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        elif path == "/page":
            headers = {"Content-Type": "text/html; charset=utf-8"}
        elif path.startswith("/to/"):
            code, headers = 302, {"Location": {"file": "file:///etc/passwd", "ftp": "ftp://127.0.0.1/x.txt", "loop": "/to/loop"}.get(path[4:], "/down")}
        elif path == "/all.zip":
            buffer = io.BytesIO()
            with zipfile.ZipFile(buffer, "w") as archive:
                archive.writestr("甲.txt", TEXT)
            body = buffer.getvalue()
        elif path == "/cut.txt":
            headers = {"Content-Length": str(len(TEXT) + 9)}
        elif path == "/gone.txt":
            code = 404
        self.send_response(code)
        for key, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(key, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
        pass


@contextmanager
def _serving() -> Iterator[tuple[str, list[str]]]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    server.asked = []  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", server.asked  # type: ignore[attr-defined]
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(downloads, "_PAUSE", 0.0)
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with _serving() as (address, _):
        yield address


def listed(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "网址.urls"
    path.write_text("\n".join(lines), "utf-8")
    return path


def test_a_list_of_addresses(tmp_path: Path, site: str) -> None:
    path = listed(tmp_path, "# 决算", f"{site}/2022/水务%20局.txt?id=1", "", f"{site}/down", f"{site}/gbk", f"{site}/page",
                  f"{site}/to/down", f"{site}/all.zip", f"{site}/down")  # fmt: skip
    with gather([str(path)], allow_private=True) as gathered:
        assert [one.fault for one in gathered.items] == [None] * 6
        assert [one.path.name for one in gathered.items] == ["水务 局.txt", "水务.txt", "水务.txt", "page.html", "水务.txt", "甲.txt"]
        assert all(one.path.read_bytes() == TEXT for one in gathered.items)
        assert gathered.items[-1].name == f"{site}/all.zip!甲.txt"


def test_addresses_that_are_not_fetched(tmp_path: Path, site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloads, "_LARGEST", len(TEXT) + 100)
    path = listed(tmp_path, "ftp://a/b.txt", "file:///etc/passwd", f"{site}/to/ftp", f"{site}/to/file", f"{site}/to/loop", f"{site}/gone.txt",
                  f"{site}/cut.txt", "http://127.0.0.1:1/x.txt", "http://u:p@127.0.0.1/x.txt", f"{site}/down")  # fmt: skip
    found, _ = taken(path)
    why = ["no http(s)", "no http(s)", "leads on", "not allowed", "cannot be fetched", "404", "cannot be fetched", "cannot be fetched", "user in it"]
    for text, reason in zip(list(found.values())[:-1], why, strict=True):
        assert reason in text and "\n" not in text, text
    assert list(found.values())[-1] == INVENTED
    monkeypatch.setattr(downloads, "_LARGEST", 10)
    assert "too large" in taken(listed(tmp_path, f"{site}/down"))[0][f"{site}/down"]


def test_private_networks_are_refused_before_anything_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")
    with _serving() as (address, asked):
        path = listed(tmp_path, f"{address}/down", address.replace("127.0.0.1", "localhost") + "/down")
        assert all("private network" in text for text in taken(path, private=False)[0].values()) and asked == []
        taken(path)
        assert len(asked) == 2 and all(agent.startswith("budget-kg") for agent in asked)


def test_an_empty_list_and_a_binary_one(tmp_path: Path) -> None:
    for data in (b"# nothing\n", b"\x00\x01"):
        (tmp_path / "x.urls").write_bytes(data)
        (text,) = taken(tmp_path / "x.urls")[0].values()
        assert "addresses" in text or "binary" in text


def test_a_batch_of_an_archive(run: Run, tmp_path: Path) -> None:
    packed(tmp_path / "in.zip", {"甲/好.txt": TEXT, "甲/小说.txt": NOVEL.encode(), "../坏.txt": TEXT, "图.jpg": b"J"})
    ran = run("build", tmp_path / "in.zip", store=tmp_path / "store")
    assert ran.code == 1
    said = [line for line in ran.err.splitlines() if line.startswith("budget-kg: ")]
    assert len(said) == 2 and "in.zip!../坏.txt" in said[0] and "in.zip!甲/小说.txt" in said[1]
    assert "跳过 1 个" in ran.err and "in.zip!甲/好.txt" in ran.err and "/tmp/budget-kg-" not in ran.err
    assert "青禾县水务局" in run("documents", store=tmp_path / "store").out
    assert [path.name for path in (tmp_path / "store" / "sources").glob("*/*")] == ["好.txt"]
    again = run("build", tmp_path / "in.zip", store=tmp_path / "store")
    assert "未变未重读 1 份" in again.out
