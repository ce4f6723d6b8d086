"""Names: one normal form, hashes that every copy of a document gives, and careful comparison."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budget_kg.comparison import Verdict, compare
from budget_kg.name_words import Kind
from budget_kg.names import h10, h16, normalise_name, project_key, project_label

STREET_OFFICE = "武汉市硚口区人民政府汉中街道办事处"


@pytest.mark.parametrize(
    ("printed", "normal"),
    [
        ("武汉市 硚口区\n人民政府　汉中街道办事处", STREET_OFFICE),
        ("\ufeff武汉市硚口区人民政府汉中街道\u200b办事处", STREET_OFFICE),
        ("人员经费（省级）", "人员经费(省级)"),
        ("人员经费〔省级〕", "人员经费(省级)"),
        ("ＡＢＣ１２３号", "ABC123号"),
        ("“雪亮工程”建设", '"雪亮工程"建设'),
        ("2019—2020年", "2019-2020年"),
        ("⼈民政府", "人民政府"),  # Kangxi radicals from PDF text layers
    ],
)
def test_normal_form(printed: str, normal: str) -> None:
    assert normalise_name(printed) == normal


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise_name(text)
    assert normalise_name(once) == once
    assert not any(char.isspace() for char in once)


@pytest.mark.parametrize(
    ("name", "hashed"),
    [
        (STREET_OFFICE, "j2qpbut4t3"),
        (" 武汉市硚口区人民政府\n汉中街道办事处 ", "j2qpbut4t3"),
        ("区域发展办公室", "qlmh2r2rdr"),
        ("2011年以前转业未安置志愿兵安置经费", "ja3p7w4zoy"),
    ],
)
def test_hashes_are_those_of_the_published_graph(name: str, hashed: str) -> None:
    assert h10(name) == hashed
    assert h10(project_key(name)) == hashed


def test_h16_keeps_its_parts_apart() -> None:
    assert h16("a", "bc") != h16("ab", "c")
    assert h16("a", "") != h16("a")
    assert h16("doc", "收入", "1") == h16("doc", "收入", "1")
    assert len(h16()) == 16
    assert set(h16("x")) <= set("abcdefghijklmnopqrstuvwxyz234567")


def test_h16_is_sha256_base32_of_the_joined_parts() -> None:
    # worked out with coreutils: printf 'a\x1fb' | sha256sum, then base32
    assert h16("a", "b") == "6bgnz3mxg2tj3jqq"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("城乡社区环境卫生项目", "城乡社区环境卫生"),
        ("城乡社区环境卫生项目支出", "城乡社区环境卫生"),
        ("“雪亮工程”项目", "雪亮工程"),
        ("“雪亮工程”建设项目", '"雪亮工程"建设'),
        ("基层社区综合事务经费", "基层社区综合事务经费"),
        ("项目", "项目"),
        ("项目支出", "项目支出"),
        ("2011年以前转业未安置志愿兵安置经费", "2011年以前转业未安置志愿兵安置经费"),
    ],
)
def test_project_key(name: str, key: str) -> None:
    assert project_key(name) == key


@given(st.text(alphabet="城乡项目支出“”（） 社区", max_size=20))
def test_a_project_key_is_its_own_key(name: str) -> None:
    assert project_key(project_key(name)) == project_key(name)


PAIRS: list[tuple[Kind, str, str, Verdict]] = [
    ("project", "城乡社区环境卫生", "城乡社区环境卫生项目", "same"),
    ("project", "城乡社区环境卫生经费", "城乡社区环境卫生资金", "same"),
    ("project", "党建工作经费", "党建经费", "same"),
    ("project", "“雪亮工程”建设", "雪亮工程建设项目", "same"),
    ("project", "2023年党建经费", "党建经费", "same"),
    ("project", "防汛、抗旱", "抗旱、防汛", "same"),
    ("project", "2022年党建经费", "2023年党建经费", "possible"),
    ("project", "困难群众救助补助资金", "困难群众救助", "possible"),
    ("project", "人员经费（省级）", "人员经费", "possible"),
    ("project", "社区惠民资金（一）", "社区惠民资金（二）", "possible"),
    ("project", "老旧小区改造", "老旧小区改造二期", "possible"),
    ("project", "河道保洁", "道路清扫、河道保洁、垃圾清运", "possible"),
    ("project", "社区工作者薪酬", "社区工作者报酬", "different"),
    ("project", "老旧小区改造一期", "老旧小区改造二期", "different"),
    ("project", "2011年以前转业安置经费", "2012年以前转业安置经费", "different"),
    ("project", "公共卫生补助（中央）", "公共卫生补助（省级）", "different"),
    ("project", "中央公共卫生补助", "省级公共卫生补助", "different"),
    ("project", "公务用车购置", "公务用车运行", "different"),
    ("project", "党建经费", "环境卫生经费", "different"),
    ("project", "在编人员工资", "非在编人员工资", "different"),
    ("project", "2019-2021年道路维修", "道路维修", "possible"),
    ("class", "资源勘探工业信息等支出", "资源勘探工业信息", "same"),
    ("class", "城乡社区支出", "城乡社区", "same"),
    ("class", "公共卫生（款）", "公共卫生", "possible"),
    ("class", "行政事业单位离退休", "行政事业单位养老支出", "different"),
    ("class", "资源勘探工业信息等支出", "资源勘探信息等支出", "possible"),
    ("class", "行政单位医疗", "事业单位医疗", "different"),
    ("class", "其他城乡社区支出", "城乡社区支出", "different"),
    ("class", "公共卫生（款）", "公共卫生（项）", "different"),
    ("class", "行政运行", "事业运行", "different"),
    ("indicator", "安置退伍志愿兵人数（人）", "安置退伍志愿兵人数", "same"),
    ("indicator", "项目验收合格率≥95%", "项目验收合格率", "same"),
    ("indicator", "群众满意度", "群众满意度指标", "same"),
    ("indicator", "群众满意度", "社区群众满意度", "possible"),
    ("indicator", "服务人次", "服务人数", "different"),
    ("indicator", "任务完成率", "任务完成数", "different"),
    ("indicator", "培训男性人数", "培训女性人数", "different"),
    ("organisation", STREET_OFFICE, "武汉市硚口区汉中街道办事处", "same"),
    ("organisation", "中共武汉市委宣传部", "中国共产党武汉市委宣传部", "same"),
    ("organisation", "重庆市交通委", "重庆市交通委员会", "same"),
    ("organisation", "湖北省武汉市财政局", "武汉市财政局", "same"),
    ("organisation", "汉中街道办事处", STREET_OFFICE, "possible"),
    ("organisation", "武汉市财政局（本级）", "武汉市财政局", "possible"),
    ("organisation", "硚口区财政局", "江岸区财政局", "different"),
    ("organisation", "武汉市第一中学", "武汉市第二中学", "different"),
    ("organisation", "武汉市人民法院", "武汉市人民检察院", "different"),
    ("organisation", "朝阳区财政局", "长春市朝阳区财政局", "possible"),
]


@pytest.mark.parametrize(("kind", "one", "two", "verdict"), PAIRS)
def test_compare(kind: Kind, one: str, two: str, verdict: Verdict) -> None:
    match = compare(one, two, kind)
    assert match.verdict == verdict, match
    assert match == compare(two, one, kind)
    assert match.reason.zh
    assert match.reason.en


@given(
    st.text(max_size=30),
    st.text(max_size=30),
    st.sampled_from(["project", "class", "indicator", "organisation"]),
)
def test_compare_is_total_and_symmetric(one: str, two: str, kind: Kind) -> None:
    match = compare(one, two, kind)
    assert match == compare(two, one, kind)
    assert 0.0 <= match.score <= 1.0
    assert compare(one, one, kind).verdict == ("same" if normalise_name(one) else "different")


@pytest.mark.parametrize(
    ("printed", "label"),
    [("水质检测经费项目", "水质检测经费"), ("水质检测经费", "水质检测经费"), ("河道清淤项目支出", "河道清淤"), ("项目", "项目")],
)
def test_spellings_of_a_project_share_a_label(printed: str, label: str) -> None:
    assert project_label(printed) == label
