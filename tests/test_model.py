"""A language model that chooses how a question is answered: right choices, lies, and servers that misbehave.

The model is a server on this machine that says what a test tells it to say. Whatever it says, no figure comes from it.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from budget_kg.answering import wording
from budget_kg.answering.canned_lines import lines
from budget_kg.answering.free import ask
from budget_kg.answering.inventory import Inventory, documents, inventory
from budget_kg.answering.model import FromQuestion, Nothing, ask_model, available
from budget_kg.answering.model_client import KEY, MOST_BYTES, NAME, URL, Endpoint, endpoint
from budget_kg.answering.model_offer import MOST_CHARACTERS, MOST_NAMES
from budget_kg.answering.model_operations import OPERATIONS, name_of
from budget_kg.answering.solving import Solution
from budget_kg.errors import UsageError
from budget_kg.stores.contract import Reader

SECRET = "sk-very-secret-0123456789"
ASKED = "那条大水沟改造的活儿一共使了多少银子"
Said = str | Callable[[BaseHTTPRequestHandler], None]


@pytest.fixture(scope="module")
def reader(bureau_reader: Reader) -> Reader:
    return bureau_reader


@pytest.fixture(scope="module")
def bureau(reader: Reader) -> Inventory:
    return inventory(reader, documents(reader)[0])


@dataclass
class Model:
    """A fake model: where it is, and what it was asked."""

    url: str
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)

    def at(self, *, limit: float = 10, size: int = MOST_BYTES) -> Endpoint:
        return Endpoint(self.url, "a-model", SECRET, limit, size)

    @property
    def offered(self) -> dict[str, Any]:
        """What the model could choose from."""
        found: dict[str, Any] = json.loads(self.requests[0]["messages"][1]["content"])
        return found


@contextmanager
def model(*says: Said) -> Iterator[Model]:
    """A model that says these things in turn, and the last again."""
    left = list(says)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            running.requests.append(json.loads(body))
            running.headers.append(dict(self.headers))
            running.paths.append(self.path)
            said = left.pop(0) if len(left) > 1 else left[0]
            if callable(said):
                said(self)
            else:
                send(self, completion(said))

        def log_message(self, format: str, *_: object) -> None:  # noqa: A002 - the name is the standard library's
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        running = Model(f"http://127.0.0.1:{server.server_address[1]}/v1/")
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield running
        server.shutdown()


def completion(content: object) -> bytes:
    return json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]}).encode()


def send(handler: BaseHTTPRequestHandler, body: bytes, status: int = 200, **headers: str) -> None:
    handler.send_response(status)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(len(body)))
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)


def sends(body: bytes, status: int = 200, **headers: str) -> Callable[[BaseHTTPRequestHandler], None]:
    return lambda handler: send(handler, body, status, **headers)


def plan(**values: object) -> str:
    return json.dumps({"plan": values}, ensure_ascii=False)


def canned(name: object, **params: object) -> str:
    return json.dumps({"question": name, "params": params}, ensure_ascii=False)


LOOK_UP = plan(operation="look-up", subject="灌区改造")


def sentence(found: object, text: str = "") -> str:
    assert isinstance(found, Solution), f"{text}: {found}"
    return wording.sentence(found.results[0], "zh", whether=False)


# -- right choices --------------------------------------------------------------------------------------------------


def test_a_plan_is_run_and_its_figure_comes_from_the_document(reader: Reader, bureau: Inventory) -> None:
    with model(LOOK_UP) as fake:
        found = ask_model(reader, bureau, ASKED, "zh", to=fake.at())
    assert isinstance(found, Solution)
    assert found.via == "model"
    assert "1450 万元" in sentence(found)
    assert "由语言模型理解为：查数，“灌区改造”，2023 年" in sentence(found)
    assert all(row.passages for result in found.results for row in result.rows)


PLANS = [
    (plan(operation="completion", subject="灌区改造"), "96.7%"),
    (plan(operation="remaining", subject="灌区改造项目"), "50 万元"),
    (plan(operation="ratio", subject="灌区改造", other_subject="山塘加固"), "2.64 倍"),
    (plan(operation="sum", subject="灌区改造", other_subject="山塘加固"), "2000 万元"),
    (plan(operation="rank", subject="projects", limit=2), "“项目”"),
    (plan(operation="rank-low", subject="projects"), "“山塘加固”决算 550 万元"),
    (plan(operation="look-up", subject="本年支出", unit="亿元"), "0.32005 亿元"),
    (plan(operation="look-up", subject="三公经费", phase="budget"), "12 万元"),
    (plan(operation="look-up", subject="公务接待费", year=2023, phase=None), "3 万元"),
    (plan(operation="why", subject="灌区改造"), "汛期推迟施工"),
    (plan(operation="contact"), "0755-12345678"),
    (plan(operation="bodies", subject="offices"), "水政股"),
    (plan(operation="improvementmeasure", subject="灌区改造"), "提前安排施工计划"),
]


@pytest.mark.parametrize(("said", "expected"), PLANS, ids=[json.loads(said)["plan"]["operation"] for said, _ in PLANS])
def test_operations(reader: Reader, bureau: Inventory, said: str, expected: str) -> None:
    with model(said) as fake:
        assert expected in sentence(ask_model(reader, bureau, ASKED, "zh", to=fake.at()), said)


def test_a_canned_question_is_answered_as_a_persons(reader: Reader, bureau: Inventory) -> None:
    with model(canned("largest-projects", min="1000万元")) as fake:
        found = ask_model(reader, bureau, "超过1000万元的大活儿都有啥", "zh", to=fake.at())
    assert isinstance(found, FromQuestion)
    assert [row.cells[found.answer.index("project")].text for row in found.answer.rows] == ["灌区改造"]
    assert "largest-projects (min=1000万元)" in found.note.zh
    shown = {line.what: (line.value, line.exact, line.unit) for line in lines(found.answer)}
    assert shown["灌区改造：决算数"] == ("1450 万元", "14500000", "money")
    assert all(line.evidence for line in lines(found.answer))


FORMS = {
    "fence": f"```json\n{LOOK_UP}\n```",
    "fence without a name": f"```\n{LOOK_UP}\n```",
    "thought before": f"<think>1450? 9999 万元? {{}}</think>\n\n{LOOK_UP}",
    "blanks": f"\n  {LOOK_UP}\n",
}


@pytest.mark.parametrize("said", FORMS.values(), ids=FORMS)
def test_forms_that_are_taken(reader: Reader, bureau: Inventory, said: str) -> None:
    with model(said) as fake:
        assert "1450 万元" in sentence(ask_model(reader, bureau, ASKED, "zh", to=fake.at()))


def test_a_model_may_choose_nothing(reader: Reader, bureau: Inventory) -> None:
    with model('{"none": "the document says 4321 yuan"}') as fake:
        found = ask_model(reader, bureau, "明早几点开船", "zh", to=fake.at())
    assert isinstance(found, Nothing)
    assert "4321" not in str(found)
    assert len(fake.requests) == 1


# -- lies -----------------------------------------------------------------------------------------------------------

LIES = {
    "a figure in prose": "灌区改造一共花了 4321 万元。",
    "prose around": f"好的，4321 万元：{LOOK_UP}",
    "two objects": f"{LOOK_UP}\n{LOOK_UP}",
    "a list": f"[{LOOK_UP}]",
    "a figure in the plan": plan(operation="look-up", subject="灌区改造", value=4321),
    "a figure beside the plan": '{"plan": {"operation": "look-up", "subject": "灌区改造"}, "answer": 4321}',
    "a key twice": '{"plan": {"operation": "look-up", "operation": "why", "subject": "灌区改造"}}',
    "plan and question": '{"plan": {}, "question": "documents"}',
    "an invented subject": plan(operation="look-up", subject="航空母舰4321号"),
    "a subject with a figure": plan(operation="look-up", subject="灌区改造4321万元"),
    "an address": plan(operation="look-up", subject="https://example.org/4321"),
    "an iri": plan(operation="look-up", subject="<urn:4321>"),
    "a query": plan(operation="look-up", subject="SELECT * { SERVICE <http://127.0.0.1/4321> { ?s ?p ?o } }"),
    "an unknown operation": plan(operation="delete", subject="灌区改造"),
    "a passage": plan(operation="passage", subject="灌区改造"),
    "no subject": plan(operation="look-up"),
    "a group for a thing": plan(operation="look-up", subject="projects"),
    "an other subject too many": plan(operation="look-up", subject="灌区改造", other_subject="山塘加固"),
    "an other subject too few": plan(operation="ratio", subject="灌区改造"),
    "a list as subject": plan(operation="look-up", subject=["灌区改造"]),
    "a year in words": plan(operation="look-up", subject="灌区改造", year="2023"),
    "a year beyond": plan(operation="look-up", subject="灌区改造", year=4321),
    "true as a year": plan(operation="look-up", subject="灌区改造", year=True),
    "an unknown unit": plan(operation="look-up", subject="灌区改造", unit="4321元"),
    "an unknown phase": plan(operation="look-up", subject="灌区改造", phase="4321"),
    "a limit for one": plan(operation="look-up", subject="灌区改造", limit=1),
    "a limit too high": plan(operation="rank", subject="projects", limit=4321),
    "not a number": '{"plan": {"operation": "rank", "subject": "projects", "limit": NaN}}',
    "an unknown question": canned("4321"),
    "a question as object": canned({"id": 4321}),
    "an unknown parameter": canned("largest-projects", sparql="4321"),
    "a department": canned("largest-projects", dept="4321"),
    "a number of its own": canned("largest-projects", min="4321元"),
    "a fraction": canned("over-and-under", threshold=4.321),
    "a word of its own": canned("key-work", topic="4321"),
    "an iri as parameter": canned("one-project", project="http://127.0.0.1/4321"),
    "a prefixed name as parameter": canned("one-project", project="bkg:4321"),
    "a name of nothing": canned("one-project", project="4321工程"),
    "a choice of its own": canned("by-function", level="4321"),
    "sparql": "SELECT ?s { SERVICE <http://127.0.0.1:4321/> { ?s ?p ?o } }",
    "sparql as a plan": '{"sparql": "SELECT * { SERVICE <http://127.0.0.1:4321/> { ?s ?p ?o } }"}',
    "nested": "[" * 3000 + "]" * 3000,
    "a huge number": '{"plan": {"operation": "rank", "subject": "projects", "limit": ' + "9" * 5000 + "}}",
    "nothing": "",
}


@pytest.mark.parametrize("said", LIES.values(), ids=LIES)
def test_lies_are_not_taken_and_not_repeated(reader: Reader, bureau: Inventory, said: str) -> None:
    with model(said) as fake:
        found = ask_model(reader, bureau, ASKED, "zh", to=fake.at())
    assert isinstance(found, Nothing)
    for line in (found.note.zh, found.note.en):
        assert line.isprintable()
        assert "4321" not in line
        assert "灌区" not in line
    assert len(fake.requests) <= 2


def test_a_refused_choice_may_be_made_once_more(reader: Reader, bureau: Inventory) -> None:
    with model(plan(operation="look-up", subject="航空母舰"), LOOK_UP) as fake:
        assert "1450 万元" in sentence(ask_model(reader, bureau, ASKED, "zh", to=fake.at()))
    assert [one["role"] for one in fake.requests[1]["messages"]] == ["system", "user", "assistant", "user"]
    assert "subject must be one of the names listed" in fake.requests[1]["messages"][3]["content"]


def test_a_plan_without_rows_is_no_answer(reader: Reader, bureau: Inventory) -> None:
    with model(plan(operation="definition", subject="灌区改造")) as fake:
        found = ask_model(reader, bureau, ASKED, "zh", to=fake.at())
    assert isinstance(found, Nothing)
    assert found.note.en.endswith("the document does not give it")


def test_the_year_of_the_question_stays(reader: Reader, bureau: Inventory) -> None:
    text = "2019年那条大水沟改造使了多少银子"
    for said in (LOOK_UP, plan(operation="look-up", subject="灌区改造", year=2023), canned("by-function", year=2023)):
        with model(said) as fake:
            found = ask_model(reader, bureau, text, "zh", to=fake.at())
        assert isinstance(found, Nothing)
        assert "year" in found.note.en


def test_what_the_document_nowhere_mentions_is_not_answered_with_something_else(reader: Reader, bureau: Inventory) -> None:
    with model(LOOK_UP) as fake:
        found = ask_model(reader, bureau, "地铁建设花了多少钱", "zh", to=fake.at())
    assert isinstance(found, Nothing)
    assert "nothing of what is asked" in found.note.en


# -- what is sent ---------------------------------------------------------------------------------------------------


def test_names_are_sent_and_no_figures(reader: Reader, bureau: Inventory) -> None:
    with model(LOOK_UP) as fake:
        ask_model(reader, bureau, ASKED, "zh", to=fake.at())
    assert fake.paths == ["/v1/chat/completions"]
    assert fake.headers[0]["Authorization"] == f"Bearer {SECRET}"
    assert fake.requests[0].keys() == {"model", "messages", "stream"}
    sent = json.dumps(fake.requests[0], ensure_ascii=False)
    assert "灌区改造" in fake.offered["subjects"]["projects"]
    assert fake.offered["years"] == [2022, 2023]
    for said in ("1450", "3200", "0755", "汛期", SECRET):
        assert said not in sent
    names = [name for own in fake.offered["subjects"].values() for name in own]
    assert len(names) == len(set(names)) <= MOST_NAMES
    assert sum(map(len, names)) <= MOST_CHARACTERS


def test_every_listed_name_can_be_chosen(reader: Reader, bureau: Inventory) -> None:
    with model('{"none": "-"}') as fake:
        ask_model(reader, bureau, ASKED, "en", to=fake.at())
    for own in fake.offered["subjects"].values():
        with model(plan(operation="look-up", subject=own[0])) as chooser:
            found = ask_model(reader, bureau, ASKED, "en", to=chooser.at())
        assert not isinstance(found, Nothing) or "not offered" not in found.note.en, own[0]
    assert fake.offered["operations"].keys() == OPERATIONS.keys()
    assert all(name_of(name).zh and name_of(name).en for name in OPERATIONS)


# -- servers that misbehave -----------------------------------------------------------------------------------------


def huge(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    try:
        for _ in range(1000):
            handler.wfile.write(b" " * 65_536)
    except OSError:
        pass


FAULTS: dict[str, tuple[Callable[[BaseHTTPRequestHandler], None], str]] = {
    "huge": (huge, "larger than"),
    "internal": (sends(f"no key {SECRET}".encode(), 500), r"refused to answer \(500\)"),
    "unauthorised": (sends(f"wrong key: {SECRET}".encode(), 401), KEY),
    "not found": (sends(b"", 404), URL),
    "busy": (sends(b"", 429), "later"),
    "not json": (sends(b"<html>4321"), "no chat completion"),
    "no choices": (sends(b'{"choices": []}'), "no chat completion"),
    "no text": (sends(completion(None)), "no chat completion"),
    "text of another type": (sends(completion({"plan": 4321})), "no chat completion"),
    "not utf-8": (sends(b'\xff\xfe"4321"'), "no chat completion"),
    "cut off": (sends(completion(LOOK_UP)[:-9]), "no chat completion"),
    "hung up": (lambda handler: handler.connection.close(), "broke off|cannot reach"),
}


@pytest.mark.parametrize(("says", "message"), FAULTS.values(), ids=FAULTS)
def test_faults_are_one_line(
    reader: Reader, bureau: Inventory, says: Callable[[BaseHTTPRequestHandler], None], message: str
) -> None:
    with model(says) as fake:
        found = ask_model(reader, bureau, ASKED, "en", to=fake.at())
    assert isinstance(found, Nothing)
    for line in (found.note.zh, found.note.en):
        assert line.isprintable()
        assert SECRET not in line
        assert "4321" not in line
    assert re.search(message, found.note.en)
    assert len(fake.requests) == 1


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_redirects_are_not_followed(reader: Reader, bureau: Inventory, status: int) -> None:
    with model(LOOK_UP) as target, model(sends(b"", status, Location=f"{target.url}chat/completions")) as fake:
        found = ask_model(reader, bureau, ASKED, "en", to=fake.at())
    assert isinstance(found, Nothing)
    assert f"redirects ({status})" in found.note.en
    assert target.requests == []


def test_a_model_that_stalls_is_left_at_the_limit(reader: Reader, bureau: Inventory) -> None:
    release = threading.Event()
    with model(lambda _: [release.wait(20)].clear()) as fake:
        found = ask_model(reader, bureau, ASKED, "en", to=fake.at(limit=0.3))
        assert not release.is_set()
        release.set()
    assert isinstance(found, Nothing)
    assert found.note.en == "the model did not answer in 0.3 s"
    assert found.note.zh == "语言模型在 0.3 秒内没有回答"


def test_a_model_that_dribbles_is_left_at_the_limit(reader: Reader, bureau: Inventory) -> None:
    release = threading.Event()

    def dribble(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        try:
            while not release.wait(0.02):
                handler.wfile.write(b" ")
        except OSError:
            pass

    with model(dribble) as fake:
        found = ask_model(reader, bureau, ASKED, "en", to=fake.at(limit=0.3))
        release.set()
    assert isinstance(found, Nothing)
    assert "did not answer" in found.note.en


def test_the_second_try_has_only_the_time_that_is_left(reader: Reader, bureau: Inventory) -> None:
    release = threading.Event()
    with model("no json", lambda _: [release.wait(20)].clear()) as fake:
        found = ask_model(reader, bureau, ASKED, "en", to=fake.at(limit=0.5))
        release.set()
    assert isinstance(found, Nothing)
    assert len(fake.requests) == 2
    assert "did not answer in 0.5 s" in found.note.en


def test_no_proxy_is_asked(reader: Reader, bureau: Inventory, monkeypatch: pytest.MonkeyPatch) -> None:
    with model(LOOK_UP) as proxy, model(LOOK_UP) as fake:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        assert "1450 万元" in sentence(ask_model(reader, bureau, ASKED, "zh", to=fake.at()))
    assert proxy.requests == []


# -- as a part of asking --------------------------------------------------------------------------------------------


@pytest.fixture
def asked_of(monkeypatch: pytest.MonkeyPatch) -> Callable[[Model], None]:
    def set_up(fake: Model) -> None:
        monkeypatch.setenv(URL, fake.url)
        monkeypatch.setenv(NAME, "a-model")
        monkeypatch.setenv("BUDGET_KG_SEMANTIC", "0")

    return set_up


def test_the_model_is_asked_where_words_lead_nowhere(reader: Reader, asked_of: Callable[[Model], None]) -> None:
    with model(LOOK_UP) as fake:
        asked_of(fake)
        found = ask(reader, ASKED)
        assert (found.via, found.confidence) == ("model", "stated")
        assert "1450 万元" in found.sentence and found.evidence
        assert ask(reader, "三公经费花了多少？").via == "plan"
    assert len(fake.requests) == 1


def test_a_canned_question_the_model_chose_reads_like_an_answer(
    reader: Reader, asked_of: Callable[[Model], None]
) -> None:
    with model(canned("three-public")) as fake:
        asked_of(fake)
        found = ask(reader, ASKED)
    assert found.via == "model"
    assert found.readings[0].lines and found.evidence


def test_a_model_that_fails_leaves_the_answer_and_a_note(reader: Reader, asked_of: Callable[[Model], None]) -> None:
    with model(sends(b"{}", 500)) as fake:
        asked_of(fake)
        found = ask(reader, ASKED)
    assert found.confidence == "not-stated"
    assert len(found.notes) == 1


# -- settings -------------------------------------------------------------------------------------------------------


def test_the_environment_names_the_model(reader: Reader, bureau: Inventory, monkeypatch: pytest.MonkeyPatch) -> None:
    with model(LOOK_UP) as fake:
        monkeypatch.setenv(URL, fake.url)
        monkeypatch.setenv(NAME, "a-model")
        monkeypatch.delenv(KEY, raising=False)
        assert available()
        assert "1450 万元" in sentence(ask_model(reader, bureau, ASKED, "zh"))
    assert "Authorization" not in fake.headers[0]
    assert fake.requests[0]["model"] == "a-model"


def test_without_settings_there_is_no_model(reader: Reader, bureau: Inventory, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in (URL, NAME, KEY):
        monkeypatch.delenv(variable, raising=False)
    assert not available()
    found = ask_model(reader, bureau, ASKED, "en")
    assert isinstance(found, Nothing)
    assert found.note.en == f"{URL} is not set"


SETTINGS: list[tuple[dict[str, str], str]] = [
    ({URL: "http://127.0.0.1/v1"}, f"{NAME} is not set"),
    ({NAME: "m"}, f"{URL} is not set"),
    ({URL: "ftp://host/v1", NAME: "m"}, f"{URL} must be"),
    ({URL: "https://user:word@host/v1", NAME: "m"}, f"{URL} must be"),
    ({URL: "https://host/v1?key=1", NAME: "m"}, f"{URL} must be"),
    ({URL: "https://host:99999/v1", NAME: "m"}, f"{URL} must be"),
    ({URL: "https://[host/v1", NAME: "m"}, f"{URL} must be"),
    ({URL: "https://host/v 1\r\nX: y", NAME: "m"}, f"{URL} must be"),
    ({URL: "host", NAME: "m"}, f"{URL} must be"),
    ({URL: "https://host/v1", NAME: "m\x00"}, f"{NAME} is no name"),
    ({URL: "https://host/v1", NAME: "m", KEY: f"{SECRET}\r\nX: y"}, f"{KEY} has blanks"),
    ({URL: "https://host/v1", NAME: "m", KEY: f"{SECRET}密"}, f"{KEY} has blanks"),
    ({URL: "http://host/v1", NAME: "m", KEY: SECRET}, "only sent over https"),
]


@pytest.mark.parametrize(("environment", "message"), SETTINGS)
def test_settings_that_are_refused(environment: dict[str, str], message: str) -> None:
    assert available(environment)
    with pytest.raises(UsageError, match=message) as caught:
        endpoint(environment)
    for line in (caught.value.say("zh"), caught.value.say("en")):
        assert line.isprintable()
        assert SECRET not in line


def test_settings_that_are_taken() -> None:
    found = endpoint({URL: " https://host/v1 ", NAME: "m", KEY: f" {SECRET}\n"})
    assert (found.url, found.name, found.key) == ("https://host/v1", "m", SECRET)
    assert SECRET not in repr(found)
    assert endpoint({URL: "http://localhost:11434/v1", NAME: "m", KEY: SECRET}).key == SECRET
    assert endpoint({URL: "http://192.168.1.5/v1", NAME: "m"}).key == ""
