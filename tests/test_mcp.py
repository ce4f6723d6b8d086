"""The server of tools, spoken to by the official client over standard input and output, and as bare lines of JSON."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Literal

import anyio
import mcp_types as types
import pytest
from cli_runs import INVENTED, SHIPPED, Run, program
from mcp import Client, StdioServerParameters

from budget_kg.errors import UsageError
from budget_kg.serving import arguments, protocol
from budget_kg.serving.tools import offered
from budget_kg.stores.oxigraph import EmbeddedReader, open_reader
from budget_kg.stores.results import Limits

pytest_plugins = ("cli_fixtures",)

ROOT = Path(__file__).parents[1]
ALWAYS = ["ask", "answer", "list_questions", "search", "explain", "evidence", "documents"]
HOSTILE = (
    '"} ; DROP ALL ; SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } } #',
    '三公经费" . } INSERT DATA { <x:a> <x:b> "c" } #',
    "> } UNION { ?s ?p ?o } #",
    "\\u0022 } \\",
    "😀🏮💰",
    "../../etc/passwd",
    "http://127.0.0.1:1/sparql",
    "一\n二\t三\r\x07\x00\x85\u2028",
    "%s {0} ${HOME} `id`",
    "財政撥款收入" * 30,
    "١٢٣ Сколько denaro?",
)
Mode = Literal["auto", "legacy"]
Conversation = Callable[[Client], Awaitable[None]]


def talk(conversation: Conversation, store: Path, *options: str, mode: Mode = "auto") -> None:
    """Start the server on a store, and talk to it with the official client until the conversation is over."""
    command, *rest = program("mcp", "--store", store, *options)
    server = StdioServerParameters(command=command, args=rest, env=dict(os.environ) | {"LC_ALL": "zh_CN.UTF-8"})

    async def main() -> None:
        async with Client(server, mode=mode, read_timeout_seconds=60) as client:
            await conversation(client)

    anyio.run(main)


async def given(client: Client, tool: str, **values: Any) -> dict[str, Any]:
    """What a tool gives; its text says the same as its structured content."""
    result = await client.call_tool(tool, values)
    (content,) = result.content
    assert isinstance(content, types.TextContent)
    assert not result.is_error, content.text
    found: dict[str, Any] = result.structured_content
    assert json.loads(content.text) == found
    return found


async def refused(client: Client, tool: str, **values: Any) -> str:
    """The one line with which a tool refuses."""
    result = await client.call_tool(tool, values)
    (content,) = result.content
    assert isinstance(content, types.TextContent)
    assert result.is_error, content.text[:200]
    assert content.text and len(content.text.splitlines()) == 1 and "Traceback" not in content.text
    return content.text


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_tools_are_listed_without_sparql(stored: Path, mode: Mode) -> None:
    async def conversation(client: Client) -> None:
        tools = (await client.list_tools()).tools
        assert [tool.name for tool in tools] == ALWAYS
        for tool in tools:
            assert tool.annotations is not None and tool.annotations.read_only_hint
            assert tool.description is not None and any("一" <= one <= "鿿" for one in tool.description)
            assert tool.input_schema["additionalProperties"] is False
        assert "没有工具" in await refused(client, "sparql", query="ASK {?s ?p ?o}")
        assert client.server_info is not None and client.server_info.version
        assert client.server_capabilities.resources is None and client.server_capabilities.prompts is None

    talk(conversation, stored, mode=mode)


def test_no_tool_takes_an_address_or_a_path() -> None:
    for tool in offered(Limits(rows=10, size=10_000)):
        names = " ".join(tool.schema()["properties"])
        assert not any(word in names for word in ("url", "endpoint", "path", "file", "store", "folder", "service"))
        for one in tool.schema()["properties"].values():
            limits = {"string": ("maxLength", "enum"), "integer": ("maximum",), "object": ("maxProperties",)}
            assert any(limit in one for limit in limits[one["type"]]), (tool.name, one)


def test_a_free_question_is_answered_with_evidence(stored: Path) -> None:
    text = SHIPPED.read_text("utf-8")

    async def conversation(client: Client) -> None:
        answer = await given(client, "ask", question="2023年三公经费花了多少？")
        assert answer["lang"] == "zh" and answer["confidence"] == "stated"
        (line,) = answer["readings"][0]["lines"]
        assert (line["exact"], line["year"]) == ("6100", 2023) and "0.61" in line["evidence"][0]["quote"]

        english = await given(client, "ask", question="2023年三公经费花了多少？", lang="en")
        assert english["lang"] == "en" and "6,100 yuan" in english["sentence"]

        behind = await given(client, "evidence", question="2023年三公经费花了多少？")
        assert behind["total"] >= 1
        for quote in behind["evidence"]:
            assert text[quote["start"] : quote["end"]] == quote["quote"]

        how = await given(client, "explain", question="2023年三公经费花了多少？")
        assert how["readings"][0]["plan"] and "SELECT" in how["readings"][0]["sparql"][0]

    talk(conversation, stored)


def test_a_canned_question_is_found_and_answered(stored: Path) -> None:
    async def conversation(client: Client) -> None:
        listed = await given(client, "list_questions", words="projects", lang="en")
        assert "largest-projects" in [one["id"] for one in listed["questions"]] and not listed["near"]
        everything = await given(client, "list_questions", top=3)
        assert len(everything["questions"]) == 3 < everything["total"]
        near = await given(client, "list_questions", words="哪些项目花钱最多呢")
        assert near["near"] and near["questions"][0]["id"] == "largest-projects"

        answer = await given(client, "answer", id="largest-projects", parameters={"year": 2023}, unit="元", top=2)
        assert len(answer["rows"]) == 2 < answer["total"] and answer["unit"] == "元"
        first = answer["rows"][0]
        assert first["cells"]["project"]["value"] and first["cells"]["actual"]["text"].isdigit()
        assert 0 < len(first["evidence"]) <= first["evidence_total"]
        rest = await given(client, "answer", id="23", top=1, offset=1)
        assert rest["rows"][0]["cells"]["project"] == answer["rows"][1]["cells"]["project"]

    talk(conversation, stored)


def test_a_thing_is_found_explained_and_quoted(stored: Path) -> None:
    text = SHIPPED.read_text("utf-8")

    async def conversation(client: Client) -> None:
        (code,) = (await given(client, "search", name="2120501"))["things"]
        assert code["id"] == "fn:2120501" and code["exact"]
        things = (await given(client, "search", name="社区", top=4))["things"]
        assert len(things) == 4 and all("社区" in one["matched"] and not one["exact"] for one in things)
        assert (await given(client, "search", name="社区工作者薪酬"))["things"], "spelled much like a name"
        assert (await given(client, "search", name="qqqq"))["things"] == []

        project = next(one for one in things if one["kind"] == "项目")
        card = await given(client, "explain", thing=project["id"])
        assert card["name"] == project["name"] and card["kind"] == "项目"
        statements = next(group for group in card["groups"] if group["title"] == "有关的陈述")
        quoted = await given(client, "evidence", thing=statements["lines"][0]["id"], top=1)
        (quote,) = quoted["evidence"]
        assert text[quote["start"] : quote["end"]] == quote["quote"]
        passage = await given(client, "evidence", thing=quote["passage"])
        assert passage["evidence"] == [quote]
        assert "explain" in await refused(client, "evidence", thing="2120501")

        (document,) = (await given(client, "documents"))["documents"]
        assert document["year"] == 2023 and document["facts"] > 0
        assert (await given(client, "documents", words="2023 决算"))["total"] == 1
        assert (await given(client, "documents", words="1999"))["total"] == 0

    talk(conversation, stored)


def test_faults_are_one_line_in_the_language_asked(stored: Path) -> None:
    async def conversation(client: Client) -> None:
        assert "缺少参数 question" in await refused(client, "ask")
        assert "500 个" in await refused(client, "ask", question="钱" * 10_000)
        assert "at most 500" in await refused(client, "ask", question="How much? " * 1000)
        assert "at most 500" in await refused(client, "ask", question="钱" * 10_000, lang="en")
        assert "是空的" in await refused(client, "ask", question=" ")
        assert "应为zh 或 en" in await refused(client, "ask", question="三公经费", lang="fr")
        assert "did you mean question" in await refused(client, "ask", questoin="x", lang="en")
        assert "不接受 201" in await refused(client, "search", name="社区", top=201)
        assert "年度" in await refused(client, "answer", id="largest-projects", parameters={"year": "二〇"})
        assert "takes: dept, year" in await refused(
            client, "answer", id="largest-projects", parameters={"endpoint": "http://127.0.0.1:1/"}, lang="en"
        )
        assert "near matches" in await refused(client, "answer", id="largest-project", lang="en")
        assert "nothing in the store" in await refused(client, "explain", thing="qqqq", lang="en")
        assert "two arguments" in await refused(client, "evidence", thing="2120501", question="三公", lang="en")
        assert "two arguments" in await refused(client, "explain", lang="en")
        assert "没有工具" in await refused(client, "remove", document="x")

    talk(conversation, stored)


def test_hostile_words_are_only_words(run: Run, stored: Path) -> None:
    before = run("export", "--format", "nq", store=stored).out

    async def conversation(client: Client) -> None:
        for words in HOSTILE:
            for tool, values in (
                ("ask", {"question": words}),
                ("answer", {"id": words[:100]}),
                ("answer", {"id": "largest-projects", "parameters": {"dept": words, words[:40]: words}}),
                ("answer", {"id": "one-project", "parameters": {"project": words}}),
                ("list_questions", {"words": words, "tag": words[:100]}),
                ("search", {"name": words[:200]}),
                ("explain", {"thing": words[:200]}),
                ("explain", {"question": words}),
                ("evidence", {"thing": words[:200]}),
                ("documents", {"words": words[:200]}),
                ("documents", {"words": "", words[:40]: 1}),
            ):
                result = await client.call_tool(tool, values)
                (content,) = result.content
                assert isinstance(content, types.TextContent)
                assert "内部错误" not in content.text and "internal fault" not in content.text, (tool, words)
                if result.is_error:
                    assert len(content.text.splitlines()) == 1, (tool, words)
                else:
                    json.loads(content.text)
        assert (await given(client, "documents"))["total"] == 1

    talk(conversation, stored)
    assert run("export", "--format", "nq", store=stored).out == before


def test_sparql_is_offered_with_the_flag_and_held_to_its_limits(stored: Path) -> None:
    async def conversation(client: Client) -> None:
        names = [tool.name for tool in (await client.list_tools()).tools]
        assert names == [*ALWAYS, "sparql"]
        found = await given(client, "sparql", query="SELECT ?d { ?d a bkg:FinalAccounts }")
        assert found["rows"] == 1 and len(found["results"]["results"]["bindings"]) == 1
        yes = await given(client, "sparql", query="ASK { ?s a bkg:MoneyObservation }")
        assert yes["results"]["boolean"] is True
        graph = await given(client, "sparql", query="CONSTRUCT WHERE { ?s a bkg:Project }", format="ttl")
        assert graph["form"] == "CONSTRUCT" and graph["text"]
        assert (await given(client, "sparql", query="SELECT ?d { ?d a bkg:FinalAccounts }", format="csv"))["text"]

        assert "--max-rows" in await refused(client, "sparql", query="SELECT * { ?s ?p ?o }")
        assert "--max-bytes" in await refused(
            client, "sparql", query="SELECT (GROUP_CONCAT(STR(?o)) AS ?all) { ?s ?p ?o }"
        )
        endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
        assert "--timeout" in await refused(client, "sparql", query=endless)
        assert "更新" in await refused(client, "sparql", query="DROP ALL")
        assert "更新" in await refused(client, "sparql", query="INSERT DATA { <x:a> <x:b> <x:c> }")
        for service in ("SERVICE", "SERVICE SILENT", "\\u0053ERVICE"):
            query = f"SELECT * {{ {service} <http://127.0.0.1:1/> {{ ?s ?p ?o }} }}"
            assert "SERVICE" in await refused(client, "sparql", query=query)
        assert "syntax error" in await refused(client, "sparql", query="SELECT * {", lang="en")
        assert "at most 20000" in await refused(client, "sparql", query="#" * 20_001, lang="en")
        assert (await given(client, "documents"))["total"] == 1

    talk(conversation, stored, "--allow-sparql", "--timeout", "1", "--max-rows", "50", "--max-bytes", "20000")


def test_what_is_built_meanwhile_is_seen(run: Run, own: Path) -> None:
    assert INVENTED.startswith("青禾县水务局")

    async def conversation(client: Client) -> None:
        assert (await given(client, "documents"))["total"] == 1
        assert run("build", SHIPPED, store=own).code == 0
        assert (await given(client, "documents"))["total"] == 2
        assert run("remove", "青禾县水务局", store=own).code == 0
        assert (await given(client, "documents"))["total"] == 1

    talk(conversation, own)


def test_too_much_and_a_fault_of_ours_are_told_in_one_line(
    stored: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(protocol, "MOST_BYTES", 100)

    def broken() -> EmbeddedReader:
        raise RuntimeError("secret words")

    async def main() -> None:
        async with Client(protocol.make(lambda: open_reader(stored), "en", None)) as client:
            assert "larger than 100 bytes" in await refused(client, "documents")
        async with Client(protocol.make(broken, "en", None)) as client:
            said = await refused(client, "documents")
            assert "internal fault" in said and "secret" not in said

    anyio.run(main)
    assert "secret words" in caplog.text, "whoever runs the server finds the traceback"


# -- the process ----------------------------------------------------------------------------------------------------

GREETING = (
    {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "initialize",
        "params": {
            "protocolVersion": "2025-06-18",
            "capabilities": {},
            "clientInfo": {"name": "lines", "version": "0"},
        },
    },
    {"jsonrpc": "2.0", "method": "notifications/initialized"},
)


def started(store: Path, *options: str) -> subprocess.Popen[bytes]:
    pipe = subprocess.PIPE
    process = subprocess.Popen(program("mcp", "--store", store, *options), stdin=pipe, stdout=pipe, stderr=pipe)
    for message in GREETING:
        send(process, json.dumps(message).encode())
    assert process.stdout is not None and json.loads(process.stdout.readline())["id"] == 1
    return process


def send(process: subprocess.Popen[bytes], line: bytes) -> None:
    assert process.stdin is not None
    process.stdin.write(line + b"\n")
    process.stdin.flush()


def call(number: int, tool: str, **values: Any) -> bytes:
    params = {"name": tool, "arguments": values}
    return json.dumps({"jsonrpc": "2.0", "id": number, "method": "tools/call", "params": params}).encode()


def test_only_the_protocol_is_on_standard_output(stored: Path) -> None:
    process = started(stored)
    for line in (b"no json", b"\xff\xfe{", b"[]", b"[" * 50_000, b"", b'{"jsonrpc":"2.0","id":9,"method":"nothing"}'):
        send(process, line)
    send(process, call(2, "ask", question="三公经费花了多少？"))
    assert process.stdout is not None
    answers = [json.loads(process.stdout.readline()) for _ in range(2)]
    assert {answer["id"]: "error" in answer for answer in answers} == {9: True, 2: False}
    left, said = process.communicate(timeout=60)
    assert (process.returncode, left, said) == (0, b"", b"")


def test_the_end_of_input_ends_the_server(stored: Path) -> None:
    idle = started(stored)
    assert (*idle.communicate(timeout=60), idle.returncode) == (b"", b"", 0)
    busy = started(stored, "--allow-sparql", "--timeout", "1")
    send(busy, call(2, "sparql", query="SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"))
    _, said = busy.communicate(timeout=60)
    assert (said, busy.returncode) == (b"", 0)


def test_an_interrupt_ends_the_server(stored: Path) -> None:
    process = started(stored)
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=60) == 130
    assert process.communicate() == (b"", b"")


def test_a_client_that_no_longer_reads_is_left_quietly(stored: Path) -> None:
    process = started(stored)
    assert process.stdout is not None and process.stdin is not None and process.stderr is not None
    process.stdout.close()
    send(process, call(2, "documents"))
    process.stdin.close()
    assert (process.wait(timeout=60), process.stderr.read()) == (0, b"")
    process.stderr.close()


def test_without_the_package_one_line_says_what_to_install(
    run: Run, stored: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "mcp", None)
    ran = run("mcp", "--lang", "en", store=stored)
    assert (ran.code, ran.out, ran.err) == (2, "", "budget-kg: the MCP server needs a package: install budget-kg[mcp]\n")


def test_a_store_that_is_not_there_is_said_at_once(run: Run, tmp_path: Path) -> None:
    ran = run("mcp", store=tmp_path / "none")
    assert (ran.code, ran.out, ran.err.count("\n")) == (4, "", 1)
    assert run("mcp", "--timeout", "0", store=tmp_path).code == 2
    assert run("mcp", "--max-bytes", "10", store=tmp_path).code == 2


# -- arguments ------------------------------------------------------------------------------------------------------

TAKEN = (
    arguments.Text("name", "a name", 5, required=True),
    arguments.Text("unit", "a unit", choices=("元", "万元")),
    arguments.Count("top", "how many", 1, 9, 4),
    arguments.Values("parameters", "values"),
)


def test_arguments_not_given_have_their_defaults() -> None:
    wanted = {"name": "a", "unit": "", "top": 4, "parameters": {}}
    assert arguments.read("t", TAKEN, {"name": "a"}) == wanted
    assert arguments.read("t", TAKEN, {"name": "a", "unit": None, "top": None, "parameters": None}) == wanted
    assert arguments.read("t", TAKEN, {"name": "a", "top": 3.0})["top"] == 3


def test_values_become_texts() -> None:
    values = {"year": 2023, "share": 0.5, "word": "x", "several": ["a", 1], "none": None}
    assert arguments.read("t", TAKEN, {"name": "a", "parameters": values})["parameters"] == {
        "year": "2023", "share": "0.5", "word": "x", "several": ["a", "1"],
    }  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"name": None},
        {"name": ""},
        {"name": "abcdef"},
        {"name": 1},
        {"name": ["a"]},
        {"name": "a", "unit": "吨"},
        {"name": "a", "top": 0},
        {"name": "a", "top": 10**30},
        {"name": "a", "top": True},
        {"name": "a", "top": 1.5},
        {"name": "a", "top": float("nan")},
        {"name": "a", "top": "3"},
        {"name": "a", "parameters": []},
        {"name": "a", "parameters": {"x": {"y": 1}}},
        {"name": "a", "parameters": {"x": True}},
        {"name": "a", "parameters": {"x": "y" * 501}},
        {"name": "a", "parameters": {"x": ["y"] * 51}},
        {"name": "a", "parameters": {str(number): 1 for number in range(51)}},
        {"name": "a", "\n\x00" * 100: 1},
    ],
)
def test_a_wrong_argument_is_refused_in_one_line(wrong: dict[str, Any]) -> None:
    with pytest.raises(UsageError) as caught:
        arguments.read("t", TAKEN, wrong)
    for said in (caught.value.say.zh, caught.value.say.en):
        assert said.isprintable() and len(said) < 300


def test_the_page_names_every_tool_and_argument() -> None:
    page = (ROOT / "docs" / "mcp.md").read_text("utf-8")
    for tool in offered(Limits(rows=10, size=10_000)):
        (row,) = [line for line in page.splitlines() if line.startswith(f"| `{tool.name}` |")]
        assert all(f"`{name}`" in row for name in tool.schema()["properties"] if name != "lang"), tool.name
    (config,) = page.split("```json\n")[1:]
    assert json.loads(config.split("```")[0])["mcpServers"]["budget-kg"]["args"][0] == "mcp"
