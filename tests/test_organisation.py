"""Duties, offices, staff, short names and telephones, in the many ways they are printed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from budget_kg.extraction import assigned
from budget_kg.facts import ChangeStatement, Contact, Duty, Fact, Office, QuantityObservation, ShortName
from budget_kg.model import Layout
from budget_kg.prose.offices import is_name
from budget_kg.reading import Reader
from budget_kg.sections import contact, organisation
from budget_kg.vocab import B

LayoutOf = Callable[[str], Layout]

TITLE = "云水县星河街道办事处2021年度部门决算\n第一部分 部门概况\n"


def _facts(layout: Layout) -> list[Fact]:
    readers: dict[str, Reader] = dict.fromkeys(organisation.MEANINGS, organisation.read)
    return [fact for section, read in assigned(layout.root, readers) for fact in read(section, layout).facts]


def _offices(facts: list[Fact]) -> list[tuple[str, str, bool | None]]:
    return [(fact.name, fact.kind, fact.independent) for fact in facts if isinstance(fact, Office)]


def _counts(layout: Layout) -> dict[str, QuantityObservation]:
    return {fact.label: fact for fact in _facts(layout) if isinstance(fact, QuantityObservation)}


def _duties(layout: Layout) -> list[Duty]:
    return [fact for fact in _facts(layout) if isinstance(fact, Duty)]


def test_numbered_duties_with_and_without_titles(layout_of: LayoutOf) -> None:
    duties = _duties(layout_of(
        TITLE + "一、主要职责\n（一）植树造林。负责辖区植树。组织护林。\n（二）宣传政策：开展宣讲，发放材料。\n"
        "（三）承担防汛抗旱工作，组织抢险救灾。\n（四）完成交办的其他事项。\n二、机构设置\n"
    ))
    assert [(duty.ordinal, duty.label) for duty in duties] == [
        (1, "植树造林"), (2, "宣传政策"), (3, "承担防汛抗旱工作"), (4, "完成交办的其他事项"),
    ]
    assert duties[0].text == "负责辖区植树。组织护林。"
    assert duties[2].text == "承担防汛抗旱工作，组织抢险救灾。"
    assert duties[0].passage.quote.startswith("植树造林。负责")


@pytest.mark.parametrize(("prose", "labels"), [
    ("星河街道办事处的主要职责是：服务群众。", ["服务群众"]),
    ("主要职能是：一是管理道路；二是养护桥梁。", ["管理道路", "养护桥梁"]),
    ("主要职责：1、管理道路。2、养护桥梁。", ["管理道路", "养护桥梁"]),
    ("负责管理道路；负责养护桥梁。", ["负责管理道路", "负责养护桥梁"]),
])
def test_duties_in_prose(prose: str, labels: list[str], layout_of: LayoutOf) -> None:
    duties = _duties(layout_of(f"{TITLE}一、部门主要职责\n{prose}\n二、机构设置\n"))
    assert [duty.label for duty in duties] == labels
    assert [duty.ordinal for duty in duties] == list(range(1, len(labels) + 1))


def test_offices_units_and_their_counts(layout_of: LayoutOf) -> None:
    layout = layout_of(
        TITLE + "二、机构设置情况\n本部门由本级和2个下属单位决算组成。内设4个科室，包括党政办公室、财务科、"
        "规划和建设科（加挂环保科牌子）、信访办等。下设2个非独立核算二级单位，分别为云水县星河文化站和云水县星河服务中心。\n"
    )
    assert _offices(_facts(layout)) == [
        ("党政办公室", B.InternalOffice, None), ("财务科", B.InternalOffice, None),
        ("规划和建设科（加挂环保科牌子）", B.InternalOffice, None), ("信访办", B.InternalOffice, None),
        ("云水县星河文化站", B.SubordinateUnit, False), ("云水县星河服务中心", B.SubordinateUnit, False),
    ]
    counts = _counts(layout)
    assert {label: int(fact.value.value) for label, fact in counts.items()} == {
        "下属单位": 2, "内设科室": 4, "下设非独立核算二级单位": 2,
    }
    start, end = counts["内设科室"].numerals[0]
    assert layout.document.text[start:end] == "4"
    assert counts["内设科室"].passage.quote == "内设4个科室"


@pytest.mark.parametrize(("prose", "expected"), [
    ("星河街道机关内设科室有党政办、财政所、民政办等。", [("党政办", None), ("财政所", None), ("民政办", None)]),
    ("所属事业单位为：1.星河站，2.星河队。均为独立核算单位。", [("星河站", None), ("星河队", None)]),
    ("下属独立核算单位2个：星河站、星河队。", [("星河站", True), ("星河队", True)]),
    ("纳入决算编制范围的单位包括：云水县星河街道办事处本级、星河站。", [("星河站", None)]),
    ("我单位无下属单位。", []),
    ("独立编制机构3个，分别为星河站、星河队和星河所。", [("星河站", True), ("星河队", True), ("星河所", True)]),
    ("预算单位包括：星河局本级、二级预算单位星河站、星河队。", [("星河局本级", None), ("星河站", None), ("星河队", None)]),
    ("内设办公室、教务处、总务处三个处室。", [("办公室", None), ("教务处", None), ("总务处", None)]),
    ("下属单位包括：\n1.云水县星河街道办事处（本级）\n2.云水县星河敬老院\n", [("云水县星河敬老院", None)]),
])
def test_lists_of_names(prose: str, expected: list[tuple[str, bool | None]], layout_of: LayoutOf) -> None:
    layout = layout_of(f"{TITLE}二、机构设置\n{prose}\n")
    assert [(name, independent) for name, _, independent in _offices(_facts(layout))] == expected


def test_counts_before_and_behind_the_noun_and_in_chinese_numerals(layout_of: LayoutOf) -> None:
    counts = _counts(layout_of(
        TITLE + "二、机构设置\n共有预算单位12个，其中：行政单位3个，事业单位9个。内设五个股室。\n"
    ))
    assert {label: int(fact.value.value) for label, fact in counts.items()} == {
        "预算单位": 12, "行政单位": 3, "事业单位": 9, "内设股室": 5,
    }
    assert counts["事业单位"].part_of is counts["预算单位"]
    assert counts["内设股室"].part_of is None
    assert counts["内设股室"].numerals == ()


def test_kinds_of_units_count_only_as_parts(layout_of: LayoutOf) -> None:
    counts = _counts(layout_of(
        TITLE + "二、机构设置\n2021年独立编制机构数8个，其中行政1个，事业7个。\n"
        "纳入本部门2021年度决算编制范围的单位共8个。事业5个。\n"
    ))
    assert {label: int(fact.value.value) for label, fact in counts.items()} == {
        "独立编制机构": 8, "行政": 1, "事业": 7, "纳入本部门2021年度决算编制范围的单位": 8,
    }


def test_staff_in_post_without_a_noun(layout_of: LayoutOf) -> None:
    counts = _counts(layout_of(TITLE + "三、人员情况\n编制数50人，年末实有45人，退休12人。\n"))
    assert {label: (int(fact.value.value), fact.item) for label, fact in counts.items()} == {
        "编制数": (50, "item/staff-posts"), "实有": (45, "item/staff"), "退休": (12, "item/_T"),
    }


def test_staff_in_prose(layout_of: LayoutOf) -> None:
    counts = _counts(layout_of(
        TITLE + "三、人员情况\n核定人员编制38名，其中：行政编制20名、事业编制18名；实有在职人员35人，离退休人员12人。"
        "全年植树400人次，慰问老人90人。\n"
    ))
    assert {label: (int(fact.value.value), fact.item) for label, fact in counts.items()} == {
        "人员编制": (38, "item/staff-posts"), "行政编制": (20, "item/staff-posts"),
        "事业编制": (18, "item/staff-posts"), "实有在职人员": (35, "item/staff"), "离退休人员": (12, "item/_T"),
    }
    assert counts["事业编制"].part_of is counts["行政编制"].part_of is counts["人员编制"]
    assert counts["实有在职人员"].part_of is None
    assert counts["行政编制"].value.unit == "person"


def test_people_are_of_the_year_they_were_counted_in(layout_of: LayoutOf) -> None:
    layout = layout_of(
        "云水县白石镇人民政府2024年部门预算\n第一部分 部门概况\n二、机构设置和人员情况\n（二）人员情况。2024年核定编制58名，其中行政编制28名、事业编制30名。"
        "2023年末实有在职人员51人，其中行政人员26人、事业人员25人；退休人员19人，比上年末在职人员减少3人。\n"
    )
    facts = _facts(layout)
    counts = {fact.label: fact for fact in facts if isinstance(fact, QuantityObservation)}
    assert {label: (int(fact.value.value), int(fact.year)) for label, fact in counts.items()} == {
        "编制": (58, 2024), "行政编制": (28, 2024), "事业编制": (30, 2024), "实有在职人员": (51, 2023),
        "行政人员": (26, 2023), "事业人员": (25, 2023), "退休人员": (19, 2023),
    }
    assert counts["行政编制"].part_of is counts["编制"]
    assert counts["事业人员"].part_of is counts["实有在职人员"]
    (change,) = [fact for fact in facts if isinstance(fact, ChangeStatement)]
    assert (change.of, change.amount.value if change.amount else 0, change.base_year) == (counts["实有在职人员"], -3, 2022)


@pytest.mark.parametrize("words", ["2021年末编制人数68人", "截至2021年12月31日，编制人数68人", "2021年底，核定编制人数68人"])
def test_a_year_before_the_words_for_people_is_no_part_of_them(words: str, layout_of: LayoutOf) -> None:
    (count,) = _counts(layout_of(TITLE + f"三、人员情况\n{words}。\n")).values()
    assert (count.label, int(count.value.value), int(count.year), str(count.item)) == ("编制人数", 68, 2021, "item/staff-posts")


TABLE = (
    "二、部门决算单位基本情况 列入编制范围的单位见下表: 单位名称 经费性质 人员编制数 在职人数 "
    "云水县星河街道办事处 行政 40 38 星河文化站 财政全额拨款 5 4 星河服务中心 财政全额拨款 6 — 三、部门主要工作总结 略。"
)


def test_a_table_of_units_is_read_by_its_head(layout_of: LayoutOf) -> None:
    facts = _facts(layout_of(TITLE + TABLE))
    assert _offices(facts) == [
        ("星河文化站", B.SubordinateUnit, None), ("星河服务中心", B.SubordinateUnit, None),
    ]
    counts = [(fact.label, int(fact.value.value), fact.item) for fact in facts if isinstance(fact, QuantityObservation)]
    assert counts == [
        ("人员编制数", 40, "item/staff-posts"), ("在职人数", 38, "item/staff"),
        ("星河文化站人员编制数", 5, "item/staff-posts"), ("星河文化站在职人数", 4, "item/staff"),
        ("星河服务中心人员编制数", 6, "item/staff-posts"),
    ]


def test_a_table_whose_cells_do_not_fit_its_head_is_left_unread(layout_of: LayoutOf) -> None:
    broken = TABLE.replace("云水县星河街道办事处 行政 40 38", "云水县星河街道办事处 40 38")
    facts = _facts(layout_of(TITLE + broken))
    assert not [fact for fact in facts if isinstance(fact, Office | QuantityObservation)]


def test_offices_as_numbered_lines(layout_of: LayoutOf) -> None:
    facts = _facts(layout_of(
        TITLE + "二、内设机构\n1、办公室（挂档案室牌子）\n负责文电工作；\n2、财务科\n负责财务工作；\n"
    ))
    assert _offices(facts) == [("办公室", B.InternalOffice, None), ("财务科", B.InternalOffice, None)]


@pytest.mark.parametrize("words", ["负责管理办公室", "3个中心", "室", "财务工作", "其中办公室"])
def test_other_words_are_no_names(words: str) -> None:
    assert not is_name(words)


def _short_names(layout: Layout) -> list[str]:
    return [fact.name for fact in organisation.read_anywhere(layout).facts if isinstance(fact, ShortName)]


@pytest.mark.parametrize(("prose", "names"), [
    ("云水县星河街道办事处（以下简称“星河街办”）负责。依据《预算法》（以下简称预算法）办理。", ["星河街办"]),
    ("星河街道植树，星河街道修路。", ["星河街道"]),
    ("星河街道植树一次。", []),
    ("星河街道办事处组织植树。", ["星河街道办事处"]),
    ("我街和本街道植树，全街道修路，街道办事处植树，街道办事处修路。", []),
    ("星河街道文化中心植树，星河街道文化中心修路。", []),
    ("在云水县人民政府和市街道办事处的领导下。在云水县人民政府的领导下。", []),
])
def test_short_names(prose: str, names: list[str], layout_of: LayoutOf) -> None:
    assert _short_names(layout_of(f"{TITLE}一、主要职责\n{prose}\n")) == names


def test_short_names_of_a_town_and_of_a_centre(layout_of: LayoutOf) -> None:
    town = layout_of("云水县白石镇人民政府2020年度部门决算\n一、概况\n白石镇植树。白石镇修路。白石镇人民政府造林。\n")
    assert _short_names(town) == ["白石镇", "白石镇人民政府"]
    centre = layout_of("云水县电子商务服务中心2020年度部门决算\n一、概况\n电商服务中心植树。\n")
    assert _short_names(centre) == ["电商服务中心"]


def _numbers(layout: Layout) -> list[str]:
    return [fact.number for fact in contact.read_anywhere(layout).facts if isinstance(fact, Contact)]


@pytest.mark.parametrize(("line", "numbers"), [
    ("单位联系电话：0999-1234567", ["0999-1234567"]),
    ("联系人：王某 电话 （0999）1234567", ["(0999)1234567"]),
    ("咨询电话：0999-1234567、7654321", ["0999-1234567", "7654321"]),
    ("联系方式：13800000000", ["13800000000"]),
    ("联系电话：0999—1234567转801", ["0999-1234567转801"]),
    ("联系电话：0999-1234567，传真：0999-1234568", ["0999-1234567"]),
    ("来电请拨0999-1234567", ["0999-1234567"]),
    ("电话费支出12345678元", []),
    ("支出7654321.50元", []),
    ("电话：0999-1234567。电话：0999-1234567。", ["0999-1234567"]),
])
def test_telephones(line: str, numbers: list[str], layout_of: LayoutOf) -> None:
    assert _numbers(layout_of(f"{TITLE}一、主要职责\n植树。\n第六部分 附件\n{line}\n")) == numbers


def test_the_shipped_document(shipped_layout: Layout) -> None:
    facts = _facts(shipped_layout)
    duties = [fact for fact in facts if isinstance(fact, Duty)]
    assert [duty.ordinal for duty in duties] == list(range(1, 12))
    assert (duties[0].label, duties[9].label) == ("加强基层党建", duties[9].text.rstrip("。"))
    kinds = [kind for _, kind, _ in _offices(facts)]
    assert kinds == [B.InternalOffice] * 6 + [B.SubordinateUnit] * 3
    assert [independent for _, _, independent in _offices(facts)] == [None] * 6 + [False] * 3
    assert {label: int(fact.value.value) for label, fact in _counts(shipped_layout).items()} == {
        "下属单位": 3, "内设科室": 6, "内设非独立核算二级单位": 3,
    }
    assert _numbers(shipped_layout) == ["027-83730085"]
    assert _short_names(shipped_layout) == ["汉中街道办事处", "汉中街道"]
    text = shipped_layout.document.text
    assert all(text[fact.passage.start : fact.passage.end] == fact.passage.quote for fact in facts)


@pytest.mark.parametrize(("list_of_names", "lengths"), [
    ("内设3个科室，包括办公室、财务科和信访办。", [None, None, 3]),
    ("内设3个科室，分别为办公室、财务科、信访办；另聘用5人。", [None, None, 3]),
    ("内设8个科室，包括办公室、财务科、信访办等。", [None, None, None]),
    ("内设8个科室，主要包括办公室、财务科、信访办。", [None, None, None]),
    ("内设8个科室，包括办公室、财务科、信访办、派驻的工作人员。", [None, None, None]),
])
def test_the_last_name_of_a_list_that_ends_knows_its_length(
    layout_of: LayoutOf, list_of_names: str, lengths: list[int | None]
) -> None:
    facts = _facts(layout_of(f"{TITLE}一、机构设置\n{list_of_names}\n"))
    assert [fact.length for fact in facts if isinstance(fact, Office)] == lengths


@pytest.mark.parametrize(("prose", "labels"), [
    ("星河街道综合执法队(包含综合执法队机关、直属大队、４个片区支队６个三级预算单位)", {"片区支队": "４", "三级预算单位": "６"}),
    ("所属单位包括党群服务中心、3个社区卫生服务站、2家敬老院。", {"社区卫生服务站": "3", "敬老院": "2"}),
    ("所属单位开展培训、3个问题已解决。", {}),
])
def test_bodies_counted_by_their_kind_within_a_list(
    prose: str, labels: dict[str, str], layout_of: LayoutOf
) -> None:
    found = _counts(layout_of(f"{TITLE}一、部门主要职责\n服务群众。\n二、机构设置\n{prose}\n"))
    assert {label: fact.value.printed for label, fact in found.items()} == labels


def test_the_place_is_described_before_its_duties(layout_of: LayoutOf) -> None:
    counts = _counts(layout_of(
        "云水县白石镇人民政府2020年度部门决算\n第一部分 部门概况\n一、主要职能\n白石镇人民政府是云水县下辖的基层国家行政机关，全镇面积56.4平方公里，"
        "辖11个行政村、3个社区，户籍人口13650人。主要职能是：\n（一）管理道路。\n（二）编制2个规划。\n"
    ))
    assert [(label, fact.value.printed) for label, fact in counts.items()] == [
        ("全镇面积", "56.4"), ("辖行政村", "11"), ("辖社区", "3"), ("户籍人口", "13650"),
    ]
