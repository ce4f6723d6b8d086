"""What a document is: of whom, which year and kind, a department's or one unit's: decided from all places that say so.

What is doubtful is said so; the file's name is the last resort.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from budget_kg.errors import Say
from budget_kg.model import Document, Flow
from budget_kg.organisations import begins_with_place, organisation
from budget_kg.titles import Mention, labelled, openings, titles, words_of, yearless
from budget_kg.variants import simplified

_CALLED = {
    "final": "决算", "budget": "预算", "approval": "预决算批复", "three-public": "“三公”经费公开",
    "self-evaluation": "绩效自评",
}
_COVER = 4.0
_TITLE = 2.0
_YEAR_ALONE = re.compile(r"(?:^|[（(\s])(20\d\d)\s?年度?(?=[)）\s]|$)", re.MULTILINE)
_PUBLISHED = r"[ \t]?[:：]?\s{0,2}(20\d\d)[-/.年]\s?(\d{1,2})[-/.月]\s?(\d{1,2})"


@dataclass(frozen=True, slots=True)
class Title:
    """The head as read: `kind` is final, budget, approval, three-public or self-evaluation; `planned` tells that its
    amounts are those of a budget. `start` to `end` are offsets of the text layer ((0, 0) when nothing is printed),
    `words` the title that prints both name and year, or one made of them, `doubts` what is not certain. `name` may be
    "" and `year` 0 when nothing says them.
    """

    name: str
    year: int
    kind: str
    scope: str
    start: int
    end: int
    words: str
    planned: bool = False
    doubts: tuple[Say, ...] = ()


def find_title(flow: Flow, document: Document) -> Title | None:
    """Return what the document says it is; None when nothing in it says 决算 or 预算 of a year, or has a form's title."""
    layer = simplified(document.text)
    found = [*_in_flow(flow), *_in_cells(document, layer), *labelled(layer, "label-owner")]
    kind, planned = _kind(found, layer)
    if kind == "self-evaluation":
        found += [*labelled(layer, "label-above", 1.5), *labelled(layer, "label-unit", 1)]
    if kind == "three-public":
        found += _of_a_level(flow)
    if not any(mention.name for mention in found):
        found += _moved(flow, openings(flow.text, flow.gap_before))
    filed = _from_file_name(document.name)
    name, name_doubts = _name(found, filed)
    year, year_doubts = _year(found, filed, layer, kind if kind in ("final", "budget") else "")
    if not kind:
        kinds = {mention.kind for mention in filed if mention.kind}
        kind = kinds.pop() if len(kinds) == 1 else ""
        planned = kind == "budget"
    if not kind or (not year and not name):
        return None
    place = _place(found, name, year)
    whole = place is not None and place.name == name and place.year == year
    words = simplified(_printed(flow, place)) if place is not None and whole else f"{name}{year}年度{_CALLED[kind]}"
    return Title(
        name, year, kind, _scope(found, name, kind), place.start if place else 0, place.end if place else 0, words,
        planned, (*name_doubts, *year_doubts),
    )


def publication_date(text: str) -> str | None:
    """The publication date printed around the text (ISO), None when there is none that exists."""
    words = "|".join(map(re.escape, words_of("label-date")))
    match = re.search(rf"(?:^|(?<=[\s>|】\[【（(])|(?<=[:：]))(?:{words}){_PUBLISHED}", text, re.MULTILINE)
    if match is None or not (1 <= int(match[2]) <= 12 and 1 <= int(match[3]) <= 31):
        return None
    return f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}"


def _moved(flow: Flow, mentions: Iterable[Mention]) -> Iterator[Mention]:
    for mention in mentions:
        start, end = flow.span(mention.start, mention.end)
        yield replace(mention, start=start, end=end)


def _in_flow(flow: Flow) -> Iterator[Mention]:
    return _moved(flow, [*titles(flow.text, flow.gap_before), *yearless(flow.text, flow.gap_before)])


def _in_cells(document: Document, layer: str) -> Iterator[Mention]:
    """Titles in cells; a table of a sheet named as the cover counts as one. A cell beside others that names nobody is
    the head of a column (2017年决算).
    """
    for table in document.tables:
        level = _COVER if "封面" in table.sheet else _TITLE
        beside = Counter(cell.row for cell in table.cells)
        for cell in table.cells:
            text = layer[cell.start : cell.end]
            for mention in titles(text, _blank_before(text), level) if "算" in text else ():
                if not mention.name and beside[cell.row] > 1:
                    continue
                yield replace(mention, start=cell.start + mention.start, end=cell.start + mention.end)


def _blank_before(text: str) -> Callable[[int], bool]:
    return lambda index: index == 0 or text[index - 1].isspace()


def _from_file_name(name: str) -> list[Mention]:
    stem = name.rpartition(".")[0].replace("_", " ")
    found = list(titles(stem, _blank_before(stem), 0.25))
    body = organisation(re.sub(r"[\d年度\s]+|部门|单位|决算|预算|公开|说明|情况", " ", stem).strip())
    return [*found, Mention(body, None, "", "", 0, 0, 0.2)] if body else found


def _of_a_level(flow: Flow) -> Iterator[Mention]:
    """All departments of a level together, as 市本级 behind the name of a place."""
    words = "|".join(map(re.escape, words_of("whole-level")))
    for match in re.finditer(rf"[\u4e00-\u9fa5]{{2,12}}(?:{words})", flow.text):
        run = re.sub(r"^.*?(?:经|年|附表|为|表)(?=.)", "", match[0])
        if begins_with_place(run):
            start, end = flow.span(match.end() - len(run), match.end())
            run = re.sub(r"([省市区县州])\1", r"\1", run)
            yield Mention(run, None, "", "division", start, end, _TITLE)


def _kind(found: list[Mention], layer: str) -> tuple[str, bool]:
    """The kind said by titles, and whether amounts are planned; "" when nothing says it."""
    votes: dict[tuple[str, bool], float] = defaultdict(float)
    for mention in found:
        if mention.kind:
            votes[mention.kind, mention.three_public] += mention.level
    whole = {kind: votes[kind, False] for kind in ("final", "budget")}
    three = {kind: votes[kind, True] for kind in ("final", "budget")}
    form = _form(layer)
    if form and max(whole.values()) < _COVER:
        return "self-evaluation", False
    if max(whole.values()) < _TITLE <= max(three.values()):
        return "three-public", three["budget"] > three["final"]
    if not max(whole.values()):
        return "", False
    kind = max(whole, key=lambda name: whole[name])
    approved = sum(mention.level for mention in found if mention.approval)
    if approved >= _COVER and not any(mention.level == _TITLE and not mention.approval for mention in found):
        return "approval", kind == "budget"
    return kind, kind == "budget"


def _form(layer: str) -> bool:
    """Whether a text opens as a table of self-evaluation."""
    return any(word in re.sub(r"\s", "", layer[:600]) for word in words_of("evaluation-form"))


def _name(found: list[Mention], filed: list[Mention]) -> tuple[str, tuple[Say, ...]]:
    support: dict[str, float] = defaultdict(float)
    for mention in found:
        if mention.name:
            support[mention.name] += mention.level
    for name in sorted(support, key=len):
        longer = [other for other in support if other != name and other.endswith(name) and support[other] >= 1]
        if longer and not begins_with_place(name):
            support[max(longer, key=lambda other: support[other])] += support.pop(name)
    if not support:
        body = next((mention.name for mention in filed if mention.name), "")
        doubt = Say(f"部门名称“{body}”只见于文件名", f"the department's name, {body}, is only in the file's name")
        return body, (doubt,) if body else ()
    best = max(support, key=lambda name: (support[name], len(name)))
    if support[best] < 1:
        doubt = Say(f"没有标题写明部门，“{best}”取自正文", f"no title names the department; {best} is from the prose")
        return best, (doubt,)
    rivals = [name for name in support if support[name] * 2 >= support[best] and not (name in best or best in name)]
    names = "、".join(rivals)
    doubt = Say(f"标题中有不止一个部门名称，取最突出的“{best}”，另有“{names}”",
                f"titles name more than one department; took the most prominent, {best}, not {names}")
    return best, (doubt,) if rivals else ()


def _year(found: list[Mention], filed: list[Mention], layer: str, kind: str) -> tuple[int, tuple[Say, ...]]:
    votes: dict[int, float] = defaultdict(float)
    for mention in found:
        if mention.year and (not kind or mention.kind == kind):
            votes[mention.year] += mention.level
    if not votes:
        for match in _YEAR_ALONE.finditer(layer[:2000]):
            votes[int(match[1])] += 1
    if not votes:
        year = next((mention.year for mention in filed if mention.year), 0) or 0
        doubt = Say(f"年度 {year} 只见于文件名", f"the year {year} is only in the file's name")
        return year, (doubt,) if year else ()
    best = max(votes, key=lambda year: (votes[year], year))
    rivals = sorted(year for year in votes if votes[year] * 2 >= votes[best] and year != best)
    years = "、".join(map(str, rivals))
    doubt = Say(f"标题中有不止一个年度，取 {best}，另有 {years}",
                f"titles name more than one year; took {best}, not {years}")
    return best, (doubt,) if rivals else ()


def _scope(found: list[Mention], name: str, kind: str) -> str:
    votes: dict[str, float] = defaultdict(float)
    for mention in found:
        if mention.scope:
            votes[mention.scope] += mention.level
    if kind == "three-public" and any(mention.scope == "division" and mention.name == name for mention in found):
        return "division"
    votes.pop("division", None)
    if kind == "self-evaluation":
        return "department"
    return max(votes, key=lambda scope: votes[scope]) if votes else "department"


def _place(found: list[Mention], name: str, year: int) -> Mention | None:
    """The best place that prints the head: name and year, or else one of them; the first of equals."""
    def fit(mention: Mention) -> tuple[bool, bool, float, int]:
        return mention.name == name != "", mention.year == year, mention.level, -mention.start

    fitting = [mention for mention in found if (mention.name == name and name) or mention.year == year]
    return max(fitting, key=fit) if fitting else None


def _printed(flow: Flow, place: Mention) -> str:
    low, high = flow.position(place.start), flow.position(place.end - 1) + 1
    inside = low < high <= len(flow.source) and flow.source[low] == place.start and flow.source[high - 1] == place.end - 1
    return flow.text[low:high] if inside else " ".join(flow.text_layer[place.start : place.end].split())
