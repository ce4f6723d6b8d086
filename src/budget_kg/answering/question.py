"""A free question taken apart: what it is about, what is asked of that, for which years, in which unit.

Every piece of the text is accounted for: as a word of questions, as a name or concept, as a number, or as something
unknown. An answer that leaves a telling piece unaccounted for is no answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from budget_kg.answering.lexicon import GLOSS, QUESTION, Lexicon, Sense, english, folded, stem
from budget_kg.errors import Lang

LONGEST: Final = 500
"""Characters of a question that are read."""

_CHINESE: Final = re.compile(r"[\u3400-\u9fff]")
_YEAR: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d|\.\d)(?:年度|年)?|(?<!\d)(\d\d)年(?:度)?")
_NUMBER: Final = re.compile(r"(?<![\da-zA-Z.])(\d[\d,]*(?:\.\d+)?)(亿元|万元|亿|万|元|%|个百分点)?")
_TOP: Final = re.compile(
    r"前\s*([一二三四五六七八九十\d]+)|哪([一二两三四五六七八九十\d]+)[个项类家笔块]|最\w{1,3}的?([一二两三四五六七八九十\d]+)[个项类家笔]"
)
_ENGLISH_TOP: Final = re.compile(
    r"\btop (\d+|two|three|four|five|six|seven|eight|nine|ten)\b"
    r"|\bwhich (two|three|four|five|six|seven|eight|nine|ten|\d)\b"
    r"|\b(two|three|four|five|six|seven|eight|nine|ten|\d) (?:largest|biggest|highest|most|smallest)"
)
_DIGITS: Final = {
    word: number
    for number, words in enumerate(
        (
            "零",
            "一 one",
            "二 两 two",
            "三 three",
            "四 four",
            "五 five",
            "六 six",
            "七 seven",
            "八 eight",
            "九 nine",
            "十 ten",
        )
    )
    for word in words.split()
}
_ASKED_UNIT: Final = re.compile(r"(?:多少|几多|几|(?<=[是有])个)(个)?([\u4e00-\u9fff㎡]{1,3})?")
_MONEY_UNITS: Final[Mapping[str, str]] = {
    "亿元为单位": "亿元",
    "万元为单位": "万元",
    "元为单位": "元",
    "单位万元": "万元",
    "单位元": "元",
    "亿元": "亿元",
    "亿": "亿元",
    "万元": "万元",
    "万块": "万元",
    "块钱": "元",
    "块": "元",
    "元": "元",
    "hundred million": "亿元",
    "100 million": "亿元",
    "million yuan": "百万元",
    "million rmb": "百万元",
    "billion": "十亿元",
    "wan yuan": "万元",
    "ten thousand yuan": "万元",
    "10,000 yuan": "万元",
    "yi yuan": "亿元",
    "in yuan": "元",
    "how many yuan": "元",
    "in wan": "万元",
    "in yi": "亿元",
    "多少亿": "亿元",
    "多少万": "万元",
    "thousand yuan": "千元",
}
_HOW_COME: Final = re.compile("(?:咋|怎么|怎)(?:会|就|又|还|没|不|能|超|涨|增|减|降|少|多|这么|那么|这样)")
_FOR_ONE: Final = re.compile(
    r"\b(?:one|each|every|a single|per)\b (?!of\b|by\b|number\b|figure\b|total\b|hundred|thousand|million|project)"
)
_FOR_ONE_ZH: Final = re.compile("(?:每|(?<![第哪任])一)(?:个人|个客|人|名|位|户|辆|台|座|次|批|公里|亩|场|家|条|栋)")
_BRACKETS: Final = re.compile(r"[（(][^（）()]*[）)]")
_GENERAL_UNITS: Final = frozenset(
    ("piece", "item", "enterprise", "set", "occasion", "event", "score", "batch", "household")
)
_NUMERAL: Final = re.compile("[零一二两三四五六七八九十百千]{1,5}[个项家类名位]?")
_WENT_TO: Final = re.compile(r"\b(?:went|goes|go|going|spent|devoted|was for|used) (?:to|on|for)\b")
_THAN_BUDGET: Final = re.compile(
    "比[^，。？]*预算[^，。？]*?(?:(多|高|大)|(少|低|小))(?!少)|"
    "(?:(more|higher|greater)|less|lower|fewer) than [a-z ]*budget"
)
_JOINED: Final = frozenset("小大新老高中上下多双")
"""Characters that mean little alone and much at the head of an unknown word."""
_DOLLARS: Final = re.compile("(?:多少|几)[百千万亿]*美[元金]")
_PEOPLE: Final = frozenset(("person", "wan-person", "person-time", "wan-person-time"))
_LATIN: Final = re.compile(r"[a-zA-Z][a-zA-Z.'’-]*(?:\s+[a-zA-Z][a-zA-Z.'’-]*)*")
_MOST_TOKENS: Final = 6


@dataclass(slots=True, eq=False)
class Term:
    """A piece of a question that says what it is about: `words` are Chinese spellings of it, `senses` its concepts.

    `everyday` are words less surely of the same meaning; a `secondary` piece repeats another in other words;
    a `sure` one is a name of the document, one `aside` stands in brackets,
    a `loose` one is an everyday word that may mean something else.
    """

    text: str
    words: tuple[str, ...]
    senses: tuple[Sense, ...] = ()
    known: bool = True
    everyday: tuple[str, ...] = ()
    secondary: bool = False
    sure: bool = False
    aside: bool = False
    loose: bool = False
    strengths: dict[str, float] = field(default_factory=dict)


@dataclass(slots=True)
class Question:
    """A question taken apart. `asks` are words of questions by notation, `units` what is counted.

    `strict` are phases named by their terms and not by everyday words.
    """

    text: str
    lang: Lang
    terms: list[Term] = field(default_factory=list)
    asks: dict[str, str] = field(default_factory=dict)
    units: frozenset[str] = frozenset()
    unit: str | None = None
    years: list[int] = field(default_factory=list)
    numbers: list[tuple[Decimal, str]] = field(default_factory=list)
    top: int | None = None
    whether: bool = False
    inherited: bool = False
    whole: str = ""
    organisations: list[str] = field(default_factory=list)
    phases: list[str] = field(default_factory=list)
    strict: list[str] = field(default_factory=list)

    def has(self, *names: str) -> bool:
        """Whether the question has any of these words of questions."""
        return any(name in self.asks for name in names)

    def side(self, scheme: str) -> str:
        """The flow that the words for concepts of a scheme name: 财政拨款支出 is of expenditure; empty when neither."""
        text = " ".join(term.text for term in self.terms if any(one.scheme == scheme for one in term.senses))
        named = [flow for flow, words in _SIDES.items() if words.search(text)]
        return named[0] if len(named) == 1 else ""

    def senses(self, scheme: str) -> list[str]:
        """The concepts of a scheme that the question names, by notation."""
        return list(dict.fromkeys(one.notation for term in self.terms for one in term.senses if one.scheme == scheme))


BUDGETS: Final = ("initial", "adjusted", "budget")
"""The phases of budgets, the first one first."""
_LESS_OR_MORE: Final = re.compile(
    "比.+?[多少高低大小贵](?:出|花|用|支|拿|占)?了?(?:多少|几)"
    r"|how (?:much|many) (?:\w+ )?(?:more|less|fewer|larger|smaller|higher|lower|greater|bigger|cheaper)\b.* than\b"
    r"|(?:by how (?:much|many)|how far)\b.*\b(?:exceed|than)\w*"
)
_SIDES: Final = {
    "Revenue": re.compile("收入|revenue|income"),
    "Expenditure": re.compile("支出|expenditure|spending"),
}


def language(text: str) -> Lang:
    """The language a question is asked in."""
    return "zh" if _CHINESE.search(text) and len(_CHINESE.findall(text)) * 3 >= len(english(text)) else "en"


def analyse(text: str, words: Lexicon, left_out: Sequence[str] = ()) -> Question:
    """Take a question apart. `left_out` are names (of the department asked about) that need no answer."""
    lang = language(text)
    found = Question(text, lang)
    plain = folded(text) if lang == "zh" else " ".join(text.split())
    for name in sorted(left_out, key=len, reverse=True):
        plain = plain.replace(name, "　")
    _numbers(found, plain)
    lower = text.casefold()
    found.unit = next((unit for word, unit in _MONEY_UNITS.items() if len(word) > 1 and word in lower), None)
    if lang == "zh":
        _chinese(found, plain, words)
    else:
        _english(found, plain, words)
    found.whether = _whether(found, lower)
    if lang == "zh" and _HOW_COME.search(plain):
        found.asks.setdefault("why", "怎么")
    if found.has("score") and found.asks.get("per", "").startswith(("average", "平均")):
        del found.asks["per"]
    if found.has("amount", "expenditure") and (_FOR_ONE if lang == "en" else _FOR_ONE_ZH).search(lower):
        found.asks.setdefault("per", "one")
    outside = folded(_BRACKETS.sub("", plain)) if lang == "zh" else " ".join(english(_BRACKETS.sub(" ", plain)))
    for term in found.terms:
        term.aside = term.text not in outside
    if re.search("来|source|from", found.asks.get("breakdown", "")):
        found.asks.setdefault("revenue", found.asks["breakdown"])
    _measured(found, lower)
    compared = found.has("change", "last-year") or len(found.years) > 1
    if compared and found.has("overrun") and not set(found.senses("phase")) & set(BUDGETS):
        found.asks.setdefault("increase", found.asks.pop("overrun"))
        found.asks.setdefault("change", found.asks["increase"])
    _compared(found, plain.casefold())
    if found.has("target") and found.asks.get("rank-low") in ("minimum", "min", "at least", "最低", "最少"):
        del found.asks["rank-low"]
    found.phases = found.senses("phase")
    for term in found.terms:
        found.strict += [
            one.notation
            for one in term.senses
            if one.scheme == "phase" and (term.text in words.words.get(one, ()) or one.notation in term.text)
        ]
        term.senses = tuple(one for one in term.senses if one.scheme != "phase")
    found.terms = [term for term in found.terms if term.senses or not _only_phase(term, words)]
    return found


def _compared(found: Question, text: str) -> None:
    """One thing is held against another of the same year: 甲比乙多花了多少, how much more than."""
    against = _LESS_OR_MORE.search(text)
    if not against or found.numbers or found.has("change", "last-year", "ratio", "percent", "why", "list"):
        return
    budgeted = bool(set(found.senses("phase")) & set(BUDGETS))
    if len(found.years) > 1 or not (budgeted or found.has("target") or len(found.terms) > 1):
        return
    if budgeted and found.has("overrun", "remaining"):
        return
    found.asks.setdefault("difference", against[0])
    for name in ("increase", "decrease", "overrun", "more-than", "less-than"):
        found.asks.pop(name, None)


def _measured(found: Question, lower: str) -> None:
    """Which rate is meant: how much of a budget was spent, or how much of it went to something."""
    budgeted = set(found.senses("phase")) & set(BUDGETS)
    if budgeted and "完成" in found.asks.get("result", ""):
        found.asks.setdefault("completion", found.asks["result"])
    if budgeted and (than := _THAN_BUDGET.search(lower)):
        found.asks.setdefault("overrun" if than[1] or than[3] else "remaining", than[0])
    if found.lang == "en" and _WENT_TO.search(lower):
        if found.asks.get("completion", "").startswith("percent"):
            del found.asks["completion"]
            found.asks.setdefault("percent", "percentage")
        if found.has("percent"):
            found.asks.setdefault("share", found.asks["percent"])


def _only_phase(term: Term, words: Lexicon) -> bool:
    known = words.zh.get(folded(term.text), ()) or words.en.get(tuple(map(stem, english(term.text))), ())
    return any(one.scheme == "phase" for one in known)


def _whether(found: Question, lower: str) -> bool:
    if found.lang == "zh":
        return bool(
            re.search(
                r"吗[？?]?$|吗[，,？?]|有没有|有无|是不是|是否|是不是|对不对|没有[？?]?$|了没[？?]?$|管不管|算不算|够不够|超没超|会不会"
                r"|(.)不\1|(.)没\2|(?<![什怎那多要])么[？?]?$|能否|可否|对吗|没[？?]$",
                lower,
            )
        )
    return bool(
        re.match(
            r"(?:so |and |but |then |ok,? |well,? )?(?:did|do|does|is|are|was|were|has|have|had|can|could|will)\b", lower
        )
        or re.search(r"\b(?:or not|whether|right\?|correct\?)", lower)
        or re.search(r", (?:did|do|does|is|are|was|were|has|have|had) \w+", lower)
    )


def _numbers(found: Question, plain: str) -> None:
    for match in _YEAR.finditer(plain):
        found.years.append(int(match[1] or f"20{match[2]}"))
    found.years = list(dict.fromkeys(found.years))
    without = _YEAR.sub(" ", plain)
    for match in _NUMBER.finditer(without):
        found.numbers.append((Decimal(match[1].replace(",", "")), match[2] or ""))
    top = _TOP.search(plain) or _ENGLISH_TOP.search(plain.casefold())
    if top:
        word = next(group for group in top.groups() if group)
        found.top = int(word) if word.isdigit() else _DIGITS.get(word)


# -- Chinese --------------------------------------------------------------------------------------------------------


def _chinese(found: Question, plain: str, words: Lexicon) -> None:
    _asked_units(found, plain, words)
    text = _NUMBER.sub(lambda match: "　" * len(match[0]), _YEAR.sub(lambda match: "　" * len(match[0]), plain))
    pieces = _segmented(text, words)
    raw = ""
    for index, (piece, senses) in enumerate([*pieces, ("", [])]):
        single = len(piece) == 1 and _is_filler(senses)
        if piece in _JOINED and single and not raw and index + 1 < len(pieces) and not pieces[index + 1][1]:
            raw = piece
            continue
        if piece and not senses and not piece.isspace() and (_CHINESE.match(piece) or piece.isalnum()):
            raw += piece
            continue
        if single and raw:  # a small word inside an unknown one
            raw += piece
            continue
        if raw:
            _unknown(found, raw, words)
            raw = ""
        if senses:
            _take(found, piece, senses, words)


def _unknown(found: Question, raw: str, words: Lexicon) -> None:
    text = raw
    while text and _is_filler(words.zh.get(text[-1], [])):
        text = text[:-1]
    for run in re.findall(r"[\u3400-\u9fff]+|[a-z0-9.]+(?:[a-z0-9.]| (?=[a-z]))*", text):
        if _CHINESE.match(run):
            if len(run) > 1 and not _NUMERAL.fullmatch(run):
                found.terms.append(Term(run, (run,), (), known=False))
        else:
            _english(found, run, words)


def _segmented(text: str, words: Lexicon) -> list[tuple[str, list[Sense]]]:
    """Cut a text into the words it is most likely made of: long words count more than the same length of short ones."""
    longest = 14
    best: list[tuple[float, int]] = [(0.0, 0)] * (len(text) + 1)
    for end in range(1, len(text) + 1):
        score, length = best[end - 1][0], 1
        for size in range(1, min(longest, end) + 1):
            if text[end - size : end] in words.zh:
                value = best[end - size][0] + size**1.6
                if value >= score:
                    score, length = value, size
        best[end] = (score, length)
    pieces: list[tuple[str, list[Sense]]] = []
    end = len(text)
    while end:
        size = best[end][1]
        piece = text[end - size : end]
        pieces.append((piece, words.zh.get(piece, [])))
        end -= size
    return pieces[::-1]


def _is_filler(senses: Iterable[Sense]) -> bool:
    found = list(senses)
    return bool(found) and all(
        (one.scheme == QUESTION and one.notation == "filler") or one.scheme == "unit" for one in found
    )


def _asked_units(found: Question, plain: str, words: Lexicon) -> None:
    units: set[str] = set()
    for match in _ASKED_UNIT.finditer(plain):
        word = match[2] or ("个" if match[1] else "")
        for size in range(len(word), 0, -1):
            known = [one.notation for one in words.zh.get(word[:size], ()) if one.scheme == "unit"]
            if known:
                units |= set(known)
                break
        else:
            if match[1]:
                units.add("piece")
    if _DOLLARS.search(plain):
        units = {"wan-dollar", "yi-dollar"}
    if units & _PEOPLE:
        units |= _PEOPLE
    found.units = frozenset(units)


# -- English --------------------------------------------------------------------------------------------------------


def _english(found: Question, plain: str, words: Lexicon) -> None:
    tokens = english(_YEAR.sub(" ", plain))
    stems = [stem(token) for token in tokens]
    at = 0
    while at < len(tokens):
        for size in range(min(_MOST_TOKENS, len(tokens) - at), 0, -1):
            senses = words.en.get(tuple(stems[at : at + size]))
            if senses is None and size == 1:
                senses = _derived(stems[at], words)
            if senses:
                _take(found, " ".join(tokens[at : at + size]), senses, words)
                at += size
                break
        else:
            token = tokens[at]
            if "-" in token:  # the parts of a compound that is no word of its own
                tokens[at : at + 1] = token.split("-")
                stems[at : at + 1] = [stem(part) for part in token.split("-")]
                continue
            if not token[0].isdigit() and len(token) > 1:
                found.terms.append(Term(token, (), (), known=False))
            at += 1


def _derived(word: str, words: Lexicon) -> list[Sense] | None:
    """The senses of a word in another form: hyphened, -ing, -ed, -er."""
    if "-" in word:
        whole = words.en.get(tuple(stem(part) for part in word.split("-")))
        if whole:
            return whole
    for ending in ("ing", "ed", "er", "ly", "d", "r"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            base = word[: -len(ending)]
            for form in (base, base + "e", base[:-1] if base[-1:] == base[-2:-1] else base):
                found = words.en.get((form,))
                if found:
                    return found
    return None


# -- both -----------------------------------------------------------------------------------------------------------


def _take(found: Question, piece: str, senses: list[Sense], words: Lexicon) -> None:
    """Account for a word: it asks something, or it names something, or both."""
    concepts = tuple(one for one in senses if one.scheme not in (QUESTION, GLOSS, "unit"))
    if Sense(QUESTION, "project") in senses:
        concepts = tuple(one for one in concepts if one != ("expenditure-type", "project"))
    glossed = [one for one in senses if one.scheme == GLOSS]
    counted = {one.notation for one in senses if one.scheme == "unit"} - _GENERAL_UNITS
    if counted and found.lang == "en" and found.has("how-many") and not found.terms and not found.units:
        found.units = frozenset(counted | _PEOPLE if counted & _PEOPLE else counted)
        if not any(one.scheme == "item" for one in senses):
            return
    for one in senses:
        if one.scheme == QUESTION and one.notation != "filler":
            found.asks.setdefault(one.notation, piece)
    asking = [one.notation for one in senses if one.scheme == QUESTION]
    if "organisation" in asking and not concepts:
        found.organisations.append(piece)
        return
    if not concepts and (asking or not glossed):
        return
    spellings = [word for one in (*concepts, *glossed) for word in words.words.get(one, ())]
    if found.lang == "zh" and _CHINESE.match(piece):
        spellings.insert(0, piece)
    everyday = [word for one in concepts for word in words.everyday.get(one, ())]
    if concepts and not glossed and not _CHINESE.match(piece):
        parts = [one for token in english(piece) for one in words.en.get((stem(token),), ()) if one.scheme == GLOSS]
        everyday += [word for one in parts for word in words.words.get(one, ())[:6]]
    loose = " " not in piece if piece.isascii() else not any(piece in words.words.get(one, ()) for one in concepts)
    found.terms.append(Term(piece, tuple(dict.fromkeys(spellings)), concepts, everyday=tuple(everyday), loose=loose))
