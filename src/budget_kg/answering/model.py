"""A language model that chooses how a question is answered, where one is set in the environment; it gives no figures.

It is asked when the words of a question led to nothing. It chooses among the operations and names of one document and the
canned questions; its choice is checked, and every figure of the answer comes from the rows of the query that is run.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from budget_kg.answering.clauses import read
from budget_kg.answering.inventory import Inventory
from budget_kg.answering.model_canned import ChosenQuestion
from budget_kg.answering.model_choice import Choice, ChosenPlan, choice
from budget_kg.answering.model_client import Endpoint, complete, configured, endpoint
from budget_kg.answering.model_offer import Offer, RefusedError, messages, offer
from budget_kg.answering.question import Question
from budget_kg.answering.solving import Solution, solve_one
from budget_kg.asking.answers import Answer as Prepared
from budget_kg.asking.parameters import UNITS
from budget_kg.asking.questions import answer, catalogue
from budget_kg.errors import BudgetKgError, Lang, Say
from budget_kg.stores.contract import Source

VIA: Final = "model"
_ROUNDS: Final = 2
_LONGEST_REPEATED: Final = 2_000


@dataclass(frozen=True, slots=True)
class FromQuestion:
    """The answer of a canned question that a model chose; `note` says which."""

    answer: Prepared
    note: Say


@dataclass(frozen=True, slots=True)
class Nothing:
    """What to say when a model led to no answer; the answer without it stands."""

    note: Say


def available(environment: Mapping[str, str] | None = None) -> bool:
    """Whether a model is set in the environment."""
    return configured(environment)


def ask_model(
    source: Source, inventory: Inventory, text: str, lang: Lang, *, to: Endpoint | None = None
) -> Solution | FromQuestion | Nothing:
    """Let a model choose how a question about a document is answered, and answer it so. Raises nothing for its faults.

    `to` is the model to ask; by default the one the environment names.
    """
    try:
        model = to or endpoint()
        asked = read(inventory, text)
        on_offer = offer(inventory, text, lang, catalogue())
        chosen = _chosen(model, inventory, asked, on_offer)
        if isinstance(chosen, ChosenPlan):
            return _planned(source, inventory, chosen)
        if isinstance(chosen, ChosenQuestion):
            return _prepared(source, chosen, asked, lang)
    except RefusedError as error:
        return Nothing(error.say)
    except BudgetKgError as error:
        return Nothing(error.say)
    return Nothing(Say("语言模型也没有找到合适的内容", "the model found nothing that fits, either"))


def _chosen(model: Endpoint, inventory: Inventory, asked: Question, on_offer: Offer) -> Choice:
    """What the model chooses; a choice that is refused may be made anew once, in the time that is left."""
    said = messages(inventory, asked.text, on_offer)
    end = time.monotonic() + model.limit
    for left in range(_ROUNDS - 1, -1, -1):
        content = complete(model, said, end - time.monotonic())
        try:
            return choice(content, on_offer, inventory, asked)
        except RefusedError as error:
            if not left:
                raise
            complaint = f"Refused: {error.detail}. Reply with one JSON object of the form described, or none."
            said.append({"role": "assistant", "content": content[:_LONGEST_REPEATED]})
            said.append({"role": "user", "content": complaint})
    return None


def _planned(source: Source, inventory: Inventory, chosen: ChosenPlan) -> Solution | Nothing:
    found = solve_one(source, inventory, chosen.question)
    results = [one for one in found.results if one.plan.operation in chosen.gives] if found.via == "plan" else []
    if not results:
        taken = _taken(chosen.words)
        return Nothing(Say(f"{taken.zh}；文件没有给出", f"{taken.en}; the document does not give it"))
    for one in results:
        one.notes.append(_taken(chosen.words))
    return replace(found, results=results, via=VIA)


def _prepared(source: Source, chosen: ChosenQuestion, asked: Question, lang: Lang) -> FromQuestion | Nothing:
    try:
        found = answer(source, chosen.question, chosen.given, lang, asked.unit if asked.unit in UNITS else None)
    except BudgetKgError:  # a value that stands for nothing in the store; its words are the model's and are not repeated
        return Nothing(Say("语言模型选的名称在库中没有", "the model chose a name that the store does not have"))
    if not found.rows:
        taken = _taken(chosen.words)
        return Nothing(Say(f"{taken.zh}；文件没有给出", f"{taken.en}; the documents do not give it"))
    return FromQuestion(found, _taken(chosen.words))


def _taken(words: Say) -> Say:
    return Say(f"由语言模型理解为：{words.zh}", f"taken by a model as: {words.en}")
