"""The words by which a text shows that it goes on from the question before, and what is left of it without them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from budget_kg.answering.lexicon import english

_LEAD: Final = re.compile(
    r"(?:那么|那(?![个些笔年里样边次份条])|然后|另外|还有(?![多几没什哪啥])|同样|换句话说|哦|噢|嗯|好的?[，,]|不是?[，,]|不对[，,]?"
    r"|我(?:是|想)?(?:说|问|指)的?(?:是)?)[，,、\s]*"
)
_LEAD_ENGLISH: Final = re.compile(
    r"(?:and|but|so|then|also|plus|ok|okay|now|sorry|no|well|hmm|right|(?:the )?same (?:question )?(?:for|with)"
    r"|(?:and )?(?:what|how)(?:['’]s)? about|what of|i mean|i meant)(?:[,:;.]|\b(?!['’-]))\s*",
    re.IGNORECASE,
)
_TAIL: Final = re.compile(r"(呢|咧|捏)?[呀啊嘛哈]?[？?。.！!…~～\s]*$")
_AFTER_POINTING: Final = "(?=[占比是的里中算在写有，,？?]|$)"
_POINTING: Final = re.compile(
    rf"它|其(?![他它余实中])|这(?:个|笔|项|块|些)?{_AFTER_POINTING}|那(?:个|笔|项|些){_AFTER_POINTING}"
    r"|该(?:项目|项|指标)|上面(?:那|这)|刚才|前面(?:那|这)"
)
_POINTING_ENGLISH: Final = re.compile(
    r"\b(?:that|those)(?=$|[?.!,]"
    r"| (?:in|is|was|as|of|to|compared?|about|come|change|mean|go|fall|rise|cost|say|stated|written)\b)"
    r"|\b(?:this|that) (?:one|figure|amount|number|sum|project|item|indicator)\b"
    r"|\b(?:of|with|for|about|from|than) (?:it|that|this|those|them)\b",
    re.IGNORECASE,
)
_APART: Final = re.compile(r"\b(break|split) (?:it|that|this|them) (?:down|up)\b", re.IGNORECASE)
_MARKS: Final = re.compile(r"[\s？?。.！!，,、]+")
THIS_YEAR: Final = re.compile(r"今年|本年度?|当年|\bthis year\b|\bthe current year\b", re.IGNORECASE)
BEFORE_LAST: Final = re.compile(r"前年|\btwo years (?:ago|before|earlier)\b", re.IGNORECASE)
AGAINST: Final = re.compile(r"比|compared|versus|\bvs\b|\bagainst\b|\bthan\b", re.IGNORECASE)
SIDE: Final = re.compile(
    r"支出|开支|开销|花销|出账|spending|expenditure|outlay|expense|outgoings"
    r"|收入|进账|进项|revenue|income|receipts|earnings|inflow"
)
"""A side of the accounts by its name, not by a word for spending or receiving."""
MONEY_WORD: Final = re.compile(r"钱|花|支出|收入|费|spen|cost|money|paid|budget|revenue|income", re.IGNORECASE)

_UNIT: Final = {
    "块": "元", "块钱": "元", "人民币": "元", "万": "万元", "万块": "万元", "百万": "百万元", "亿": "亿元",
    "十亿": "十亿元",
    **{unit: unit for unit in ("元", "千元", "万元", "百万元", "亿元", "十亿元")},
}
_INTO_UNIT: Final = re.compile(
    r"(?:请|麻烦|都|统一|能|可以|能不能|给我|再)*"
    r"(?:用|按|以|换算?成?|换算为|换为|改成|改为|改用|转换?成|折合?成?|折算成?|合|是|等于|说成|显示成)?(?:人民币)?"
    rf"(?:是|合|等于)?(?:多少)?({'|'.join(sorted(_UNIT, key=len, reverse=True))})钱?"
    r"(?:做|作|为|当)?(?:单位)?来?(?:表示|说|讲|算|计算?|显示|是多少钱?|怎么说|行吗|可以吗|吗|吧)*"
)
_UNIT_ENGLISH: Final = {
    "元": ("yuan", "rmb", "cny", "renminbi"),
    "千元": ("thousand", "thousands"),
    "万元": ("wan", "ten thousand", "ten thousands", "10,000", "10000", "10k"),
    "百万元": ("million", "millions"),
    "亿元": ("yi", "hundred million", "hundred millions", "100 million"),
    "十亿元": ("billion", "billions"),
}
_ENGLISH_UNITS: Final = {
    word + after: unit for unit, words in _UNIT_ENGLISH.items() for word in words for after in ("", " yuan", " rmb")
}
_ABOUT_UNITS: Final = frozenset((
    "and", "in", "into", "to", "as", "of", "please", "can", "could", "would", "you", "show", "give", "say", "express",
    "convert", "put", "write", "make", "do", "use", "using", "it", "that", "this", "them", "those", "me", "us", "the",
    "a", "same", "figure", "figures", "amount", "amounts", "number", "numbers", "again", "now", "how", "many", "much",
    "is", "are", "was", "what", "instead", "answer", "unit", "units",
))


@dataclass(frozen=True, slots=True)
class Cut:
    """A text without the words that tie it to what was said before, and which of them it has.

    `leads` (“那…”, “and …”), `trails` (“…呢”), `points` (“它”, “that one”), `asked` (a mark of a question at its end).
    """

    rest: str
    leads: bool
    trails: bool
    points: bool
    asked: bool

    @property
    def tied(self) -> bool:
        """Whether any word ties it to what was said before."""
        return self.leads or self.trails or self.points


def cut(text: str) -> Cut:
    """Take off the words that tie a text to what was said before."""
    plain = " ".join(text.split())
    points = bool(_POINTING.search(plain) or _POINTING_ENGLISH.search(plain))
    rest, leads = plain, False
    while (match := _LEAD.match(rest) or _LEAD_ENGLISH.match(rest)) and match.end():
        leads, rest = True, rest[match.end() :]
    end = _TAIL.search(rest)
    trails = bool(end and end[1])
    rest = rest[: end.start()] if end else rest
    rest = _APART.sub(r"\1 down", rest)
    return Cut(rest.strip(), leads, trails, points, plain.endswith(("?", "？")))


def unit_only(rest: str) -> str | None:
    """The unit of money that a text asks for when it says nothing else."""
    match = _INTO_UNIT.fullmatch(_MARKS.sub("", rest))
    if match:
        return _UNIT[match[1]]
    return _ENGLISH_UNITS.get(" ".join(word for word in english(rest) if word not in _ABOUT_UNITS))
