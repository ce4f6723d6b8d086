"""Posts and people in prose and in tables of units: who is counted, how many, part of which total."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from budget_kg.facts import TOTAL_ITEM, ChangeStatement, Code, Fact, Office, QuantityObservation, Term, Year
from budget_kg.model import Layout, Section
from budget_kg.prose.grammar import Span, direction, pattern, sentences
from budget_kg.prose.offices import accounts, clause_around, is_itself, is_name
from budget_kg.text import Numeral, fold, numerals
from budget_kg.vocab import B, scheme

_STAFF_ITEMS = ("staff-posts", "staff")
_LEAD = re.compile(
    r"^(?:其中|现有|共有|现|共|(?:我|本)?(?:单位|部门|局|街道|镇|乡|院|校|办)|截至年末|年末|经?核定|实际|总|合计|另有|另|以及|和|及|有)+(?=.{2})"
)
_TAIL = re.compile(r"(?:分别|共计|共有|总数为|数为|为|(?<!实)有|共|是|计|总计|合计)+$")
_BREAK = re.compile(r"[，,。；;：:、（()）\n]")
_DAY = re.compile(r"((?:19|20)\d\d)年(?:度|(?:\d{1,2}月)?(?:\d{1,2}日)?[末底]?)")
_COMPARED = re.compile(r"^(?:比|较|与)(?:上年|去年|上年度|上一年)[度末底同期]*(?:相比)?")


def read_staff(layout: Layout, span: Span, section: Section) -> list[Fact]:
    """Read the posts and people a span counts; what follows 其中 is part of the total before it."""
    facts: list[Fact] = []
    for sentence in sentences(layout.flow.text, *span):
        before = [fact for fact in facts if isinstance(fact, QuantityObservation)]
        facts += _counted(layout, sentence, section, before)
    return facts


def _counted(layout: Layout, sentence: Span, section: Section, before: list[QuantityObservation]) -> list[Fact]:
    text = layout.flow.text
    found: dict[str, QuantityObservation] = {}
    changes: list[Fact] = []
    whole: QuantityObservation | None = None
    previous: QuantityObservation | None = None
    last = sentence[0]
    for numeral in numerals(text, *sentence):
        if numeral.unit is None or numeral.unit.notation != "person" or not numeral.is_number:
            continue
        gap, label = text[last : numeral.start], _label(text, last, numeral)
        last = numeral.stop
        if _COMPARED.match(label):
            changes += _change(layout, section, (sentence, numeral, label), [*before, *found.values()])
            continue
        item = staff_item(label)
        if item is None or label in found:
            previous = None
            continue
        goes_on = previous is not None and previous.part_of is not None and not re.search("[；;]", gap)
        same = previous is not None and item in (previous.item, TOTAL_ITEM)
        part = whole if "其中" in gap or (goes_on and same) else None
        previous = found[label] = QuantityObservation(
            passage=layout.passage(*clause_around(text, (numeral.start, numeral.stop), sentence), section),
            value=numeral.quantity(), year=_year(layout, (sentence[0], numeral.start)), label=label, item=item,
            part_of=part, numerals=(layout.flow.span(numeral.start, numeral.end),),
        )
        whole = whole if part is not None else previous
    return [*found.values(), *changes]


def _year(layout: Layout, span: Span) -> Year:
    """The year whose people are counted: that named last in the sentence, else that of the document."""
    days = list(_DAY.finditer(layout.flow.text, *span))
    return Year(min(int(days[-1][1]), layout.head.year) if days else layout.head.year)


def _change(
    layout: Layout, section: Section, place: tuple[Span, Numeral, str], counted: list[QuantityObservation]
) -> list[Fact]:
    """`比上年末在职人员减少5人`: a change of the people of that name counted before; nothing when there are none."""
    sentence, numeral, label = place
    turn = direction(label)
    opening = _COMPARED.match(label)
    words = re.sub(pattern("increase", "decrease").pattern, "", label[opening.end() if opening else 0 :])
    item = staff_item(words)
    of = next((fact for fact in reversed(counted) if item is not None and fact.item == item), None)
    if turn not in (B.Increase, B.Decrease) or of is None:
        return []
    value = numeral.quantity()
    return [
        ChangeStatement(
            passage=layout.passage(*clause_around(layout.flow.text, (numeral.start, numeral.stop), sentence), section),
            numerals=(layout.flow.span(numeral.start, numeral.end),), direction=Term(turn), year=of.year,
            amount=value if turn == B.Increase else value.negated(), of=of, base_year=Year(of.year - 1),
        )
    ]


def _label(text: str, low: int, numeral: Numeral) -> str:
    """The words before a number of people, or 编制 behind it; "" when they are no name of a group."""
    word = next((word for word in reversed(_BREAK.split(text[low : numeral.start])) if word), "")
    label = _LEAD.sub("", _DAY.sub("", _TAIL.sub("", word)))
    if not label and text.startswith("编制", numeral.stop):
        return "编制"
    return label if re.fullmatch(r"[\u4e00-\u9fff]{2,14}", label) else ""


@cache
def _item_words() -> list[tuple[str, Code]]:
    """Words of the staff items without the 数 at their end."""
    return [
        (re.sub(r"(?:人数|人员数|人员|数)$", "", word) or word, Code(f"item/{notation}"))
        for notation in _STAFF_ITEMS for word in scheme("item")[notation].words
    ]


def staff_item(label: str) -> Code | None:
    """The item a label of people means: posts, staff in post, or another group; None when it names no people."""
    if not label:
        return None
    item = next((code for word, code in _item_words() if word in label), None)
    return item or (TOTAL_ITEM if pattern("people").search(label) else None)


def read_table(layout: Layout, span: Span, section: Section) -> list[Fact]:
    """Read a table of units flattened to text: its head says what the columns are, space says where cells end.

    Reading stops at the first row that does not fit the head.
    """
    cells = list(_cells(layout, span))
    facts: list[Fact] = []
    for index in range(len(cells)):
        head = _head(layout.flow.text, cells, index)
        if [kind for kind, _ in head].count("name") == 1 and len(head) > 1:
            facts += _rows(layout, cells[index + len(head) :], head, section)
            break
    return facts


def _cells(layout: Layout, span: Span) -> Iterator[Span]:
    """Runs of the span without space between them in the text layer."""
    flow, low = layout.flow, span[0]
    for index in range(span[0], span[1] + 1):
        if index == span[1] or flow.gap_before(index) or flow.text[index] in "\n ":
            if flow.text[low:index].strip():
                yield (low + 1 if flow.text[low] in "\n " else low), index
            low = index


@cache
def _columns() -> dict[str, str]:
    heads = {"name": "name-column", "number": "number-column", "nature": "nature-column"}
    columns = {word: kind for kind, notation in heads.items() for word in scheme("word")[notation].words}
    return columns | {word: kind for kind in _STAFF_ITEMS for word in scheme("item")[kind].words}


def _head(text: str, cells: list[Span], first: int) -> list[tuple[str, str]]:
    """The kinds and words of the column heads that the cells from `first` begin with."""
    columns = []
    for index in range(first, len(cells)):
        words = re.sub(r"[（(][^（()）]*[)）]$", "", text[slice(*cells[index])])
        if words not in _columns():
            break
        columns.append((_columns()[words], words))
    return columns


def _rows(layout: Layout, cells: list[Span], head: list[tuple[str, str]], section: Section) -> Iterator[Fact]:
    text, width = layout.flow.text, len(head)
    for ordinal, start in enumerate(range(0, len(cells) - width + 1, width), 1):
        row = {kind: (words, cell) for (kind, words), cell in zip(head, cells[start : start + width], strict=True)}
        name = text[slice(*row["name"][1])]
        counts = [(kind, *row[kind]) for kind in _STAFF_ITEMS if kind in row]
        if not is_name(name) or not all(_is_count(text[slice(*cell)]) for _, _, cell in counts):
            return
        passage = layout.passage(cells[start][0], cells[start + width - 1][1], section)
        own = is_itself(name, layout)
        if not own:
            independent = accounts(text, cells[start][0], cells[start + width - 1][1])
            yield Office(passage=passage, name=name, kind=_kind(name), independent=independent, ordinal=ordinal)
        for kind, words, cell in counts:
            for numeral in numerals(text, *cell):
                yield QuantityObservation(
                    passage=passage, value=numeral.quantity(), year=Year(layout.head.year), item=Code(f"item/{kind}"),
                    label=words if own else f"{name}{words}", numerals=(layout.flow.span(numeral.start, numeral.end),),
                )


def _is_count(words: str) -> bool:
    return bool(re.fullmatch(r"\d{1,5}(?:人|名)?|[—/－-]+", fold(words)))


def _kind(name: str) -> Term:
    """Rooms and sections are internal offices, everything else in a table of units is a unit."""
    return Term(B.InternalOffice if re.search(r"(?:室|科|股|处|办)$", name) else B.SubordinateUnit)
