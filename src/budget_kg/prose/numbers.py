"""Numbers of finance prose: whether the words before one are understood, and which statement it makes then.

Alone, in a row with others, or in brackets behind the number they are parts of.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from budget_kg.errors import Say
from budget_kg.facts import Code, MoneyObservation, Project, QuantityObservation, Term
from budget_kg.prose import grammar
from budget_kg.prose.classification import match_economic
from budget_kg.prose.explanations import Explanations
from budget_kg.prose.lexicon import Token
from budget_kg.prose.narrator import COSTS
from budget_kg.prose.series import is_of_each, subjects
from budget_kg.prose.subjects import Dims, names_the_department, project_phrase, residue
from budget_kg.text import Numeral, Quantity
from budget_kg.vocab import B, scheme

_LEADING = frozenset({"part", "includes", "stop", "aside"})


@dataclass(slots=True)
class Numbers(Explanations):
    """A sentence whose numbers are read; `outside` is what was spoken of before a bracket of parts."""

    outside: tuple[Dims, MoneyObservation | QuantityObservation | None, list[MoneyObservation], int] = (
        Dims(), None, [], 0
    )

    def _number(self, numeral: Numeral) -> None:
        dimension = numeral.dimension
        if dimension == "money" and self._is_threshold(numeral):
            return
        if dimension in ("money", "ratio", "ratio-difference", "count", "area"):
            self._measured(numeral)
        elif not dimension and "." in numeral.printed and self._readable(numeral):
            self._doubt(numeral, "missing-unit", Say("数字没有单位，未读作金额", "no unit; not read as an amount"))
        self.segment, self.pending, self.consumed = max(numeral.stop, self.segment), [], True

    def _measured(self, numeral: Numeral) -> None:
        """State a number whose words are understood; what is said of an amount nobody names stays unread with it."""
        said_of = self.direction is not None or (bool(self.relation) and self.relation_start >= self.segment)
        if numeral.start in self.narrator.lost:
            self._found_name(numeral, self.narrator.lost[numeral.start])
        elif self._readable(numeral) and not (self.unnamed and said_of):
            self._value(numeral)
            self._open_bracket(numeral)
        elif numeral.dimension == "money" and not said_of:
            self.unnamed = True
            self.narrator.unnamed.append(numeral)
        if said_of and self.unnamed:
            self.direction = None

    def _found_name(self, numeral: Numeral, item: Code) -> None:
        """State an amount of the one item that the printed sum leaves for it, and say so."""
        name = scheme("item")[item.removeprefix("item/")]
        self.narrator.dims, self.head, self.relation = replace(self.narrator.ground(), item=item), self.segment, ""
        self._amount(numeral, numeral.quantity())
        self._doubt(numeral, "lost-name", Say(
            f"“{numeral.printed}”前的名称缺失；按合计与其他各项之差，读作“{name.zh}”",
            f"the name before {numeral.printed!r} is missing; by the printed sum and the other parts it is {name.zh!r}",
        ))

    def _value(self, numeral: Numeral) -> None:
        """State what a number with a unit says, unless its digits or its class cannot be told."""
        unclear = [token for token in self.pending if token.kind == "function" and token.doubt is not None]
        for token in unclear:
            if token.doubt is not None:
                self._doubt(numeral, *token.doubt)
        if any(token.code is None for token in unclear):
            return
        try:
            value = numeral.quantity()
        except ValueError:
            message = Say(f"“{numeral.printed}”不是数字", f"{numeral.printed!r} is not a number")
            self._doubt(numeral, "unparsed-amount", message)
            return
        row = self.rows.get(numeral.start, [])
        if row and all(one.is_number for one in row) and self._row(row):
            return
        before = self.text[max(self.start, numeral.start - 4) : numeral.start]
        if numeral.dimension == "money" and is_of_each(before) and self._of_each(numeral):
            return
        self._state(numeral, value)

    def _of_each(self, numeral: Numeral) -> bool:
        """State one number of every subject before it; False when there are not several."""
        about = subjects(self.text, self.pending, self.narrator.dims)
        if len(about) < 2 or self.direction is not None or self.relation:
            return False
        self._each([numeral] * len(about), about)
        return True

    def _each(self, row: list[Numeral], about: list[Dims]) -> None:
        narrator, made = self.narrator, list[MoneyObservation]()
        for numeral, dims in zip(row, about, strict=True):
            narrator.dims = dims
            self._amount(numeral, numeral.quantity())
            made += narrator.last
        narrator.last, narrator.dims = made, replace(about[-1], flows=())

    def _row(self, row: list[Numeral]) -> bool:
        """State a row of numbers, each of its own subject; False when there are not as many subjects.

        Then the first is read alone, and the others stay unread: nobody says what they are of.
        """
        narrator, turn = self.narrator, self.direction
        self.taken = row[-1].stop
        if turn is None and row[0].dimension == "money" and not self.relation:
            about = subjects(self.text, self.pending, narrator.dims)
            if len(about) != len(row):
                return False
            self._each(row, about)
        elif len(narrator.last) != len(row):
            return False
        elif turn is not None and row[0].dimension == "money":
            for numeral, fact in zip(row, narrator.last, strict=True):
                self._change(numeral, turn, fact)
        elif row[0].dimension == "ratio":
            for numeral, fact in zip(row, narrator.last, strict=True):
                self._rate(numeral, numeral.quantity(), turn is not None, fact)
        else:
            return False
        self.segment = row[-1].stop
        self.direction = None
        return True

    def _doubt(self, numeral: Numeral, rule: str, message: Say) -> None:
        span = grammar.trim(self.text, (self.segment, numeral.stop))
        self.narrator.doubt(rule, message, self.narrator.layout.passage(*span, self.narrator.section))

    def _state(self, numeral: Numeral, value: Quantity) -> None:
        turned = self.direction is not None and numeral.start - self.direction.end <= 2
        if numeral.dimension == "money" and turned and self.direction is not None:
            self._change(numeral, self.direction)
        elif numeral.dimension == "money" and self._is_base():
            self._base_amount(numeral, value)
        elif numeral.dimension == "money":
            self._amount(numeral, value)
        elif numeral.dimension in ("count", "area"):
            self._count(numeral, value)
        elif turned or self.relation in ("share", "completion"):
            self._rate(numeral, value, turned)
        self.direction = None
        if self.relation in ("share", "completion"):
            self.relation, self.relation_dims = "", None

    def _readable(self, numeral: Numeral) -> bool:
        """Whether the words before the number are all understood; an unknown phrase may be a project's name."""
        narrator = self.narrator
        segment = [token for token in self.pending if token.start >= self.segment]
        rest = grammar.pattern("self", "body").sub("", residue(self.text, self.segment, numeral.start, segment))
        if not rest or names_the_department(rest, narrator.layout.head.department):
            said = bool(segment) or not self.consumed
            return said or not self.text[self.segment : numeral.start].strip("，,、 和及")
        if numeral.dimension != "money" or self.relation or self.direction is not None:
            return self.relation in ("share", "completion")
        return self._project(numeral, segment)

    def _economic(self, numeral: Numeral, segment: list[Token]) -> bool:
        """`其中基本工资60万元`: an economic class of the staff or office costs spoken of."""
        ground = self.narrator.ground()
        if ground.type not in COSTS:
            return False
        low = max((token.end for token in segment if token.kind in _LEADING), default=self.segment)
        code = match_economic(self.text[slice(*grammar.trim(self.text, (low, numeral.start), " ，,、：:和及"))])
        if code is None:
            return False
        self.narrator.dims = replace(ground, economic=Code(code))
        self.consumed, self.pending, self.head = False, [], self.segment
        return True

    def _project(self, numeral: Numeral, segment: list[Token]) -> bool:
        if self._economic(numeral, segment):
            return True
        parent = self.narrator.parent
        listed = isinstance(parent, MoneyObservation) and (
            parent.subject is not None or parent.item == "item/additions"
        )
        span = project_phrase((self.segment, numeral.start), self.text, segment, listed)
        allowed = "project" in self.narrator.base.type or self.narrator.functions
        if span is None or not allowed:
            return False
        name = self.text[span[0] : span[1]]
        economic = match_economic(name)
        ground = self.narrator.ground() if self.narrator.parent is not None else self.narrator.base
        if economic:
            self.narrator.dims = replace(ground, economic=Code(economic), project=None)
        else:
            item = ground.item if ground.item == "item/additions" else Code("item/_T")
            self.narrator.dims = replace(
                ground, project=Project(name), type=Code("expenditure-type/project"), function=Code("func/_T"),
                flows=(Term(B.Expenditure),), item=item,
            )
        self.consumed, self.pending = False, []
        self.head = self.segment
        return True

    def _is_threshold(self, numeral: Numeral) -> bool:
        """`单价50万元（含）以上`: not an amount but the price from which equipment is counted."""
        behind = self.text[numeral.stop : numeral.stop + 5]
        priced = any(token.kind == "unit-price" for token in self.pending if token.end <= numeral.start)
        if not priced or "以上" not in behind or not numeral.is_number:
            return False
        self.bought = any(token.kind == "unit-price" and "购置" in token.text for token in self.pending)
        self.threshold = numeral.quantity().value
        self.threshold_span = self._source(numeral)
        self.segment = numeral.stop + behind.index("以上")
        self.pending = []
        return True

    def _open_bracket(self, numeral: Numeral) -> None:
        """`7辆（一般公务用车3辆，…）`: what stands in the brackets are parts of the number before them."""
        narrator, at = self.narrator, numeral.stop
        stated = narrator.stated[-1] if narrator.stated else None
        close = self._closing(at) if self.text[at : at + 1] in ("（", "(") and not self.bracket else None
        if close is None:
            return
        if not isinstance(stated, (MoneyObservation, QuantityObservation)):
            return
        if self._source(numeral) in stated.numerals and self._first_measure(at, close) is not None:
            self.outside = narrator.dims, narrator.parent, narrator.last, self.head
            self.bracket, narrator.parent = close, stated
            narrator.dims = narrator.ground()

    def _close_bracket(self) -> None:
        """Behind the brackets the sentence goes on about what it spoke of before them."""
        narrator = self.narrator
        narrator.dims, narrator.parent, narrator.last, self.head = self.outside
        self.bracket, self.relation, self.direction, self.pending = 0, "", None, []
        self.consumed = True
