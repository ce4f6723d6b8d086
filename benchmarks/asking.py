"""Scores free questions against the question set in `benchmarks/free_questions/`.

    python -m benchmarks.asking [--part dev|more|test] [--samples DIR] [--show]

Right (1): every expected figure, in any unit, and every expected name is in the answer, the verdict agrees, and a quote
of the answer holds a passage that was marked as evidence. Half: right without that quote. A question that the document
does not answer must be declined without a figure. An ambiguous one must show two readings. A wrong figure that is
given with confidence counts -1.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import defaultdict
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from budget_kg import loading
from budget_kg.answering.free import ask
from budget_kg.answering.reply import Answer
from budget_kg.stores.oxigraph import open_reader

HERE = Path(__file__).parent / "free_questions"
SHIPPED = Path(__file__).parents[1] / "data" / "documents" / "hanzhong-2023" / "document.txt"
MONEY = {"元": 1, "千元": 10**3, "万元": 10**4, "百万元": 10**6, "亿元": 10**8, "十亿元": 10**9}
_NUMBER = re.compile(
    r"[-−]?\d[\d,]*(?:\.\d+)?(?=\s*(?P<unit>×\s*100 million yuan|×\s*10,000 yuan|million yuan|billion yuan|"
    r"thousand yuan|yuan|"
    r"亿元|百万元|千元|万元|元|%)?)"
)
_NAMES = {
    "yuan": 1,
    "thousand yuan": 10**3,
    "million yuan": 10**6,
    "billion yuan": 10**9,
    "× 10,000 yuan": 10**4,
    "× 100 million yuan": 10**8,
}


@dataclass
class Scored:
    """One question with its answer and points."""

    case: dict[str, Any]
    answer: Answer
    points: float
    why: str
    seconds: float


def said(answer: Answer) -> str:
    """All a person reads of an answer, but its quotes."""
    parts = [answer.sentence]
    for reading in answer.readings:
        parts += [reading.sentence, *reading.steps, *reading.findings, *reading.notes]
        parts += [f"{line.what} {line.phase} {line.value}" for line in (*reading.lines, *reading.basis)]
    return "\n".join(parts)


def values(text: str) -> list[tuple[Decimal, str]]:
    """The numbers of a text; money in yuan."""
    found = []
    for match in _NUMBER.finditer(text):
        value = Decimal(match[0].replace(",", "").replace("−", "-"))
        unit = (match["unit"] or "").strip()
        factor = MONEY.get(unit) or _NAMES.get(unit)
        found.append((value * factor, "money") if factor else (value, unit))
    return found


def holds(figure: dict[str, str], found: list[tuple[Decimal, str]]) -> bool:
    """Whether a figure is among the numbers, to the digits it is given with."""
    value = Decimal(figure["value"].replace(",", ""))
    step = Decimal(1).scaleb(min(0, value.as_tuple().exponent))  # type: ignore[arg-type]
    factor = MONEY.get(figure["unit"])
    for number, unit in found:
        number = abs(number)
        if factor and unit == "money":
            number = number / factor
        elif factor and unit != "money":
            continue
        if number.quantize(step, ROUND_HALF_UP) == abs(value).quantize(step) or number == abs(value):
            return True
    return False


def squeezed(text: str) -> str:
    """A text without white space."""
    return "".join(text.split())


def score(case: dict[str, Any], answer: Answer) -> tuple[float, str]:
    """The points of an answer, and why."""
    text = said(answer)
    numbers = values(text)
    if case["class"] == "not_stated":
        if answer.confidence == "not-stated":
            return 1.0, "declined"
        return (-1.0, "a figure for what is not stated") if numbers else (0.0, "words for what is not stated")
    if answer.confidence == "not-stated":
        return 0.0, "declined"
    quotes = squeezed("".join(quote.quote for quote in answer.evidence))
    proven = not case["evidence"] or any(squeezed(one) in quotes for one in case["evidence"])
    if case["class"] == "ambiguous":
        shown = sum(holds(one, numbers) for one in case["any_figures"])
        if shown >= 2:
            return (1.0, "readings") if proven else (0.5, "readings without the quote")
        return (0.0, "one reading only")
    missing = [one for one in case["figures"] if not holds(one, numbers)]
    lost = [names for names in case["names"] if not any(name.casefold() in (text + quotes).casefold() for name in names)]
    if missing:
        confident = answer.confidence in ("stated", "derived") and any(
            line.exact for r in answer.readings for line in r.lines
        )
        if len(missing) < len(case["figures"]):
            return 0.0, f"without {missing[0]['value']}{missing[0]['unit']}, with others"
        return (-1.0 if confident and numbers else 0.0), f"without {missing[0]['value']}{missing[0]['unit']}"
    if lost:
        return 0.0, f"without {lost[0][0]}"
    if case["verdict"] is not None and answer.verdict is not None and answer.verdict != (case["verdict"] == "yes"):
        return 0.0, "the wrong verdict"
    return (1.0, "right") if proven else (0.5, "right without the quote")


def stores(cases: list[dict[str, Any]], samples: Path | None, where: Path) -> dict[tuple[str, ...], Path]:
    """A store for each set of documents that questions are about; sets with documents not at hand are left out."""
    found: dict[tuple[str, ...], Path] = {}
    for case in cases:
        keys = tuple(sorted(case["documents"]))
        if keys in found:
            continue
        paths = [path for key in keys if (path := document(key, samples)) is not None]
        if len(paths) == len(keys):
            found[keys] = where / "-".join(keys)
            if not found[keys].exists():
                loading.build(paths, found[keys])
    return found


def document(key: str, samples: Path | None) -> Path | None:
    """The file of a document by its key."""
    if key == "default":
        return SHIPPED
    own = HERE / "documents" / f"{key}.txt"
    if own.exists():
        return own
    return next(iter(sorted(samples.glob(f"{key}_*"))), None) if samples is not None else None


def run(part: str, samples: Path | None, keep: Path | None = None) -> list[Scored]:
    """Ask all questions of a part."""
    cases = [json.loads(line) for path in sorted(HERE.glob(f"*-{part}.jsonl")) for line in path.open(encoding="utf-8")]
    found = []
    with TemporaryDirectory() as folder:
        where = stores(cases, samples, keep or Path(folder))
        for keys, path in where.items():
            with open_reader(path) as reader:
                for case in cases:
                    if tuple(sorted(case["documents"])) == keys:
                        began = time.perf_counter()
                        answer = ask(reader, case["question"])
                        seconds = time.perf_counter() - began
                        found.append(Scored(case, answer, *score(case, answer), seconds))
    return found


def report(found: list[Scored], part: str) -> None:
    """Print points by class and language, and wrong figures."""
    table: dict[tuple[str, str], list[float]] = defaultdict(list)
    for one in found:
        for kind in (one.case["class"], "all"):
            for lang in (one.case["lang"], "both"):
                table[kind, lang].append(one.points)
    print(f"{part}: {len(found)} questions")
    for kind in ("answerable", "derived", "conflict", "ambiguous", "not_stated", "all"):
        cells = [
            f"{lang} {sum(points) / len(points):5.2f} of {len(points):3}"
            for lang in ("zh", "en", "both")
            if (points := table[kind, lang])
        ]
        print(f"  {kind:11}", "   ".join(cells))
    wrong = sum(one.points < 0 for one in found)
    bare = sum(bool(one.answer.readings) and not one.answer.evidence for one in found)
    times = sorted(one.seconds for one in found)
    print(
        f"  wrong figures {wrong} ({wrong / len(found):.1%}), answers without evidence {bare}, "
        f"warm p95 {times[int(len(times) * 0.95)] * 1000:.0f} ms"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=("dev", "more", "test"), default="dev")
    parser.add_argument("--samples", type=Path, help="a folder with the public documents that some questions are about")
    parser.add_argument("--keep", type=Path, help="a folder for the stores, to be used again")
    parser.add_argument("--show", action="store_true", help="list the questions that were not answered rightly")
    given = parser.parse_args()
    found = run(given.part, given.samples, given.keep)
    if given.show:
        for one in found:
            if one.points < 1:
                case = one.case
                print(
                    f"{one.points:4} {case['id']} {case['class']}/{case['operation']} [{one.why}] {case['question']}\n"
                    f"       {one.answer.confidence}: {one.answer.sentence[:230]}\n"
                    f"       expected {[f['value'] + f['unit'] for f in case['figures'] or case['any_figures']]} "
                    f"{[n[0] for n in case['names']]} {case['verdict'] or ''}"
                )
    report(found, given.part)


if __name__ == "__main__":
    main()
