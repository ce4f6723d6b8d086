"""Make `divisions.tsv` and `streets.tsv.gz` from a folder of the statistical division list (see README.md).

Usage: python build.py SOURCE_FOLDER [TARGET_FOLDER]. Short forms are worked out here, once, so that they can
be reviewed in the data and cost nothing when the list is read.
"""

from __future__ import annotations

import csv
import gzip
import re
import sys
from itertools import groupby
from pathlib import Path

PEOPLES = """
    蒙古族 回族 藏族 维吾尔族 苗族 彝族 壮族 布依族 朝鲜族 满族 侗族 瑶族 白族
    土家族 哈尼族 哈萨克族 傣族 黎族 傈僳族 佤族 畲族 高山族 拉祜族 水族 东乡族
    纳西族 景颇族 柯尔克孜族 土族 达斡尔族 仫佬族 羌族 布朗族 撒拉族 毛南族 仡佬族
    锡伯族 阿昌族 普米族 塔吉克族 怒族 乌孜别克族 俄罗斯族 鄂温克族 德昂族 保安族
    裕固族 京族 塔塔尔族 独龙族 鄂伦春族 赫哲族 门巴族 珞巴族 基诺族 各族 民族 蒙古
    哈萨克 柯尔克孜 锡伯 塔吉克 维吾尔
"""
ETHNIC = sorted(
    PEOPLES.split(),
    key=len,
    reverse=True,
)
GROUPINGS = ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划")
LEVEL_ENDS = {
    1: "自治区|省|市",
    2: "自治州|地区|盟|市",
    3: "自治县|自治旗|林区|特区|新区|县|旗|市|区",
}
ZONE = re.compile(r"(开发区|园区|示范区|新区|管理区|聚集区|新城|园|产业区|度假区|风景区)$")
ZONE_FORMS = (
    ("高新技术产业开发区", ("高新技术开发区", "高新开发区", "高新区")),
    ("高新技术产业园区", ("高新技术产业开发区", "高新区")),
    ("高新技术开发区", ("高新技术产业开发区", "高新区")),
    ("高技术产业开发区", ("高技术开发区", "高新区")),
    ("经济技术开发区", ("经济开发区", "经开区", "开发区")),
    ("经济开发区", ("经济技术开发区", "经开区", "开发区")),
    ("城乡一体化示范区", ("示范区",)),
)
BRACKETED = re.compile(r"[（(]([^）)]*)[）)]")


def read(folder: Path, name: str) -> list[dict[str, str]]:
    """Read one CSV of the source."""
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def without_peoples(text: str) -> str:
    """Take the names of peoples off the end, as long as two characters are left."""
    found = True
    while found:
        found = False
        for people in ETHNIC:
            if text.endswith(people) and len(text) - len(people) >= 2:
                text, found = text[: -len(people)], True
                break
    return text.removesuffix("族") if len(text) > 2 else text


def stem_of(name: str, level: int) -> str:
    """Return the name without its kind of unit (三江侗族自治县 → 三江), or '' when too little is left."""
    for end in LEVEL_ENDS[level].split("|"):
        if name.endswith(end) and len(name) - len(end) >= 2:
            return without_peoples(name.removesuffix(end))
    return ""


def typed_forms(name: str, stem: str) -> list[str]:
    """Return the usual shorter names that still say the kind of unit (三江县, 恩施州, 广西自治区)."""
    if not stem or not re.search("自治|族", name):
        return []
    forms = [stem + name[-1]]
    if "自治" in name:
        forms.append(stem + name[name.rindex("自治") :])
    return [form for form in dict.fromkeys(forms) if form != name]


def zone_forms(name: str, above: list[tuple[str, str]]) -> list[str]:
    """Return what a development zone is called after the names (full, stem) of the units above it."""
    base = re.sub("(管委会|管理委员会)$", "", name)
    for full, stem in above:
        for start in (full, stem):
            if start and base.startswith(start) and len(base) > len(start) + 1:
                base = base[len(start) :]
                break
    forms = [base]
    for ending, others in ZONE_FORMS:
        if base.endswith(ending):
            forms += [base[: -len(ending)] + other for other in others]
            break
    return [form for form in dict.fromkeys(forms) if form != name]


def upper_rows(source: Path) -> list[list[str]]:
    """Return code, name, stem, typed forms and forms relative to the unit above, for levels 1 to 3."""
    files = ("provinces", "cities", "areas")
    listed = [(row["code"], row["name"].strip()) for name in files for row in read(source, name)]
    names = dict(listed)
    stems = {code: "" if name in GROUPINGS else stem_of(name, len(code) // 2) for code, name in listed}
    provinces = {stem for code, stem in stems.items() if len(code) == 2}
    rows = []
    for code, name in sorted(listed):
        stem, typed, relative = stems[code], typed_forms(name, stems[code]), list[str]()
        if name in GROUPINGS or names.get(code[:-2]) == name:
            stem, typed = "", []
        elif len(code) == 6 and code[4] == "7":
            above = [(names[code[:size]], stems[code[:size]]) for size in (2, 4)]
            stem, typed, relative = "", [], zone_forms(name, above)
        elif len(code) == 4 and stem in provinces and name.endswith("州"):
            stem = ""
        rows.append([code, name, stem, " ".join(typed), " ".join(relative)])
    return rows


def street_forms(name: str, above: list[tuple[str, str]]) -> list[str]:
    """Return the other names a street, town or zone of the fourth level goes by."""
    forms = [inside for inside in BRACKETED.findall(name) if re.search("(街道|镇|乡|农场)$", inside)]
    plain = BRACKETED.sub("", name)
    forms += [plain] if plain != name else []
    if ZONE.search(re.sub("(管委会|管理委员会)$", "", plain)):
        forms += zone_forms(plain, above)
    elif re.search("族(苏木|[乡镇])$", plain):
        kind = "苏木" if plain.endswith("苏木") else plain[-1]
        forms.append(without_peoples(plain[: -len(kind)]) + kind)
    elif plain.endswith("街道办事处"):
        forms.append(plain.removesuffix("办事处"))
    return [form for form in dict.fromkeys(forms) if form != name and len(form) > 1]


def street_lines(source: Path, upper: list[list[str]]) -> list[str]:
    """Return one line a county: its code, then per street three digits, the name, and `=other name` …"""
    known = {code: (name, stem) for code, name, stem, *_ in upper}
    rows = sorted((row["code"], row["name"].strip()) for row in read(source, "streets"))
    lines = []
    for county, streets in groupby(rows, key=lambda row: row[0][:6]):
        above = [known[county[:2]], known[county[:4]], known[county]]
        cells = ["=".join([code[6:] + name, *street_forms(name, above)]) for code, name in streets]
        lines.append("\t".join([county, *cells]))
    return lines


def main(arguments: list[str]) -> None:
    """Write both files; the same source gives the same bytes."""
    source = Path(arguments[0])
    target = Path(arguments[1]) if len(arguments) > 1 else Path(__file__).resolve().parent
    upper = upper_rows(source)
    head = "code\tname\tstem\ttyped\trelative\n"
    (target / "divisions.tsv").write_bytes((head + "".join("\t".join(row) + "\n" for row in upper)).encode())
    lines = "\n" + "\n".join(street_lines(source, upper)) + "\n"
    (target / "streets.tsv.gz").write_bytes(gzip.compress(lines.encode(), 9, mtime=0))


if __name__ == "__main__":
    main(sys.argv[1:])
