"""Forms in which numerals are no statement: dates, numbering, names. Each rule is a name and what it looks like.

Patterns run over folded text (ASCII digits and punctuation). Every numeral inside a match is claimed by the first rule
that matches it; one with a unit only by the rules of `WITH_UNITS`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache, lru_cache

from budget_kg.prose.class_codes import economic_name_end, fold_name
from budget_kg.prose.classification import function_classes
from budget_kg.text import Numeral, fold
from budget_kg.vocab import scheme

Claim = tuple[int, int, str]

WITH_UNITS = frozenset({
    "address", "document-number", "classification-code", "page-number", "law-article", "ordinal", "date",
    "table-of-contents", "substance", "caption-code",
})
NEVER_IN_TITLES = frozenset({"money", "foreign-money", "ratio", "ratio-difference"})

_YEAR = r"(?<![\d.,])(?:19|20)\d\d"
_RANGE = r"\s?[-—–~～至到]\s?"
_MONTH = r"(?<![\d.])(?:1[0-2]|0?[1-9])月"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])日"
_MIDDOT = r"[·•∙．.]"
_CN = r"[\u4e00-\u9fff]"
_FILE = r"xlsx?|docx?|pdf|et|wps|ofd|html?|rar|zip|jpe?g|png|tsv|csv|txt"

# Each rule has the characters its pattern can begin with ("" when the pattern itself tells): most places have none.
_PATTERNS: tuple[tuple[str, str, str], ...] = (
    ("address", "", rf"https?://[!-~]+|www\.[!-~]+|[A-Za-z0-9_.-]+@[A-Za-z0-9_.-]+"
                rf"|(?=[\w/.-]*[A-Za-z])(?:[A-Za-z0-9_-]+/){{2,}}[A-Za-z0-9_.-]*"
                rf"|[A-Za-z0-9_.()“”{_CN[1:-1]}-]{{1,60}}?\.(?:{_FILE})(?![A-Za-z])"
                r"|(?:邮编|邮政编码|信用代码|ICP备|备案号?|QQ(?:号|群)):?[^\d\n]{0,4}[\dA-Za-z]+号?(?:-\d+)?"),
    ("document-number", r"〔\[(【［\d",
                        r"[〔\[(【［]\s?(?:19|20)\d\d\s?[〕\])】］]\s?第?\d+\s?号?|(?:19|20)\d\d年第\d+号"),
    ("quoted-title", "", r"《[^《》\n]{1,80}》"),
    ("classification-code", r"科编代\d", r"(?:科目)?(?:编码|代码|编号):?\d{3,7}|(?<![\d.])\d{1,2}\.\d{7}(?!\d)"
                            rf"|(?<![\d.])\d{{3}}(?:\d{{3}}){{0,2}}-(?={_CN}{{4}})"),
    ("annex-number", "", r"附(?:件|录)?\s?\d{1,3}(?:-\d{1,2})?(?!\d)"),
    ("caption", "", r"(?:图表|附图|附表|图|表)\s?\d{1,3}(?:-\d{1,2})?(?![\d.])"),
    ("caption-code", "", rf"附(?:件|表)?\d{{1,3}}(?:-\d{{1,2}})?(?={_CN}{{2,30}}?表)"
                         rf"|(?:公开|财决|财预|决算|预算)\d{{2}}(?:-\d)?表|{_CN}{{1,3}}\d{{2}}(?:-\d)?表(?!{_CN})"),
    ("page-number", "", r"第\s?\d+\s?页(?:[,/ ]?共\s?\d+\s?页)?|共\s?\d+\s?页"),
    ("law-article", "", r"第\d+(?:条|款|章|节)(?:第\d+(?:款|项))*"),
    ("substance", r"A-Z", r"PM\s?\d{1,2}(?:\.5)?|(?:SO|NO|CO|NH|CH|O)[2345](?![\w.])|H\d{1,2}N\d{1,2}|COVID-?19"),
    ("named-event", r"\d“‘\"",
                    rf"(?<![\d.])\d{{1,2}}{_MIDDOT}\d{{1,2}}”?(?={_CN}{{1,12}}?(?:日|节|周|案|事件|行动|专项|讲话|精神))"
                    rf"|[“‘\"]\d{{1,2}}{_MIDDOT}\d{{1,2}}[”’\"]"
                    rf"|(?<![\d.])\d{{3,4}}”?(?=“?{_CN}{{2,8}}?(?:宣传[周月日]|减灾[周日]|纪念日|权益日|宪法日|安全日))"
                    rf"|(?<!\d)1(?:1[09]|2[02]|2\d{{3}})”?(?={_CN}{{0,6}}?(?:热线|平台|报警|接处警|指挥|急救|警情|消防))"),
    ("date", r"\d",
             rf"{_YEAR}\s?[-./]\s?\d{{1,2}}\s?[-./]\s?\d{{1,2}}(?:[T ]?\d{{1,2}}:\d\d(?::\d\d)?Z?)?"
             rf"|(?:(?:19|20)?\d\d年)?{_MONTH}(?:{_DAY})?(?:{_RANGE}(?:(?:\d{{2,4}}年)?{_MONTH})?{_DAY})?"
             rf"|{_YEAR}年(?:1[0-2]|0?[1-9]){_RANGE}{_MONTH}|(?<![\d.])(?:1[0-2]|[1-9]){_RANGE}{_MONTH}"
             rf"|(?:(?:1[0-2]|[1-9])、)+{_MONTH}|(?<![\d.]){_DAY}(?!均|常|元|报|间|内|以内|前后)"
             r"|(?<!\d)(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)|(?<!\d)\d{1,2}:\d\d-\d{1,2}:\d\d"
             rf"|{_YEAR}(?=年(?:以前|之前|前|以后|之后|后|以来|起|至今))"),
    ("fiscal-year", r"\d",
                    rf"{_YEAR}年?{_RANGE}(?:20)?\d\d(?=年|学年)|(?:{_YEAR}年?[、和及与])+{_YEAR}(?=年)|{_YEAR}(?=年)"
                    rf"|{_YEAR}(?=本年|年度|学年|决算|预算|级{_CN}|届)"),
    ("list-number", r"\d", r"(?<![\d.])\d{1,2}(?=\.(?:19|20)\d\d年)"),
    ("ordinal", "", rf"第\d{{1,3}}(?:[-—、至]\d{{1,3}})?(?={_CN})"),
    ("ordinal-name", r"\dA-Za-z",
                     r"(?<![\d.])\d+(?:[-—、和#]\d+)*#?号(?!召)|(?<![\d.])\d{1,4}#(?:楼|栋)?|[1-4]季度|\d+(?:-\d+)*室"
                     r"|(?<![A-Za-z\d])[A-LN-Zn-z]\d{1,3}(?![\d.A-Za-z])|(?<![A-Za-z])[A-Z]{2,6}-?\d{1,4}(?![\d.])"
                     r"|(?<![\d.])\d[GSDA](?![A-Za-z])|\d\.\d版|[Vv]\d+(?:\.\d+)*"),
    ("policy-shorthand", r"\dNnXx", r"(?<![\d.])\d{1,2}(?:\+(?:\d{1,2}|[NnXx]))+(?![\d.])|[NnXx]\+\d{1,2}(?![\d.])"),
    ("unit", r"a-zμ", r"(?:[μu]|m)g/m[23³]|(?<![A-Za-z])[kc]?m[23](?!\d)"),
    ("list-number", r"\d(",
                    r"(?:^|(?<=[。;:,!?”)\n ]))\d{1,2}(?:、|\.(?!\d)|\)(?!\d))|(?:^|(?<=[。;:,、!?”)\n ]))\(\d{1,2}\)"),
    ("quoted-name", "", r"“[^“”\n]{1,24}”|‘[^‘’\n]{1,16}’|「[^」\n]{1,24}」"),
)


# A line without one of these holds no address; where it begins, with a file's name, cannot be told by a character.
_ADDRESS_SIGN = re.compile(
    "/|@|www|邮编|邮政编码|信用代码|ICP备|备案|QQ|" + "|".join(rf"\.{ending}" for ending in _FILE.split("|"))
)
_CODE_LIKE = re.compile(
    r"(?=\d)(?<![\d.])(?:(?:2\d{6}|2\d{4}|2\d{2})(?![\d.%年万亿元])|\d{2,3}(?=[类款项]))"
)
_BEFORE_A_CODE = 80
_BEHIND_A_CODE = 80


def may_claim(numeral: Numeral, rule: str) -> bool:
    """Whether a rule may claim a numeral it matches: one with a unit only by some rules."""
    if numeral.unit is None or rule in WITH_UNITS:
        return True
    return rule == "quoted-title" and numeral.dimension not in NEVER_IN_TITLES


@cache
def _compiled() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (rule, re.compile(f"(?=[{first}])(?:{pattern})" if first else pattern)) for rule, first, pattern in _PATTERNS
    )


@cache
def _events() -> re.Pattern[str]:
    words = {fold(word) for concept in scheme("event").values() for word in concept.words if re.search(r"\d", word)}
    first = re.escape("".join(sorted({word[0] for word in words})))
    longest_first = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    return re.compile(f"(?=[{first}])(?<![0-9.])(?:{longest_first})")


def _coded_classes(text: str, folded: str) -> Iterator[Claim]:
    """Functional classes printed with a code; only the surroundings of what can be a code are searched."""
    done = 0
    for match in _CODE_LIKE.finditer(folded):
        if match.start() < done:
            continue
        low = max(done, folded.rfind("\n", 0, match.start()) + 1, match.start() - _BEFORE_A_CODE)
        for printed in function_classes(text, low, min(len(text), match.end() + _BEHIND_A_CODE)):
            if printed.start <= match.start() < printed.end:
                yield printed.start, printed.end, "classification-code"
                done = printed.end
                break


def claims(text: str) -> Iterator[Claim]:
    """Spans of the text whose numerals are no statement, with the rule that says so; earlier ones come first."""
    folded = fold(text)
    yield from _coded_classes(text, folded)
    for match in re.finditer(r"(?=[35])(?<![\d.])[35]\d{2}(?:\d{2})?(?=[ -]?[\u4e00-\u9fff])", folded):
        name = match.end() + (folded[match.end()] in " -")
        if economic_name_end(fold_name(text[name : name + 30]), 0):
            yield match.start(), match.end(), "classification-code"
    for match in _events().finditer(folded):
        yield match.start(), match.end(), "named-event"
    for rule, pattern in _compiled():
        for match in _addresses(pattern, folded) if rule == "address" else pattern.finditer(folded):
            yield match.start(), match.end(), rule


def _addresses(pattern: re.Pattern[str], folded: str) -> Iterator[re.Match[str]]:
    """The matches of a pattern that stays in one line, in lines with a sign of an address."""
    done = 0
    for sign in _ADDRESS_SIGN.finditer(folded):
        if sign.start() >= done:
            low, high = folded.rfind("\n", 0, sign.start()) + 1, folded.find("\n", sign.end())
            done = high if high >= 0 else len(folded)
            yield from pattern.finditer(folded, low, done)


@lru_cache(maxsize=4)
def all_claims(text: str) -> tuple[Claim, ...]:
    """The claims of a text in the order of their rules; the text is searched once, however often asked."""
    return tuple(claims(text))


@lru_cache(maxsize=4)
def _in_order(text: str) -> tuple[tuple[int, ...], tuple[Claim, ...]]:
    found = tuple(sorted(all_claims(text)))
    return tuple(claim[0] for claim in found), found


def claims_within(text: str, start: int, end: int) -> Iterator[Claim]:
    """The claims of the whole text that lie in `text[start:end]`."""
    starts, found = _in_order(text)
    for index in range(bisect_left(starts, start), bisect_left(starts, end)):
        if found[index][1] <= end:
            yield found[index]
