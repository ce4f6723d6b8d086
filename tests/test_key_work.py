"""Key work and the work of the year: what a figure measures, in invented reports and in the shipped document."""

from __future__ import annotations

from decimal import Decimal

import pytest
from prose import layout

from budget_kg.facts import ChangeStatement, KeyWorkItem, QuantityObservation, RateStatement
from budget_kg.model import Layout, Section
from budget_kg.reading import Reading
from budget_kg.sections.key_work import MEANINGS, read
from budget_kg.structure import account
from budget_kg.vocab import B


def reading(body: str) -> Reading:
    """What the reader makes of a chapter of key work with this body."""
    made = layout(f"青禾县水务局2022年度部门决算\n一、年度重点工作完成情况\n{body}\n二、名词解释\n（一）基本支出：指。")
    return read(chapter(made), made)


def chapter(made: Layout) -> Section:
    return next(node for node in made.root.walk() if node.kind in MEANINGS)


def quantities(found: Reading) -> list[tuple[str, Decimal, str]]:
    return [(f.label, f.value.value, f.value.unit) for f in found.facts if isinstance(f, QuantityObservation)]


def rates(found: Reading) -> list[tuple[str, str, Decimal]]:
    """Kind, name (its own or that of the quantity it is about) and per cent of every percentage."""
    result = []
    for fact in found.facts:
        if isinstance(fact, RateStatement):
            of = fact.of.label if isinstance(fact.of, (QuantityObservation, RateStatement)) else None
            name = fact.label or of or ""
            result.append((fact.kind.rpartition("#")[2], name, fact.percent.value))
    return result


COUNTS = {
    "新建改建乡村道路24.5公里。": [("新建改建乡村道路", "24500", "kilometre")],
    "全年受理群众来信来访208件次。": [("受理群众来信来访", "208", "item")],
    "共为176户困难家庭发放救助金98.6万元。": [
        ("困难家庭", "176", "household"), ("困难家庭发放救助金", "986000", "wan-yuan"),
    ],
    "查处违法建设17处，拆除面积3400平方米。": [("查处违法建设", "17", "piece"), ("拆除面积", "3400", "square-metre")],
    "组织党员干部开展志愿服务活动33次，参与人数900余人次。": [
        ("志愿服务活动", "33", "occasion"), ("志愿服务活动参与人数", "900", "person-time"),
    ],
    "城乡低保对象2105户3980人。": [("城乡低保对象", "2105", "household"), ("城乡低保对象", "3980", "person")],
    "引进项目9个，其中亿元以上项目2个。": [("引进项目", "9", "piece"), ("亿元以上项目", "2", "piece")],
    "植树造林0.8万亩。": [("植树造林", "8000", "wan-mu")],
    "我校2019届毕业生本科上线人数156人。": [("2019届毕业生本科上线人数", "156", "person")],
    "发放宣传资料3200余份、宣传品800份。": [("发放宣传资料", "3200", "item"), ("宣传品", "800", "item")],
    "获评省级文明单位3个，荣获市级以上表彰11项。": [
        ("获评省级文明单位", "3", "piece"), ("荣获市级以上表彰", "11", "item"),
    ],
    "投资260万元改造老旧小区8个，惠及居民1450户。": [
        ("改造老旧小区投资", "2600000", "wan-yuan"), ("改造老旧小区", "8", "piece"),
        ("改造老旧小区惠及居民", "1450", "household"),
    ],
    "重点培育4-6家农业龙头企业。": [("培育农业龙头企业", "4", "enterprise"), ("培育农业龙头企业", "6", "enterprise")],
    "建成便民服务中心2个、村级服务站19个。": [("建成便民服务中心", "2", "piece"), ("村级服务站", "19", "piece")],
    "9名干警参加业务培训。": [("干警参加业务培训", "9", "person")],
    "全镇辖11个行政村、4个社区。": [("辖行政村", "11", "piece"), ("辖社区", "4", "piece")],
    "立案23件，结案21件。": [("立案", "23", "item"), ("结案", "21", "item")],
    "每月召开安全例会2次，每季度开展应急演练1次。": [
        ("每月召开安全例会", "2", "occasion"), ("每季度开展应急演练", "1", "occasion"),
    ],
    "每个社区组建巡逻队、调解队、宣讲队等3支服务队伍。": [("每个社区服务队伍", "3", "piece")],
    "粮食总产量12.3万吨，生猪出栏6.5万头。": [("粮食总产量", "123000", "wan-tonne"), ("生猪出栏", "65000", "wan-piece")],
    "财政总收入、一般公共预算收入分别完成9.5亿元、6.2亿元。": [
        ("财政总收入", "950000000", "yi-yuan"), ("一般公共预算收入", "620000000", "yi-yuan"),
    ],
    "举办送戏下乡27场。": [("送戏下乡", "27", "event")],
    "制定18项便民措施。": [("便民措施", "18", "item")],
    "吸纳31家单位共建共治。": [("吸纳单位共建共治", "31", "enterprise")],
    "推动价值120万元的义诊、体检等共建项目落地落实。": [("义诊、体检等共建项目价值", "1200000", "wan-yuan")],
    "已为682名退役军人建档立卡，领证655张。": [
        ("退役军人建档立卡", "682", "person"), ("退役军人领证", "655", "item"),
    ],
    "新增河岸公园改造项目，总投资760万元。": [("河岸公园改造项目总投资", "7600000", "wan-yuan")],
    "东塘地块：1号楼结构施工至12层。": [("东塘地块1号楼结构施工", "12", "piece")],
    "10家纳税大户完成税收8600万元。": [("纳税大户", "10", "enterprise"), ("纳税大户完成税收", "86000000", "wan-yuan")],
    "完成个体核查1860户，完成个体采集1855户。": [("个体核查", "1860", "household"), ("个体采集", "1855", "household")],
    "截至10月我镇新登记企业88家，企业总量达到960家。": [
        ("新登记企业", "88", "enterprise"), ("企业总量", "960", "enterprise"),
    ],
    "PM10平均浓度为41微克/立方米。": [("PM10平均浓度", "41", "microgram-per-cubic-metre")],
    "我镇河长制考核得分为93.5分，综合考核排名第四。": [
        ("河长制考核得分", "93.5", "score"), ("河长制综合考核排名", "4", "rank"),
    ],
    "在全市综合考核中位列第3名。": [("全市综合考核", "3", "rank")],
    "创建工作进入全省前10名。": [("创建工作", "10", "rank")],
    "合同签约12亿元。": [("合同签约", "1200000000", "yi-yuan")],
    "12345热线受理工单540件。": [("12345热线受理工单", "540", "item")],
    "以“3·22”世界水日为契机开展宣讲14场次。": [("宣讲", "14", "event")],
    "年度重点任务按期推进，门诊量9.6万人次。": [("门诊量", "96000", "wan-person-time")],
    "全县共有市场主体1820户，其中企业330户，个体工商户1460户。": [
        ("市场主体", "1820", "household"), ("企业", "330", "household"), ("个体工商户", "1460", "household"),
    ],
    "发现隐患210处，罚款6.5万元。": [("发现隐患", "210", "piece"), ("罚款", "65000", "wan-yuan")],
    "累计投入资金1800余万元，完成15个村的饮水工程。": [
        ("投入资金", "18000000", "wan-yuan"), ("村的饮水工程", "15", "piece"),
    ],
    "教学班24个，在校学生1080人，教职工85人。": [
        ("教学班", "24", "piece"), ("在校学生", "1080", "person"), ("教职工", "85", "person"),
    ],
    "实施小区改造6个，涉及楼栋41栋、居民980户，总投资0.8亿元。": [
        ("小区改造", "6", "piece"), ("小区改造涉及楼栋", "41", "piece"), ("居民", "980", "household"),
        ("小区改造总投资", "80000000", "yi-yuan"),
    ],
    "上报处置各类事件1.3万余件。": [("上报处置各类事件", "13000", "wan-piece")],
    "为全区21所学校配备校医26名。": [("学校", "21", "enterprise"), ("学校配备校医", "26", "person")],
    "整合860万元扶贫资金。": [("整合扶贫资金", "8600000", "wan-yuan")],
    "提供保洁员等9类公共服务岗位120个。": [("公共服务岗位", "9", "piece"), ("公共服务岗位", "120", "piece")],
    "发放产业奖补资金12.5万元，惠及农户96户。": [
        ("发放产业奖补资金", "125000", "wan-yuan"), ("发放产业奖补资金惠及农户", "96", "household"),
    ],
    "该镇在灌溉领域投入420万元提升泵站能力。": [("提升泵站能力", "4200000", "wan-yuan")],
    "优抚工作.医疗救助37人。": [("医疗救助", "37", "person")],
    "上报的14个“一事一议”项目全部获得批准。": [("上报的“一事一议”项目", "14", "piece")],
    "全部脱贫的贫困户中，218户760人稳定增收。": [("稳定增收", "218", "household"), ("稳定增收", "760", "person")],
    "完成省下达的招商任务数18亿元的103%。": [("省下达的招商", "1800000000", "yi-yuan")],
    "设立1000万元以上项目专班5个。": [("设立1000万元以上项目专班", "5", "piece")],
}

RATES = {
    "农村居民人均可支配收入达到14210元，同比增长8.7%。": [("Growth", "农村居民人均可支配收入", "8.7")],
    "规模以上工业增加值增长5.9%。": [("Growth", "规模以上工业增加值", "5.9")],
    "PM10平均浓度为41微克/立方米，同比下降6.3%。": [("Growth", "PM10平均浓度", "6.3")],
    "受理信访案件120件，按期答复，办结率97.5%。": [("Achievement", "受理信访案件办结率", "97.5")],
    "到位资金4.3亿元，占年度目标任务的108%。": [("Completion", "到位资金", "108")],
    "完成水费收入650万元，占年初预算的101.2%。": [("Completion", "水费收入", "101.2")],
    "森林覆盖率达到52.6%，比上年提高0.4个百分点。": [
        ("Achievement", "森林覆盖率", "52.6"), ("Growth", "森林覆盖率", "0.4"),
    ],
    "失业人员再就业，完成数180人，完成率100%。": [("Completion", "失业人员再就业完成率", "100")],
    "6个村设有养老驿站，覆盖率达到75%。": [("Achievement", "养老驿站覆盖率", "75")],
    "工业投资完成7.1亿元（其中技改投资2.2亿元），同比增长12%。": [("Growth", "工业投资", "12")],
    "公共预算收入完成7.2亿元，为预算的102.6%，同比增长5.5%。": [
        ("Completion", "公共预算收入", "102.6"), ("Growth", "公共预算收入", "5.5"),
    ],
    "生产总值达到210亿元，按可比价格计算增长7.1%。": [("Growth", "生产总值", "7.1")],
    "外贸企业60家，占全县企业总数的15%。": [("Share", "外贸企业", "15")],
    "城镇登记失业率控制在3.2%以内。": [("Achievement", "城镇登记失业率", "3.2")],
    "贫困发生率由2014年的16.2%下降到0.6%。": [("Achievement", "贫困发生率", "16.2"), ("Achievement", "贫困发生率", "0.6")],
    "起数、伤亡人数分别下降11%、7.5%。": [("Growth", "起数", "11"), ("Growth", "伤亡人数", "7.5")],
    "接待游客86万人次，旅游收入3.1亿元，分别增长12%、15%。": [("Growth", "接待游客", "12"), ("Growth", "旅游收入", "15")],
    "完成省下达的招商任务数18亿元的103%。": [("Completion", "省下达的招商", "103")],
    "隐患整改率达到95%以上。": [("Achievement", "隐患整改率", "95")],
}


@pytest.mark.parametrize("sentence", COUNTS)
def test_a_figure_is_named_by_what_it_measures(sentence: str) -> None:
    expected = [(label, Decimal(value), unit) for label, value, unit in COUNTS[sentence]]
    assert quantities(reading(sentence)) == expected


@pytest.mark.parametrize("sentence", RATES)
def test_a_percentage_has_a_kind_and_a_subject(sentence: str) -> None:
    assert rates(reading(sentence)) == [(kind, name, Decimal(value)) for kind, name, value in RATES[sentence]]


SILENT = (
    "全年开展“1+6+N”基层治理行动。", "打造15分钟生活圈。", "认真学习2022年中央一号文件。", "8月15日至9月30日开展排查。",
    "推进2号线建设和3号地块出让。", "落实24小时值班制度。", "目标为500万元，实际完成520万元。", "分别增长5%、6%。",
    "提前30分钟到岗。", "与年初相比，超额完成2.5亿元。", "综合竞争力比上年前进5位。", "编号12.3.4的文件。",
)


@pytest.mark.parametrize("sentence", SILENT)
def test_a_numeral_without_a_subject_states_nothing(sentence: str) -> None:
    found = reading(sentence)
    assert [fact for fact in found.facts if not isinstance(fact, KeyWorkItem)] == []


def test_names_with_units_are_structure() -> None:
    found = reading("8月15日为65岁以上老人体检，2018届学员回访，2号楼PM2.5月均值为18（μg/m³）。")
    assert [structure.rule for structure in found.structures] == ["name", "ordinal-name", "ordinal-name"]
    assert quantities(found) == [("2号楼PM2.5月均值", Decimal(18), "microgram-per-cubic-metre")]


def test_targets_changes_parts_and_qualifiers() -> None:
    found = reading(
        "（一）河道整治。年度目标为30公里，实际完成36公里。巡河共计520余次，同比减少15次。2023年计划新建闸站2座。"
    )
    facts = [fact for fact in found.facts if isinstance(fact, QuantityObservation)]
    assert [(fact.label, fact.role == B.TargetValue, fact.year) for fact in facts] == [
        ("河道整治", True, 2022), ("河道整治", False, 2022), ("巡河", False, 2022), ("新建闸站", True, 2023),
    ]
    assert facts[2].qualifier == B.MoreThan and facts[3].key_work is facts[0].key_work
    change = next(fact for fact in found.facts if isinstance(fact, ChangeStatement))
    assert change.of is facts[2] and change.amount is not None and change.amount.value == -15 and change.base_year == 2021
    part = [fact for fact in reading("新增企业21家，其中规上5家。").facts if isinstance(fact, QuantityObservation)][1]
    assert part.label == "新增企业规上" and part.part_of is not None and part.part_of.label == "新增企业"


def test_headings_are_items_with_their_text() -> None:
    found = reading("（一）供水保障方面。新铺管网12公里。\n（二）安全生产方面。未发生事故。")
    items = [fact for fact in found.facts if isinstance(fact, KeyWorkItem)]
    assert [(item.ordinal, item.label, item.achieved_text) for item in items] == [
        (1, "供水保障方面", "新铺管网12公里。"), (2, "安全生产方面", "未发生事故。"),
    ]


TABLE = """序
号
工作任务 目标任务 完成情况

1
项目建设

完成投资 3000 万元；新
开工项目 4 个，整治河道
12 公里

全年完成投资 3260 万元，新开工
项目 5 个，建成泵站 2 座；整治河
道 11 公里。

2
安全供水

提升

供水保证率达到 98%；管
网漏损率下降；检修水表
600 块

供水保证率达到 99%，漏损明显下
降；检修水表 655 块，处理投诉 42
件。
"""


def test_a_flattened_table_is_put_back_into_columns() -> None:
    found = reading(TABLE)
    rows = [fact for fact in found.facts if isinstance(fact, KeyWorkItem) and fact.target_text]
    assert [(row.ordinal, row.label) for row in rows] == [(1, "项目建设"), (2, "安全供水提升")]
    assert rows[0].target_text == "完成投资3000万元；新开工项目4个，整治河道12公里"
    assert rows[1].achieved_text == "供水保证率达到99%，漏损明显下降；检修水表655块，处理投诉42件。"
    assert not found.findings
    pairs: dict[str, dict[str, Decimal]] = {}
    for fact in found.facts:
        if isinstance(fact, QuantityObservation):
            pairs.setdefault(fact.label, {})[fact.role.rpartition("#")[2]] = fact.value.value
    assert pairs["整治河道"] == {"TargetValue": Decimal(12000), "ResultValue": Decimal(11000)}
    assert pairs["检修水表"] == {"TargetValue": Decimal(600), "ResultValue": Decimal(655)}
    assert [(fact.label, fact.role == B.TargetValue) for fact in found.facts if isinstance(fact, RateStatement)] == [
        ("供水保证率", True), ("供水保证率", False),
    ]
    assert sum(structure.rule == "row-number" for structure in found.structures) == 2


@pytest.mark.parametrize("gap", ["\t", "  "])
def test_a_row_on_one_line_is_cut_at_its_gaps(gap: str) -> None:
    rows = [
        ("序号", "重点任务", "年度目标", "完成情况"), ("1", "招商引资", "到位资金5亿元", "到位资金5.6亿元"),
        ("2", "河道整治", "整治河道12公里", "整治河道15公里"),
    ]
    found = reading("\n".join(gap.join(row) for row in rows))
    items = [(f.label, f.target_text, f.achieved_text) for f in found.facts if isinstance(f, KeyWorkItem)]
    assert items == [row[1:] for row in rows[1:]]
    roles = [(f.label, f.role == B.TargetValue) for f in found.facts if isinstance(f, QuantityObservation)]
    assert roles == [("到位资金", True), ("到位资金", False), ("整治河道", True), ("整治河道", False)]


def test_a_table_without_targets_has_results_only() -> None:
    found = reading("序号 重点工作 完成情况\n\n1\n供水保障\n\n新铺管网 18 公里，水质合\n格率 100%。\n")
    items = [(f.label, f.target_text, f.achieved_text) for f in found.facts if isinstance(f, KeyWorkItem)]
    assert items == [("供水保障", None, "新铺管网18公里，水质合格率100%。")]


def test_a_row_that_cannot_be_cut_is_kept_whole_with_a_finding() -> None:
    rows = "1\n甲项目\n\n目标是建成 3 座泵站\n\n2\n乙项目\n\n建成 4 座\n\n建成 5 座\n"
    found = reading("序号 工作任务 目标任务 完成情况\n\n" + rows)
    assert [finding.rule for finding in found.findings] == ["unread-section"]
    kept = next(fact for fact in found.facts if isinstance(fact, KeyWorkItem) and fact.label == "甲项目")
    assert kept.target_text is None and kept.achieved_text is not None and "建成 3 座泵站" in kept.achieved_text
    assert all(value != 3 for _, value, _ in quantities(found))


def test_every_fact_quotes_its_words(shipped_layout: Layout) -> None:
    text = shipped_layout.document.text
    found = read(chapter(shipped_layout), shipped_layout)
    for fact in found.facts:
        assert text[fact.passage.start : fact.passage.end] == fact.passage.quote
        for start, end in fact.numerals:
            assert fact.passage.start <= start < end <= fact.passage.end
            value = getattr(fact, "value", None) or getattr(fact, "percent", None)
            assert value is not None and text[start:end] == value.printed


def test_the_shipped_chapter_is_read_whole(shipped_layout: Layout) -> None:
    section = chapter(shipped_layout)
    found = read(section, shipped_layout)
    rows = [fact for fact in found.facts if isinstance(fact, KeyWorkItem) and fact.target_text]
    assert [row.ordinal for row in rows] == [1, 2, 3, 4, 5, 6, 7] and not found.findings
    within = shipped_layout.flow.span(section.start, section.end - 1)
    unread = [use for use in account(shipped_layout, found).unread if within[0] <= use.start < within[1]]
    assert unread == []
    first = {(f.label, f.role == B.TargetValue): f.value.value for f in found.facts
             if isinstance(f, QuantityObservation) and f.key_work is rows[0]}
    assert first["产业项目到位资金", True] == 1_000_000_000 and first["产业项目到位资金", False] == 550_000_000
    assert first["固定资产投资", False] > first["固定资产投资", True]


def planned(heading: str, body: str) -> Reading:
    made = layout(f"青禾县水务局2024年部门预算\n一、{heading}\n{body}\n二、名词解释\n（一）基本支出：指。", year=2024, kind="budget")
    return read(chapter(made), made)


PLANS = "（一）壮大产业。新增茶园600亩，现有合作社18个、社员812名，修建机耕道3.5公里。\n（二）改善环境。新建公厕12座，好评率不低于98%。"


def test_the_work_a_budget_tells_is_to_be_done() -> None:
    found = planned("2024年重点工作任务", PLANS)
    roles = [(f.label, f.role.rpartition("#")[2]) for f in found.facts if isinstance(f, QuantityObservation)]
    assert roles == [
        ("新增茶园", "TargetValue"), ("合作社", "ResultValue"), ("社员", "ResultValue"), ("修建机耕道", "TargetValue"),
        ("新建公厕", "TargetValue"),
    ]
    (rate,) = [f for f in found.facts if isinstance(f, RateStatement)]
    assert rate.role == B.TargetValue
    items = [f for f in found.facts if isinstance(f, KeyWorkItem)]
    assert [(f.label, bool(f.target_text), f.achieved_text) for f in items] == [("壮大产业", True, None), ("改善环境", True, None)]


@pytest.mark.parametrize("heading", ["2023年重点工作完成情况", "上年重点工作完成情况", "2023年度主要工作总结"])
def test_the_work_a_budget_looks_back_on_is_done(heading: str) -> None:
    found = planned(heading, PLANS)
    assert {f.role for f in found.facts if isinstance(f, QuantityObservation)} == {B.ResultValue}
    assert all(f.achieved_text and not f.target_text for f in found.facts if isinstance(f, KeyWorkItem))


@pytest.mark.parametrize(
    ("text", "earlier", "growth"),
    [
        ("发送旅客38.60万人次，比上年34.30万人次增长12.54%。", ("发送旅客", "343000", 2021), 2021),
        ("检查12次，较2020年9次增加33.3%。", ("检查", "9", 2020), 2020),
        ("全县产值达5亿元，与上年4亿元相比，增长25%。", ("全县产值", "400000000", 2021), 2021),
    ],
)
def test_a_figure_is_compared_with_that_of_an_earlier_year(text: str, earlier: tuple[str, str, int], growth: int) -> None:
    found = reading(f"（一）运输。{text}")
    now, before = [fact for fact in found.facts if isinstance(fact, QuantityObservation)]
    assert (before.label, before.value.value, before.year) == (earlier[0], Decimal(earlier[1]), earlier[2])
    assert (now.label, now.year) == (earlier[0], 2022)
    (rate,) = [fact for fact in found.facts if isinstance(fact, RateStatement)]
    assert (rate.of, rate.base_year) == (now, growth)
