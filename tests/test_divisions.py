"""Divisions: the list is whole, and a department's name leads to its division or says why not."""

from __future__ import annotations

import csv
import gzip
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from budget_kg.division_list import government, streets_named, streets_of
from budget_kg.divisions import ancestors, full_name, get, load, resolve
from budget_kg.errors import UsageError
from budget_kg.resources import shipped

FOLDER = shipped("data") / "divisions"
GOVERNMENTS = [code for code in load().names if government(code) == code]

RESOLVED = [
    # streets, towns and what belongs to them
    ("武汉市硚口区人民政府汉中街道办事处", "420104", "420104008"),
    ("湖北省武汉市硚口区汉中街道办事处", "420104", "420104008"),
    ("武汉硚口汉中街道办事处", "420104", "420104008"),
    ("武汉市汉中街道办事处", "420104", "420104008"),
    ("中共武汉市硚口区汉中街道工作委员会", "420104", "420104008"),
    ("武汉市硚口区汉中街道社区卫生服务中心", "420104", "420104008"),
    ("上海市普陀区万里街道办事处", "310107", "310107021"),
    ("池州市贵池区棠溪镇人民政府", "341702", "341702108"),
    ("安徽池州市贵池区棠溪镇", "341702", "341702108"),
    ("三江县和平乡计划生育服务站", "450226", "450226210"),
    ("天津市武清区杨村街道办事处", "120114", "120114001"),
    ("东莞市虎门镇人民政府", "4419", "441900121"),
    ("儋州市那大镇人民政府", "4604", "460400100"),
    ("湖北省仙桃市彭场镇人民政府", "429004", "429004109"),
    ("昆山市花桥镇人民政府", "320583", "320583104"),
    ("大理州大理市大理镇人民政府", "532901", "532901102"),
    ("泗县开发区管委会", "341324", "341324400"),
    # provinces and cities at their level, long and short
    ("重庆市交通委员会", "50", "50"),
    ("湖北省财政厅", "42", "42"),
    ("湖北省公安厅", "42", "42"),
    ("湖北省人民政府驻北京办事处", "42", "42"),
    ("吉林省财政厅", "22", "22"),
    ("海南省财政厅", "46", "46"),
    ("河南省财政厅", "41", "41"),
    ("内蒙古财政厅", "15", "15"),
    ("广西壮族自治区财政厅", "45", "45"),
    ("广西自治区财政厅", "45", "45"),
    ("宁夏回族自治区教育厅", "64", "64"),
    ("西藏自治区教育厅", "54", "54"),
    ("新疆维吾尔自治区教育厅", "65", "65"),
    ("新疆教育厅", "65", "65"),
    # prefectures
    ("吉林市财政局", "2202", "2202"),
    ("西安市财政局", "6101", "6101"),
    ("武汉体育局", "4201", "4201"),
    ("天水市幼儿园", "6205", "6205"),
    ("宜宾市市本级", "5115", "5115"),
    ("四川宜宾市市本级（汇总）", "5115", "5115"),
    ("中共武汉市委宣传部", "4201", "4201"),
    ("九三学社武汉市委员会", "4201", "4201"),
    ("武汉市第一中学", "4201", "4201"),
    ("湖北省武汉市中级人民法院", "4201", "4201"),
    ("荆州市公安局", "4210", "4210"),
    ("防城港市港口管理局", "4506", "4506"),
    ("海南州财政局", "6325", "6325"),
    ("恩施州财政局", "4228", "4228"),
    ("兴安盟行政公署", "1522", "1522"),
    ("锡盟财政局", "1525", "1525"),
    ("大兴安岭地区行政公署", "2327", "2327"),
    ("伊犁哈萨克自治州塔城地区财政局", "6542", "6542"),
    ("东莞市财政局", "4419", "4419"),
    ("嘉峪关市财政局", "6202", "6202"),
    ("三沙市财政局", "4603", "4603"),
    ("襄樊市财政局", "4206", "4206"),
    # counties, districts, county-level cities, banners
    ("上海市普陀区财政局", "310107", "310107"),
    ("平潭县人民检察院", "350128", "350128"),
    ("平潭县人民法院", "350128", "350128"),
    ("中国共产党平潭县委员会组织部", "350128", "350128"),
    ("武汉硚口区财政局", "420104", "420104"),
    ("武汉市硚口财政局", "420104", "420104"),
    ("北京朝阳区财政局", "110105", "110105"),
    ("长春市朝阳区财政局", "220104", "220104"),
    ("吉林省朝阳区财政局", "220104", "220104"),
    ("兰州市城关区教育局", "620102", "620102"),
    ("南通市通州区财政局", "320612", "320612"),
    ("北京市通州区财政局", "110112", "110112"),
    ("牡丹江市西安区财政局", "231005", "231005"),
    ("吉林省吉林市船营区财政局", "220204", "220204"),
    ("枣庄市中区财政局", "370402", "370402"),
    ("枣庄市市中区财政局", "370402", "370402"),
    ("荆州市公安县公安局", "421022", "421022"),
    ("荆州市沙市区财政局", "421002", "421002"),
    ("三江县财政局", "450226", "450226"),
    ("河南蒙古族自治县财政局", "632324", "632324"),
    ("河南县财政局", "632324", "632324"),
    ("内蒙古自治区锡林郭勒盟东乌珠穆沁旗财政局", "152525", "152525"),
    ("土左旗财政局", "150121", "150121"),
    ("莫力达瓦达斡尔族自治旗财政局", "150722", "150722"),
    ("济源市财政局", "419001", "419001"),
    ("神农架林区财政局", "429021", "429021"),
    ("石河子市教育局", "659001", "659001"),
    ("新疆生产建设兵团第八师石河子市财政局", "659001", "659001"),
    ("浦东新区财政局", "310115", "310115"),
    ("重庆市云阳县财政局", "500235", "500235"),
    ("雄安新区容城县财政局", "130629", "130629"),
    ("乌海市海南区财政局", "150303", "150303"),
    # county-level zones of the list
    ("合肥高新区管委会", "340176", "340176"),
    ("合肥市高新技术产业开发区管理委员会", "340176", "340176"),
    ("苏州工业园区管理委员会", "320576", "320576"),
    # branches and former names
    ("随州市公安局曾都区分局", "421303", "421303"),
    ("上海市公安局普陀分局", "310107", "310107"),
    ("绍兴县财政局", "330603", "330603"),
    ("开县人民医院", "500154", "500154"),
    ("江西省东乡县财政局", "361003", "361003"),
]

AMBIGUOUS = [
    ("朝阳区财政局", {"110105", "220104"}),
    ("鼓楼区人民法院", {"320106", "320302", "350102", "410204"}),
    ("城关区教育局", {"540102", "620102"}),
    ("通州区财政局", {"110112", "320612"}),
    ("西安区财政局", {"220403", "231005"}),
    ("东乡县财政局", {"361003", "622926"}),
    ("汉中街道办事处", {"420104"}),
    ("平潭海峡两岸电子商务服务中心", {"350128"}),
    ("杨凌示范区工业商务局", {"610403"}),
    ("自贸试验区平潭片区管理委员会", {"350128"}),
    ("中国（福建）自由贸易试验区平潭片区管理委员会", {"350128"}),
    ("新疆生产建设兵团财政局", {"65"}),
    ("武汉东湖新技术开发区管理委员会", {"420111"}),
    ("北京经济技术开发区管理委员会", {"11", "110115"}),
    ("成都高新区财政局", {"5101"}),
    ("武汉市江汉大学", {"420103", "4201"}),
    ("湖北省沙洋监狱管理局", {"420822", "42"}),
    ("武汉市生态环境局硚口区分局", {"420104", "4201"}),
    ("长治市城区财政局", {"1404"}),
    ("武汉大学", {"4201"}),
]


@pytest.mark.parametrize(("name", "budget", "serves"), RESOLVED)
def test_resolved(name: str, budget: str, serves: str) -> None:
    found = resolve(name)
    assert (found.status, found.candidates) == ("resolved", ()), found
    assert found.budget == get(budget)
    assert found.serves == get(serves)


@pytest.mark.parametrize(("name", "candidates"), AMBIGUOUS)
def test_ambiguous_names_give_their_candidates_and_no_budget(name: str, candidates: set[str]) -> None:
    found = resolve(name)
    assert (found.status, found.budget, found.serves) == ("ambiguous", None, None)
    assert {division.code for division in found.candidates} == candidates
    assert all(full_name(code) in found.reason.zh for code in candidates)


@pytest.mark.parametrize("name", ["", "某某研究中心", "港口管理局", "城区财政局", "XX局", "城关镇人民政府"])
def test_names_without_a_known_place_are_unknown(name: str) -> None:
    found = resolve(name)
    assert (found.status, found.budget, found.serves, found.candidates) == ("unknown", None, None, ())


def test_a_central_body_has_no_local_budget() -> None:
    found = resolve("国家税务总局武汉市税务局")
    assert (found.status, found.budget, found.candidates) == ("unknown", None, (get("4201"),))


def test_a_town_that_was_merged_keeps_its_county_and_says_so() -> None:
    found = resolve("平潭县敖东镇人民政府")
    assert (found.status, found.budget, found.serves) == ("resolved", get("350128"), None)
    assert "街镇不在区划表中" in found.reason.zh


def test_a_former_name_says_what_it_is_now() -> None:
    assert "浙江省绍兴市柯桥区" in resolve("绍兴县财政局").reason.zh


def test_a_homonym_is_settled_by_its_street() -> None:
    assert resolve("朝阳区望京街道办事处").budget == get("110105")


@pytest.mark.parametrize(
    "spelling", ["武汉市 硚口区\n财政局", "武汉市（硚口区）财政局", "武汉市硚口区财政局\u3000"]
)
def test_spacing_and_brackets_change_nothing(spelling: str) -> None:
    assert resolve(spelling).budget == get("420104")


@pytest.mark.parametrize("start", range(10))
def test_every_division_is_found_by_its_full_name(start: int) -> None:
    for code in GOVERNMENTS[start::10]:
        found = resolve(f"{full_name(code)}财政局")
        assert found.budget == get(code), (code, found)


def test_every_city_is_found_by_its_own_name_alone() -> None:
    for code in (code for code in GOVERNMENTS if len(code) == 4):
        for organ in ("公安局", "自然资源和规划局", "合作交流办公室", "中心医院", "人民政府办公室"):
            found = resolve(get(code).name + organ)
            assert found.budget == found.serves == get(code), (code, organ, found)


def test_streets_are_found_all_over_the_country() -> None:
    tried = 0
    for county in [code for code in load().names if len(code) == 6][::40]:
        for street in streets_of(county)[::4]:
            name = street.names[0]
            if name.endswith(("街道", "镇", "乡")):
                office = "办事处" if name.endswith("街道") else "人民政府"
                found = resolve(f"{full_name(government(county))}{name}{office}")
                assert found.serves == get(street.code), (street, found)
                tried += 1
    assert tried > 200


def test_the_list_is_whole() -> None:
    names = load().names
    assert [sum(len(code) == size for code in names) for size in (2, 4, 6)] == [31, 342, 2978]
    streets = [street for code in names if len(code) == 6 for street in streets_of(code)]
    assert len({street.code for street in streets}) == len(streets) == 41352


def test_groupings_are_passed_over() -> None:
    assert [above.code for above in ancestors("420104008")] == ["420104", "4201", "42"]
    assert [above.code for above in ancestors("110105")] == ["11"]
    assert [above.code for above in ancestors("429004109")] == ["429004", "42"]
    assert [above.code for above in ancestors("441900121")] == ["4419", "44"]
    assert ancestors("42") == ()
    assert full_name("441900121") == "广东省东莞市虎门镇"


def test_codes_of_other_lengths() -> None:
    assert get("420000") == get("42")
    assert get("420100000000") == get("4201")
    assert get("441900") == get("4419")
    assert [get(code).six for code in ("42", "4201", "420104", "420104008")] == [
        "420000",
        "420100",
        "420104",
        "420104",
    ]


@pytest.mark.parametrize("code", ["", "4", "99", "420199", "420104999", "42010", "四二", "4201040080001"])
def test_codes_that_are_not_in_the_list(code: str) -> None:
    with pytest.raises(UsageError, match="is not in the list"):
        get(code)


def test_streets_named_finds_them_by_any_of_their_names() -> None:
    assert streets_named("汉中街道") == ("420104008",)
    assert "450226210" in streets_named("和平乡")
    assert streets_named("麦格苗族布依族乡") == streets_named("麦格乡") == ("520181201",)
    assert streets_named("中街道") == ()


def test_aliases_agree_with_the_list() -> None:
    names, seen = load().names, set()
    with (FOLDER / "aliases.tsv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    for row in rows:
        codes = row["codes"].split()
        assert " ".join(names[code] for code in codes) == row["listed_as"], row
        if row["kind"] == "former":
            assert row["name"] not in names.values(), f"{row['name']} is still in the list"
            assert 1998 <= int(row["since"]) <= 2023
        seen.add(row["kind"])
    assert len({(row["kind"], row["name"]) for row in rows}) == len(rows)
    assert seen == {"former", "short", "zone", "word", "common"}


def test_the_build_gives_the_same_bytes_again(tmp_path: Path) -> None:
    source, targets = tmp_path / "source", [tmp_path / "one", tmp_path / "two"]
    for folder in (source, *targets):
        folder.mkdir()
    (source / "provinces.csv").write_text('code,name\n45,"广西壮族自治区"\n', "utf-8")
    (source / "cities.csv").write_text('code,name,provinceCode\n4502,"柳州市",45\n', "utf-8")
    (source / "areas.csv").write_text(
        'code,name,cityCode,provinceCode\n450226,"三江侗族自治县",4502,45\n', "utf-8"
    )
    (source / "streets.csv").write_text('code,name,areaCode\n450226210,"和平瑶族乡",450226\n', "utf-8")
    build = runpy.run_path(str(FOLDER / "build.py"))
    for target in targets:
        build["main"]([str(source), str(target)])
    for name in ("divisions.tsv", "streets.tsv.gz"):
        assert (targets[0] / name).read_bytes() == (targets[1] / name).read_bytes()
    listed = (targets[0] / "divisions.tsv").read_text("utf-8").splitlines()
    assert listed[1:] == [
        "45\t广西壮族自治区\t广西\t广西区 广西自治区\t",
        "4502\t柳州市\t柳州\t\t",
        "450226\t三江侗族自治县\t三江\t三江县 三江自治县\t",
    ]
    assert set(listed[1:]) <= set((FOLDER / "divisions.tsv").read_text("utf-8").splitlines())
    assert (
        gzip.decompress((targets[0] / "streets.tsv.gz").read_bytes()).decode()
        == "\n450226\t210和平瑶族乡=和平乡\n"
    )


def test_the_list_stays_small_and_streets_are_read_only_when_needed() -> None:
    assert sum(file.stat().st_size for file in FOLDER.iterdir() if file.is_file()) < 700_000
    code = (
        "from budget_kg import division_list as d, divisions; divisions.resolve('重庆市交通委员会');"
        "assert d.street_text.cache_info().currsize == 0"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
