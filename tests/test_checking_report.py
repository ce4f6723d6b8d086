"""Reports of checks: what is in them, and that every format says it whole and harmlessly."""

from __future__ import annotations

import csv
import io
import json
import time
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from invented_checks import CONTRADICTION, NO_BASE, PARTS, SOUND, examined, own_checks, selection

from budget_kg import checks_page
from budget_kg.checking.figures import Result
from budget_kg.checking.other_findings import types, without_checks
from budget_kg.checking.report import Report, report
from budget_kg.checking.selection import Selection, select
from budget_kg.checking.writing.markdown import as_markdown
from budget_kg.checking.writing.marked_text import Mark, marked_text
from budget_kg.checking.writing.page import as_html
from budget_kg.checking.writing.records import as_json
from budget_kg.checking.writing.rows import COLUMNS, as_csv
from budget_kg.checking.writing.sarif import as_sarif
from budget_kg.checking.writing.wording import Shown, headline, suggestion_line, tally
from budget_kg.errors import InputError, UsageError
from budget_kg.examination import Examined, examine_stored
from budget_kg.model import Cell, Document, Page, Severity, Table
from budget_kg.pipeline import finish
from budget_kg.sources import Sources
from budget_kg.stores.memory import MemoryStore

HARM = '<script>alert("1")</script><img src=x onerror=alert(2)>&amp;'


@pytest.fixture
def chosen(tmp_path: Path) -> Selection:
    return selection(own_checks(tmp_path / "checks", parts=PARTS))


@pytest.fixture
def found(tmp_path: Path, chosen: Selection) -> Examined:
    return examined(tmp_path, CONTRADICTION, chosen)


def _report(one: Examined) -> Report:
    assert one.report is not None
    return one.report


# -- what is found --------------------------------------------------------------------------------------------------


def test_a_contradiction_with_its_figures_and_places(found: Examined) -> None:
    (one,) = _report(found).findings
    assert (one.rule, one.severity, one.result, one.section) == (
        "parts", Severity.VIOLATION, "fails", "一、收入支出决算总体情况说明"
    )
    assert [str(value) for value in (one.expected, one.found, one.difference)] == ["4500000", "4800000", "300000"]
    assert one.primary is not None and one.primary.quote == "本年支出合计480万元"
    assert sorted(operand.printed for _, operand in one.operands) == ["200", "250", "480"]
    for _, operand in one.operands:
        for place in operand.places:
            assert CONTRADICTION[place.start : place.end] == place.quote


def test_counts_and_relations_that_hold(tmp_path: Path, chosen: Selection) -> None:
    sound = _report(examined(tmp_path, SOUND, chosen))
    assert sound.counts == {Result.HOLDS: 1} and sound.findings == ()
    assert [one.result for one in sound.holding] == ["holds"]
    assert headline(sound, "en") == "1 relation checked: 1 hold, 0 differ by rounding, 0 fail, 0 cannot be told"
    assert headline(sound, "zh") == "核对关系 1 个：成立 1，仅舍入之差 0，不成立 0，无法判断 0"


def test_what_cannot_be_told_has_a_reason(tmp_path: Path) -> None:
    chosen = selection(own_checks(tmp_path / "checks", no_base=NO_BASE))
    one = _report(examined(tmp_path, CONTRADICTION, chosen))
    assert one.findings == () and one.counts == {Result.CANNOT_TELL: 1}
    (undecided,) = one.undecided
    assert undecided.reason is not None
    assert (undecided.reason.zh, undecided.reason.en) == ("没有读出：基数", "not read: base")


def test_findings_of_the_reader_are_among_them(tmp_path: Path) -> None:
    folder = own_checks(tmp_path / "checks", parts=PARTS)
    one = _report(examined(tmp_path, CONTRADICTION, selection(folder, "parts", "unresolved-division")))
    assert [finding.rule for finding in one.findings] == ["unresolved-division", "parts"], "in the order of the text"
    assert one.findings[0].family is None and one.findings[0].operands[0][1].places[0].start == 0
    assert one.at_least(Severity.VIOLATION) == one.findings[1:]
    assert tally(replace(one, findings=one.at_least(Severity.VIOLATION)), "en").endswith("1 of them listed")


def test_a_finding_has_the_name_it_has_in_the_graph(tmp_path: Path) -> None:
    path = tmp_path / "own.txt"
    path.write_text(CONTRADICTION, "utf-8")
    whole = _report(examined(tmp_path, CONTRADICTION, select()))
    stated = finish(path).mapped.quads.findings
    assert whole.findings
    for one in whole.findings:
        assert one.iri in stated


def test_a_stored_document_is_checked_with_the_checks_of_today(tmp_path: Path) -> None:
    fresh = examined(tmp_path, CONTRADICTION, select())
    store = MemoryStore()
    with store.staging() as stage:
        stage.put(finish(tmp_path / "own.txt").mapped.load)
    with store.reader() as reader:
        (stored,) = reader.documents()
        again = examine_stored(reader, stored, Sources(tmp_path / "store"), select())
        assert _report(again).findings == _report(fresh).findings
        folder = own_checks(tmp_path / "checks", parts=PARTS)
        other = _report(examine_stored(reader, stored, Sources(tmp_path / "store"), selection(folder)))
        assert [one.rule for one in other.findings] == ["parts"], "what older checks found is not repeated"
        with pytest.raises(UsageError):
            reader.load("https://w3id.org/budget-kg/id/doc-none")
    assert again.document() is None, "the store keeps no copy"


def test_findings_of_older_checks_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "own.txt"
    path.write_text(CONTRADICTION, "utf-8")
    mapped = finish(path).mapped
    left = without_checks(mapped.nquads)
    assert b"code/check/" not in left and b"FindingOperand" not in left
    assert b"finding-type/unresolved-division" in left
    assert set(left.splitlines()) <= set(mapped.nquads.splitlines())
    subject = _report(examined(tmp_path, CONTRADICTION, select())).subject
    found = report(subject, mapped.nquads, mapped.registry, Selection((), types()))
    assert {one.family for one in found.findings} == {None}


# -- checks of one's own --------------------------------------------------------------------------------------------


def test_an_unknown_rule_is_refused_with_near_names(tmp_path: Path) -> None:
    folder = own_checks(tmp_path / "checks", invented_parts=PARTS)
    assert [check.id for check in select(["check/invented-parts"], folder).checks] == ["invented-parts"]
    with pytest.raises(UsageError, match="invented-parts"):
        select(["invented-part"], folder)
    with pytest.raises(UsageError, match="no such folder"):
        select((), tmp_path / "none")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT nothing", "does not run"),
        ("ASK { ?s ?p ?o }", "SELECT"),
        ("SELECT ?relation ?role WHERE { ?relation ?role ?o }", r"selects no \?operand"),
        ("SELECT ?relation ?role ?operand WHERE { ?relation a ?role }", r"a row has no \?operand"),
        (PARTS.replace("?relation ?role ?operand", '?relation ?role ?operand ("grave" AS ?severity)'), "grave"),
    ],
)
def test_a_query_of_another_form_is_one_line(tmp_path: Path, query: str, said: str) -> None:
    chosen = selection(own_checks(tmp_path / "checks", wrong=query))
    with pytest.raises(UsageError, match=said) as caught:
        examined(tmp_path, CONTRADICTION, chosen)
    assert "\n" not in caught.value.say.zh


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("no-header.rq", PARTS, "malformed header"),
        ("Wrong Name.rq", "#+ family: 1\n", "small letters"),
        ("family.rq", "#+ family: 99\n", "family 99"),
    ],
)
def test_a_malformed_check_is_one_line(tmp_path: Path, name: str, text: str, said: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(UsageError, match=said):
        select((), tmp_path)


# -- formats for programs -------------------------------------------------------------------------------------------


def _keys(where: str) -> set[str]:
    return next(set(keys) for place, _, keys in checks_page.KEYS if place == where)


def test_json_has_the_documented_keys(tmp_path: Path) -> None:
    folder = own_checks(tmp_path / "checks", parts=PARTS, no_base=NO_BASE)
    one = _report(examined(tmp_path, CONTRADICTION, replace(selection(folder), suggests=True)))
    fault = InputError(zh="坏了", en="broken")
    whole = json.loads(as_json([one], {"bad.txt": fault}, explain=True))
    assert set(whole) == _keys("")
    (document,) = whole["documents"]
    assert set(document) == _keys("documents[]")
    assert set(document["relations"]) == _keys("documents[].relations")
    assert set(document["severities"]) == _keys("documents[].severities")
    (finding,), (undecided,) = document["findings"], document["undecided"]
    assert set(finding) == _keys("documents[].findings[]")
    assert set(undecided) == _keys("documents[].holding[], undecided[]")
    (suggestion,) = document["suggestions"]
    assert set(suggestion) == _keys("documents[].suggestions[]")
    assert suggestion["vanishing"] == [finding["id"]]
    operand = finding["operands"][0]
    assert set(operand) == _keys("….operands[]") and set(operand["places"][0]) == _keys("….places[]")
    assert (finding["expected"], finding["difference"], finding["unit"]) == ("4500000", "300000", "wan-yuan")
    assert whole["failed"] == [{"file": "bad.txt", "fault": {"zh": "坏了", "en": "broken"}}]
    assert "holding" not in json.loads(as_json([one], {}, explain=False))["documents"][0]


def test_csv_is_one_finding_a_line_and_no_formula(found: Examined) -> None:
    one = _report(found)
    less = replace(one.findings[0], difference=Decimal(-300000))
    odd = replace(one, findings=(less,), subject=replace(one.subject, file="=cmd()"))
    head, row = csv.reader(io.StringIO(as_csv([odd], "zh")))
    assert tuple(head) == COLUMNS
    assert row[0] == "'=cmd()" and row[COLUMNS.index("difference")] == "-300000", "a number stays a number"
    assert row[COLUMNS.index("quotes")].startswith("本年支出合计480万元 | ")


def test_suggestions_are_said_in_every_format_for_people(tmp_path: Path, chosen: Selection) -> None:
    one = examined(tmp_path, CONTRADICTION, replace(chosen, suggests=True))
    (suggested,) = _report(one).suggested
    assert suggested.value + (suggested.other - suggested.value) == suggested.other != suggested.value
    line = suggestion_line(suggested, "zh")
    assert "1 个不成立的关系就会成立" in line and suggested.operand.printed in line
    assert line in _page(one) and line in as_markdown([_report(one)], {}, "zh", explain=False)


def _sarif(*examined: Examined, chosen: Selection) -> Any:
    shown = [Shown(_report(one), one.document) for one in examined]
    fault = InputError(zh="坏了", en="broken")
    return json.loads(as_sarif(shown, chosen.checks, {"a b/坏.txt": fault}, "en", "1.2.3"))


def test_sarif_has_what_the_standard_requires(found: Examined, chosen: Selection) -> None:
    log = _sarif(found, chosen=chosen)
    assert log["version"] == "2.1.0" and log["$schema"].startswith("https://")
    (run,) = log["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("budget-kg", "1.2.3")
    for rule in driver["rules"]:
        assert {"id", "name", "shortDescription", "fullDescription", "helpUri", "properties"} <= set(rule)
        assert rule["shortDescription"]["text"] and "family" in rule["properties"]
        assert rule["helpUri"].startswith("https://"), "an absolute URI"
    assert len({rule["id"] for rule in driver["rules"]}) == len(driver["rules"])
    for result in run["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note") and result["message"]["text"]
        assert len({one["id"] for one in result["relatedLocations"]}) == len(result["relatedLocations"])
        for location in [*result["locations"], *result["relatedLocations"]]:
            place = location["physicalLocation"]
            assert place["artifactLocation"]["uri"] == "own.txt"
            region = place["region"]
            start = region["charOffset"]
            assert CONTRADICTION[start : start + region["charLength"]] == region["snippet"]["text"]
    invocation = run["invocations"][0]
    assert invocation["executionSuccessful"] is False
    assert invocation["toolExecutionNotifications"][0]["locations"][0]["physicalLocation"]["artifactLocation"] == {
        "uri": "a%20b/%E5%9D%8F.txt"
    }


def test_sarif_gives_lines_of_text_files(found: Examined, chosen: Selection) -> None:
    (result,) = _sarif(found, chosen=chosen)["runs"][0]["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    line = CONTRADICTION.splitlines()[region["startLine"] - 1]
    assert region["startLine"] == region["endLine"] == 3
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == "本年支出合计480万元"


# -- formats for people ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_markdown_lets_no_text_become_markup(tmp_path: Path, chosen: Selection, lang: Any) -> None:
    one = _report(examined(tmp_path, CONTRADICTION, chosen))
    odd = replace(one, subject=replace(one.subject, title=f"{HARM} | *决算* [x](y)"))
    text = as_markdown([odd], {"bad.txt": InputError(zh="坏了", en="broken")}, lang, explain=True)
    assert "<script" not in text.replace("\\<", "") and "\\[x\\](y)" in text
    assert ("本年支出合计480万元" in text) and ("坏了" if lang == "zh" else "broken") in text


class _Page(HTMLParser):
    """What a browser would see of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.attributes: set[str] = set()
        self.words: list[str] = []
        self._text = self._aside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        self.attributes |= set(given)
        self.ids += [given["id"] or ""] if "id" in given else []
        self.links += [given["href"] or ""] if "href" in given else []
        self._text = self._text or given.get("class") == "text"
        self._aside = self._aside or tag in ("sup", "h4")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("sup", "h4"):
            self._aside = False
        if tag == "section":
            self._text = False

    def handle_data(self, data: str) -> None:
        if self._text and not self._aside:
            self.words.append(data)


def _page(*examined: Examined, lang: Any = "zh", explain: bool = True) -> str:
    shown = [Shown(_report(one), one.document) for one in examined]
    return "".join(as_html(shown, {}, lang, explain=explain))


def _bare(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_html_shows_the_whole_text_and_links_both_ways(found: Examined, lang: Any) -> None:
    page = _Page(_page(found, lang=lang))
    assert _bare("".join(page.words)) == _bare(CONTRADICTION)
    assert len(page.ids) == len(set(page.ids))
    assert page.links and all(link.startswith("#") and link[1:] in page.ids for link in page.links)
    assert {"#d1-f1", "#d1-p1", "#d1-p2", "#d1-p3"} <= set(page.links)


def test_html_of_a_harmful_document_is_harmless(tmp_path: Path, chosen: Selection) -> None:
    text = CONTRADICTION.replace("二、", f"{HARM}\x1b\n二、")
    one = examined(tmp_path, text, chosen, "a<b>&.txt")
    page = _Page(_page(one))
    assert not {"script", "img", "iframe", "object", "link"} & set(page.tags)
    assert not {name for name in page.attributes if name.startswith("on") or name == "src"}
    assert _bare("".join(page.words)) == _bare(text.replace("\x1b", "\ufffd"))
    assert "default-src 'none'" in _page(one)


def test_html_of_several_documents(tmp_path: Path, chosen: Selection) -> None:
    two = [examined(tmp_path, CONTRADICTION, chosen), examined(tmp_path, SOUND, chosen, "other.txt")]
    page = _Page(_page(*two))
    assert {"d1", "d2", "d1-f1"} <= set(page.ids) and "#d2" in page.links
    assert len(page.ids) == len(set(page.ids))


def _document(text: str, tables: tuple[Table, ...] = (), pages: tuple[Page, ...] = ()) -> Document:
    digest = sha256(text.encode()).hexdigest()
    return Document("own.pdf", "application/pdf", digest, text, digest, pages, tables)


def test_tables_are_drawn_with_merged_cells_and_nothing_is_lost() -> None:
    rows = ["收入\t支出", "甲\t1\t2", "乙\t\t3", "丙"]
    text = "第一页\n" + "\n".join(rows) + "\n后文"

    def cell(word: str, row: int, column: int, rows: int = 1, columns: int = 1) -> Cell:
        start = text.index(word)
        return Cell(row, column, start, start + len(word), rows, columns)

    cells = (
        cell("收入", 0, 0, 1, 2), cell("支出", 0, 2), cell("甲", 1, 0, 2), cell("1", 1, 1), cell("2", 1, 2),
        cell("乙", 2, 0), cell("3", 2, 2, 9, 9), cell("丙", 7, 0),
    )
    table = Table(1, text.index("收入"), text.index("\n后文"), cells, 1)
    mark = Mark(text.index("2"), text.index("2") + 1, "d1-p1", Severity.WARNING, (("d1-f1", "1", "x"),))
    html = "".join(marked_text(_document(text, (table,), (Page(1, 0, len(text)),)), [mark], "zh"))
    for word in ("第一页", "收入", "支出", "甲", "乙", "3", "丙", "后文"):
        assert html.count(word) == 1, word
    assert '<td colspan="2">收入</td><td>支出</td>' in html
    assert '<td rowspan="2">甲</td>' in html and '<h4 class="page">第 1 页</h4>' in html
    assert '<a class="warning" href="#d1-f1" title="1 x">2</a><sup><a href="#d1-f1">1</a></sup></td>' in html


def test_marks_may_overlap_and_cross_cells() -> None:
    text = "甲乙丙丁戊"
    marks = [
        Mark(0, 3, "p1", Severity.INFO, (("f1", "1", "x"),)), Mark(1, 5, "p2", Severity.VIOLATION, (("f2", "2", "y"),)),
        Mark(1, 2, "p3", Severity.WARNING, (("f3", "3", "z"),)),
    ]
    html = "".join(marked_text(_document(text), marks, "zh"))
    page = _Page(f'<section class="text">{html}</section>')
    assert "".join(page.words).strip() == text and page.ids == ["p1", "p3", "p2"]
    assert [line.partition('"')[0] for line in html.split('class="')[1:] if "href" in line] == [
        "information", "violation", "violation", "violation"
    ]


def test_a_long_text_is_written_in_good_time() -> None:
    line = "本年收入合计500万元，本年支出合计480万元；详见附表<1>。\n"
    text = line * (5_000_000 // len(line))
    marks = [
        Mark(at, at + 11, f"p{at}", Severity.VIOLATION, (("f1", "1", "x"),)) for at in range(0, len(text), 50 * len(line))
    ]
    started = time.perf_counter()
    size = sum(len(piece) for piece in marked_text(_document(text), marks, "zh"))
    assert size > len(text) and time.perf_counter() - started < 10
