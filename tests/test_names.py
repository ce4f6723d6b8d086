"""Names: one normal form, what identifies a project, and hashes that every copy of a document gives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


@pytest.mark.parametrize(
    ("printed", "label"),
    [("水质检测经费项目", "水质检测经费"), ("水质检测经费", "水质检测经费"), ("河道清淤项目支出", "河道清淤"), ("项目", "项目")],
)
def test_spellings_of_a_project_share_a_label(printed: str, label: str) -> None:
    assert project_label(printed) == label
