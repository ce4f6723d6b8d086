"""A conversation: questions one after another, each answered by itself or as a follow-up of the one before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from budget_kg.answering.clauses import read
from budget_kg.answering.followups import FollowUp, follow_up, says_nothing
from budget_kg.answering.inventory import Document, documents, inventory
from budget_kg.answering.lexicon import folded
from budget_kg.answering.question import LONGEST, Question, Term, language
from budget_kg.answering.ready import answer_question, answer_text
from budget_kg.answering.reply import Answer
from budget_kg.answering.restating import in_words
from budget_kg.errors import Lang, UsageError
from budget_kg.stores.contract import Source


@dataclass(frozen=True, slots=True)
class Turn:
    """A question with its answer. `understood` says what a follow-up was taken for; `place` asks for the quotes only."""

    document: Document
    question: Question
    answer: Answer
    understood: str = ""
    place: bool = False


class Conversation:
    """Answers questions about the documents of a store and remembers the last one.

    Without `department` and `year` the newest document is asked; amounts are in `unit`, answers in `lang`, unless a
    question says otherwise. UsageError when the store has no such document.
    """

    def __init__(
        self, source: Source, *, department: str | None = None, year: int | None = None, unit: str | None = None,
        lang: Lang | None = None,
    ) -> None:
        self.source = source
        self.known = documents(source)
        self.document = _chosen(self.known, department, year)
        self.unit = unit
        self.lang = lang
        self.last: Turn | None = None

    def ask(self, text: str) -> Turn:
        """Answer a text. UsageError when it is empty, too long, or says nothing that could be answered."""
        asked = " ".join(text.split())
        if len(asked) > LONGEST:
            raise UsageError(
                zh=f"问题有 {len(asked)} 个字符，最多 {LONGEST} 个",
                en=f"the question has {len(asked)} characters; at most {LONGEST} are read",
            )
        found = self._follow_up(asked) if self.last is not None else None
        if found is None:
            self.last = self._whole(asked)
        else:
            self.last = self._continued(found)
        return self.last

    def _whole(self, text: str) -> Turn:
        named = [one for one in self.known if any(folded(name) in folded(text) for name in one.names)]
        document = self.document if self.document in named or not named else named[0]
        question = self._read(document, text)
        if says_nothing(question):
            raise UsageError(
                zh=f"“{text[:20]}”没有可以回答的内容；请写出要问的话，如：三公经费花了多少钱",
                en=f"there is nothing to answer in {text[:20]!r}; ask something like: how much was spent on receptions?",
            )
        document = self._of_year(document, question)
        answer, asked = answer_text(self.source, document, text, self.lang or language(text), self.unit)
        return Turn(document, asked, answer)

    def _follow_up(self, text: str) -> FollowUp | None:
        last = self.last
        assert last is not None
        return follow_up(
            last.question, text, partial(self._read, last.document), year=last.document.year,
            names=[folded(name) for one in self.known for name in one.names], answered=self._answered(last),
        )

    def _continued(self, found: FollowUp) -> Turn:
        last = self.last
        assert last is not None
        question, lang = found.question, self.lang or found.question.lang
        if found.place:
            return replace(last, question=question, place=True, understood="")
        words = in_words(question, inventory(self.source, last.document).lexicon, lang)
        document = self._of_year(last.document, question)
        answer = self._answer(document, question, words, lang)
        if answer.confidence == "not-stated" and document != last.document:
            second = self._answer(last.document, question, words, lang)
            if second.confidence != "not-stated":
                document, answer = last.document, second
        return Turn(document, question, answer, words)

    def _answer(self, document: Document, question: Question, words: str, lang: Lang) -> Answer:
        answer = answer_question(self.source, document, question, lang)
        return replace(answer, question=words)

    def _read(self, document: Document, text: str) -> Question:
        return read(inventory(self.source, document), text)

    def _answered(self, last: Turn) -> Sequence[Term]:
        """What the answer before is about, when it was to find the largest or smallest of a group."""
        if not last.question.has("rank-high", "rank-low") or len(last.answer.readings) != 1:
            return ()
        lines = last.answer.readings[0].lines
        if len(lines) != 1:
            return ()
        name = folded(lines[0].what)
        if name != lines[0].what:  # in quotation marks: a project
            return (Term(name, (name,)),)
        return self._read(last.document, name).terms

    def _of_year(self, document: Document, question: Question) -> Document:
        """The document of the same department for the year asked about; `document` when there is none."""
        if not question.years or document.year in question.years:
            return document
        own = [one for one in self.known if one.department == document.department and one.year == question.years[0]]
        return next((one for one in own if one.kind == document.kind), document)


def _chosen(known: Sequence[Document], department: str | None, year: int | None) -> Document:
    """The newest document of a department and year; UsageError for none."""
    if not known:
        raise UsageError(
            zh="库中没有文件；先用 budget-kg build 读入", en="the store has no document; read some with `budget-kg build`"
        )
    wanted = folded(department or "")
    named = [one for one in known if any(wanted in folded(name) for name in one.names) or department == one.department]
    if not named:
        raise UsageError(
            zh=f"存储中没有部门“{department}”；budget-kg documents 列出已有文件",
            en=f"no department {department!r} in the store; `budget-kg documents` lists what is there",
        )
    found = next((one for one in named if year in (None, one.year)), None)
    if found is None:
        years = sorted({one.year for one in named})
        raise UsageError(
            zh=f"没有 {year} 年度的文件；有：{'、'.join(map(str, years))}",
            en=f"no document of {year}; there are: {', '.join(map(str, years))}",
        )
    return found
