"""Which code a printed class name means: the functional and economic code lists, indexed by name.

A name is matched with the names printed above it, never alone when more is said; the lists are
`ontology/codes/func.ttl` and `econ-dep.ttl`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from budget_kg.errors import Say
from budget_kg.facts import Code
from budget_kg.text import in_order
from budget_kg.vocab import Concept, scheme

_FOLD = str.maketrans("（）［］【】〔〕－—–―：　", "()[][][]----: ")
_NOISE = re.compile(r"[()“”\"'‘’、\s]")
_INSERTED = re.compile(r"\([^()]*\)")
_ENDINGS = ("支出", "等")
_PAID_IN = re.compile(r"(?:缴费|缴纳|缴存|费用|经费|费)$")
_CLOSE_ENOUGH = 0.75


@dataclass(frozen=True, slots=True)
class ClassMatch:
    """Which code a printed class means. `status` is `matched` or the finding rule that says what is wrong.

    `printed_under` is the code of the printed parent when the list has the item under another one.
    """

    code: Code | None
    status: str
    reason: Say
    printed_under: Code | None = None


def fold_name(text: str) -> str:
    """Brackets, dashes and colons in one form each; the length stays."""
    return text if text.isascii() else text.translate(_FOLD)


def name_key(name: str) -> str:
    """A name without brackets, quotes and the small words that documents leave out or add."""
    plain = _NOISE.sub("", fold_name(name)).replace("及其", "及").replace("与", "和").rstrip("-")
    for ending in _ENDINGS:
        if plain.endswith(ending) and len(plain) - len(ending) >= 2 and plain != "其他支出":
            plain = plain[: -len(ending)]
    return plain


@cache
def functions() -> dict[str, Concept]:
    """The functional classes by code, the total left out."""
    return {notation: concept for notation, concept in scheme("func").items() if notation.isdigit()}


@cache
def _by_key() -> dict[str, list[Concept]]:
    return _indexed(functions().values())


def _indexed(concepts: Iterable[Concept]) -> dict[str, list[Concept]]:
    index: dict[str, list[Concept]] = defaultdict(list)
    for concept in concepts:
        keys = [name_key(word) for word in concept.words]
        keys += [name_key(_INSERTED.sub("", fold_name(word))) for word in concept.words]
        for key in dict.fromkeys(keys):
            index[key].append(concept)
    return dict(index)


@cache
def _by_start() -> dict[str, list[str]]:
    """Folded names by their first two characters, longest first."""
    index: dict[str, set[str]] = defaultdict(set)
    for concept in functions().values():
        for name in map(fold_name, concept.words):
            index[name[:2]] |= {name, name.replace("及相关", "及其相关")}
    return {start: sorted(names, key=lambda name: (-len(name), name)) for start, names in index.items()}


def known_name(name: str, level: int = 0) -> bool:
    """Whether the list has a functional class of this name, at `level` when it is not 0."""
    return any(_at_level(concept, level) for concept in _by_key().get(name_key(name), ()))


def _at_level(concept: Concept, level: int) -> bool:
    return not level or concept.data["level"] == (str(level),)


def name_end(folded: str, start: int) -> int:
    """The end of the longest known class name at `start` of a folded text, `支出` behind it included.

    `start` when none stands there.
    """
    for name in _by_start().get(folded[start : start + 2], ()):
        if folded.startswith(name, start):
            end = start + len(name)
            return end + 2 if folded.startswith("支出", end) else end
    return start


def agrees(name: str, code: str) -> bool:
    """Whether a printed name can be that of the code: the same, or one holds the other."""
    key = name_key(name)
    known = [name_key(word) for word in functions()[code].words] if code in functions() else []
    return any(key in word or word in key for word in known if len(word) >= 2 and len(key) >= 2)


def match_function(
    words: Sequence[str], code: str | None = None, levels: Sequence[int] | None = None
) -> ClassMatch:
    """Match printed class names, outermost first, to a code: by its number, else by the names.

    Without `levels` three words are class, division and item, fewer are of any level; an empty word is for
    a level that is not printed. Besides `matched` a status is one of the finding rules `wrong-parent`,
    `ambiguous-class` and `unknown-code`; of them only `wrong-parent` has a code.
    """
    if code is not None:
        if code in functions():
            return ClassMatch(Code(f"func/{code}"), "matched", Say("按科目编码", "by its code"))
        return _unknown(f"科目编码{code}不在科目表中", f"code {code} is not in the list")
    if levels is None:
        levels = (1, 2, 3) if len(words) == 3 else (0,) * len(words)
    said = [(word, level) for word, level in zip(words, levels, strict=True) if word]
    if not said:
        return _unknown("没有科目名称", "no class name")
    name, level = said[-1]
    candidates = _candidates(name, level)
    if not candidates:
        return _unknown(f"科目表中没有“{name}”", f"the list has no class {name!r}")
    parents = _parents(said[:-1])
    return _under(name, candidates, parents) if parents else _alone(name, candidates, None)


def _unknown(zh: str, en: str) -> ClassMatch:
    return ClassMatch(None, "unknown-code", Say(zh, en))


def _candidates(name: str, level: int) -> list[Concept]:
    """The concepts a name can mean at its level; those with exactly this name when there are any."""
    found = [concept for concept in _by_key().get(name_key(name), ()) if _at_level(concept, level)]
    folded = fold_name(name)
    exact = [concept for concept in found if folded in map(fold_name, concept.words)]
    return exact or found


def _parents(above: Sequence[tuple[str, int]]) -> list[Concept]:
    """What the names above can mean: the innermost known one, below those further out if possible."""
    found: list[Concept] = []
    for name, level in above:
        these = _candidates(name, level)
        inside = [concept for concept in these if any(_is_below(concept, outer) for outer in found)]
        found = inside or these or found
    return found


def _is_below(concept: Concept, above: Concept) -> bool:
    return concept.notation != above.notation and concept.notation.startswith(above.notation)


def _under(name: str, candidates: list[Concept], parents: list[Concept]) -> ClassMatch:
    inside = [concept for concept in candidates if any(_is_below(concept, parent) for parent in parents)]
    if inside:
        return _alone(name, inside, None)
    printed = _living(parents)[0]
    same_class = [concept for concept in candidates if concept.notation[:3] == printed.notation[:3]]
    return _alone(name, same_class if len(_living(same_class)) == 1 else candidates, printed)


def _living(concepts: list[Concept]) -> list[Concept]:
    """The codes in use among several; all of them when none is."""
    return [concept for concept in concepts if "isReplacedBy" not in concept.data] or concepts


def _alone(name: str, candidates: list[Concept], printed_under: Concept | None) -> ClassMatch:
    under = Code(f"func/{printed_under.notation}") if printed_under is not None else None
    left = _living(candidates)
    if len(left) > 1:
        codes = "、".join(concept.notation for concept in left[:8])
        reason = Say(f"“{name}”可对应{len(left)}个代码：{codes}", f"{name!r} fits {len(left)} codes: {codes}")
        return ClassMatch(None, "ambiguous-class", reason, under)
    code = Code(f"func/{left[0].notation}")
    if printed_under is None:
        return ClassMatch(code, "matched", Say("按名称和上级名称", "by name and the names above it"))
    own = functions()[left[0].broader].zh if left[0].broader in functions() else left[0].zh
    reason = Say(
        f"“{name}”属于“{own}”，却列在“{printed_under.zh}”之下",
        f"{name!r} belongs under {own!r} but is printed under {printed_under.zh!r}",
    )
    return ClassMatch(code, "wrong-parent", reason, under)


@cache
def _economic() -> list[dict[str, list[Concept]]]:
    """Economic classes by name key, and again by the key without 缴费, 费用 or 费 at its end."""
    by_key = _indexed(concept for notation, concept in scheme("econ-dep").items() if notation.isdigit())
    by_stem: dict[str, list[Concept]] = defaultdict(list)
    for key, concepts in by_key.items():
        by_stem[_PAID_IN.sub("", key)] += concepts
    return [by_key, by_stem]


@cache
def _economic_names() -> dict[str, list[str]]:
    index: dict[str, set[str]] = defaultdict(set)
    for concept in scheme("econ-dep").values():
        for name in map(fold_name, concept.words):
            index[name[:2]].add(name)
    return {start: sorted(names, key=lambda name: (-len(name), name)) for start, names in index.items()}


def economic_name_end(folded: str, start: int) -> int:
    """The end of the longest economic class name at `start` of a folded text; `start` when none stands there."""
    for name in _economic_names().get(folded[start : start + 2], ()):
        if folded.startswith(name, start):
            return start + len(name)
    return start


def match_economic(name: str) -> Code | None:
    """The department-side economic class a name means, None when the list has none or several for it."""
    key = name_key(name)
    stem = _PAID_IN.sub("", key)
    by_key, by_stem = _economic()
    found = by_key.get(key) or (by_stem.get(stem) if len(stem) >= 2 else None)
    if not found and len(key) >= 4:
        found = [
            concept for known, concepts in by_key.items() if _shortened(key, known) or _shortened(known, key)
            for concept in concepts
        ]
    best = _preferred(name, list({concept.notation: concept for concept in found or ()}.values()))
    return Code(f"econ-dep/{best.notation}") if best is not None else None


def _shortened(short: str, full: str) -> bool:
    """Whether a name is another one with inner or leading words left out."""
    if short.startswith("其他") != full.startswith("其他") or short[-1] != full[-1]:
        return False
    if len(short) >= len(full) or len(short) < _CLOSE_ENOUGH * len(full):
        return bool(full != short and len(short) >= 6 and full.endswith(short))
    return in_order(short, full)


def _preferred(name: str, concepts: list[Concept]) -> Concept | None:
    """The one concept left after preferring living codes, then official names, then attested codes."""
    for wanted in (
        lambda concept: "isReplacedBy" not in concept.data,
        lambda concept: name_key(concept.zh) == name_key(name),
        lambda concept: concept.data.get("attested") == ("true",),
    ):
        concepts = [concept for concept in concepts if wanted(concept)] or concepts
    return concepts[0] if len(concepts) == 1 else None
