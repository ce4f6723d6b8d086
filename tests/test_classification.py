"""Printed class names are found where they stand and matched to the code they mean, or to a finding."""

from __future__ import annotations

import time

import pytest

from budget_kg.prose.classification import find_function_prefix, function_classes, match_economic, match_function
from budget_kg.resources import shipped

PRINTED = [
    ("一般公共服务（类）支出12.5万元", "一般公共服务（类）支出", ("一般公共服务",), "201"),
    ("一般公共服务支出（类）。年初预算", "一般公共服务支出（类）", ("一般公共服务支出",), "201"),
    ("商业服务业(类)支出", "商业服务业(类)支出", ("商业服务业",), "216"),
    ("教育支出（类）普通教育（款）小学教育（项）3万元", "教育支出（类）普通教育（款）小学教育（项）",
     ("教育支出", "普通教育", "小学教育"), "2050202"),
    ("教育支出（205类）普通教育（02款）小学教育（02项）", "教育支出（205类）普通教育（02款）小学教育（02项）",
     ("教育支出", "普通教育", "小学教育"), "2050202"),
    ("教育支出（类）2050201学前教育（项）3万元", "教育支出（类）2050201学前教育（项）", ("教育支出", "学前教育"), "2050201"),
    ("农林水支出-水利-水土保持（科目编码：2130310）8万元", "农林水支出-水利-水土保持（科目编码：2130310）",
     ("农林水支出", "水利", "水土保持"), "2130310"),
    ("文化体育与媒体支出-文化-行政运行（2070101）", "文化体育与媒体支出-文化-行政运行（2070101）",
     ("文化体育与媒体支出", "文化", "行政运行"), "2070101"),
    ("2010301行政运行7.1万元", "2010301行政运行", ("行政运行",), "2010301"),
    ("[2080505] 机关事业单位基本养老保险缴费支出", "[2080505] 机关事业单位基本养老保险缴费支出",
     ("机关事业单位基本养老保险缴费支出",), "2080505"),
    ("208类05款06项机关事业单位职业年金缴费支出", "208类05款06项机关事业单位职业年金缴费支出",
     ("机关事业单位职业年金缴费支出",), "2080506"),
    ("204类公共安全支出", "204类公共安全支出", ("公共安全支出",), "204"),
    ("公共安全支出（204）55万元", "公共安全支出（204）", ("公共安全支出",), "204"),
    ("卫生健康支出12万元", "卫生健康支出", ("卫生健康支出",), "210"),
]


@pytest.mark.parametrize(("text", "printed", "words", "code"), PRINTED)
def test_a_class_is_read_as_printed(text: str, printed: str, words: tuple[str, ...], code: str) -> None:
    found = find_function_prefix("、" + text, 1)
    assert found is not None
    assert ("、" + text)[found.start : found.end] == printed
    assert found.words == words
    assert (found.match().code, found.match().status) == (f"func/{code}", "matched")


@pytest.mark.parametrize("text", ["2023年度支出", "205", "文化和", "213.5万元", "完成预算的100%"])
def test_other_words_are_no_class(text: str) -> None:
    assert find_function_prefix(text) is None


def test_an_item_is_matched_under_its_own_parent() -> None:
    assert match_function(["农林水支出", "农业农村", "行政运行"]).code == "func/2130101"
    assert match_function(["农林水支出", "水利", "行政运行"]).code == "func/2130301"
    assert match_function(["", "行政事业单位医疗", "行政单位医疗"]).code == "func/2101101"


def test_old_names_and_left_out_words_mean_the_same_code() -> None:
    retired = match_function(["社会保障和就业", "行政事业单位离退休", "归口管理的行政单位离退休"])
    assert retired.code == "func/2080501"
    assert match_function(["资源勘探信息等支出"]).code == "func/215"
    office = match_function(["一般公共服务支出", "政府办公厅（室）及其相关机构事务", "事业运行"])
    assert office.code == "func/2010350"


def test_a_unique_item_under_the_wrong_parent_keeps_its_code_and_says_so() -> None:
    match = match_function(["一般公共服务", "人大事务", "其他群众团体事务支出"])
    assert (match.code, match.status, match.printed_under) == ("func/2012999", "wrong-parent", "func/20101")
    assert "人大事务" in match.reason.zh


def test_a_name_alone_that_fits_many_codes_is_ambiguous() -> None:
    match = match_function(["行政运行"])
    assert (match.code, match.status) == (None, "ambiguous-class")


def test_what_the_list_does_not_have_is_unknown() -> None:
    assert match_function(["星际航行支出"]).status == "unknown-code"
    assert match_function(["行政运行"], "2999901").status == "unknown-code"
    assert match_function(["", "", ""]).status == "unknown-code"


def test_every_marked_class_of_the_shipped_document_is_found_once() -> None:
    text = "".join((shipped("data") / "documents/hanzhong-2023/document.txt").read_text("utf-8").split())
    started = time.process_time()
    found = list(function_classes(text))
    assert time.process_time() - started < 1
    assert len(found) == 7 + 7 + 19
    matches = [printed.match() for printed in found]
    assert [match.status for match in matches].count("wrong-parent") == 2
    assert all(match.code for match in matches)


@pytest.mark.parametrize(("name", "code"), [
    ("基本工资", "30101"), ("维修（护）费", "30213"), ("维修(护)费", "30213"), ("维修费", "30213"),
    ("其他对个人和家庭的补助支出", "30399"), ("其他对个人和家庭的补助", "30399"),
    ("对个人和家庭的补助", "303"), ("职业年金缴费", "30109"), ("职业年金", "30109"),
    ("机关事业单位基本养老保险缴费", "30108"),
    ("机关事业单位养老保险缴费", "30108"), ("基本医疗保险缴费", "30110"), ("公务员医疗补助", "30111"),
    ("其他社会保障缴费", "30112"), ("其他交通费", "30239"), ("其他商品服务支出", "30299"),
    ("因公出国(境)费", "30212"), ("办公设备购置", "31002"),
])
def test_economic_names_and_their_variants(name: str, code: str) -> None:
    assert match_economic(name) == f"econ-dep/{code}"


@pytest.mark.parametrize("name", ["党建经费", "社会保险", "其他", "费", "行政运行"])
def test_other_names_are_no_economic_class(name: str) -> None:
    assert match_economic(name) is None
