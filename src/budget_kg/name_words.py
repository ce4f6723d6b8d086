"""The words by which names of one thing differ, and those by which names of two things do. Data of `names.py` only.

Knows no organisation, project or code; each entry is a habit of many documents.
"""

from __future__ import annotations

import re
from typing import Final, Literal, TypeAlias

Kind: TypeAlias = Literal["project", "class", "indicator", "organisation"]

PROJECT_SUFFIXES: Final = ("项目支出", "项目")

EMPTY_ENDS: Final[dict[Kind, tuple[str, ...]]] = {
    "project": ("专项", "项目", "经费", "资金", "支出", "费用", "工作", "款项", "预算"),
    "class": ("支出", "等", "类", "款级", "科目"),
    "indicator": ("指标值", "指标", "情况"),
    "organisation": ("部门", "单位"),
}
"""Ends that add nothing to a name's meaning, taken off one after another."""

WEAK_ENDS: Final[dict[Kind, tuple[str, ...]]] = {
    "project": (
        "补助", "补贴", "津贴", "奖补", "奖励", "奖励金", "以奖代补", "配套", "追加", "结转", "专款", "保障", "等",
        "类", "及其他",
    ),
    "class": (),
    "indicator": ("目标", "程度", "数量", "水平", "完成", "结果"),
    "organisation": ("本级", "机关", "本部", "总部"),
}
"""Ends, beside the empty ones, that make of a name another name for what is perhaps the same thing."""

WEAK_STARTS: Final[dict[Kind, tuple[str, ...]]] = {
    "project": (
        "关于", "提前下达", "下达", "追加", "拨付", "调整", "上年结转", "上年", "结转", "其他资金", "财政", "用于",
        "支付",
    ),
    "class": (),
    "indicator": ("实际", "计划", "年度", "全年", "完成"),
    "organisation": (),
}
"""Beginnings of the same sort."""

SYNONYMS: Final[dict[Kind, tuple[tuple[str, str], ...]]] = {
    "project": (
        ("津贴", "补助"), ("补贴", "补助"), ("薪酬", "报酬"), ("工资", "报酬"), ("整治", "治理"), ("运维", "运行"),
        ("运转", "运行"),
        ("运营", "运行"), ("维护", "维修"), ("修缮", "维修"), ("养护", "维修"), ("安保", "保安"), ("综合治理", "综治"),
        ("疫情防控", "防疫"), ("党员群众", "党群"), ("计划生育", "计生"), ("办公室", "办"),
    ),
    "class": (),
    "indicator": (
        ("满意程度", "满意度"), ("满意率", "满意度"), ("满意比例", "满意度"), ("覆盖面", "覆盖率"),
        ("完成比例", "完成率"),
        ("比率", "率"), ("时限", "时间"), ("数量", "数"), ("个数", "数"), ("总数", "数"), ("开展", ""),
        ("受益群众", "群众"),
    ),
    "organisation": (("党员群众", "党群"), ("综合行政执法", "综合执法"), ("计划生育", "计生")),
}
"""Words that may stand for each other: names that agree after this are possibly the same, no more."""

ORGANISATION_WORDS: Final = tuple(
    (re.compile(long), short)
    for long, short in (
        ("中国共产党", "中共"),
        ("中国共产主义青年团", "共青团"),
        ("中国人民政治协商会议", "政协"),
        ("街道(?:办事处|办(?!公))", "街道"),
        ("委员会", "委"),
        ("人民政府", "政府"),
        ("办公室", "办"),
        ("有限责任公司", "有限公司"),
        ("人民代表大会常务委", "人大常委"),
        ("人民代表大会", "人大"),
        ("工作委", "工委"),
        ("维吾尔自治区|壮族自治区|回族自治区", "自治区"),
    )
)
"""Parts of official names with their official short forms."""

COMPANY_FORM: Final = re.compile(r"(?:管理|投资|发展|建设|控股)*(?:集团)?(?:股份)?(?:有限责任公司|有限公司|总公司)")
"""The form of a company within the name of something else: what stands before it is its short name."""

SORTS: Final = ("项目", "工程", "企业")
"""What a phrase for a sort of things ends with, in front of the name of one."""

COMPANY_ENDS: Final = re.compile(r"(?:控股)?(?:集团)?(?:股份)?(?:有限公司|总公司|公司)$|(?:集团|厂)$")

BRANCH: Final = re.compile(
    r"(?:分公司|分局|分院|分中心|分校|分部|分社|分店|分站|支队|大队|中队|支局|支行|派出所|办事处|工作站|服务站|校区|院区)$"
)
"""What is part of a larger body, not another name of it."""

BODY_END: Final = re.compile(
    r"(?:委|局|厅|办|部|处|所|站|校|学|园|院|会|队|馆|社|台|库|场|公司|中心|政府|街道|镇|乡|集团|人大|政协|联|团|室|府|科|股)$"
)

PLACE: Final = re.compile(r"^.{1,7}?(?:省|自治区|自治州|市|地区|盟|自治县|县|区|旗|镇|乡|街道|州)$")

_LEVELS: Final = (
    "中央|国家级", "省级|省财政|省补|自治区级|省本级", "(?:地市|州|设区的?市|市)级|市财政|市补|市本级|市直",
    "(?<!治)(?<!社)(?:区|县)级|(?:区|县)财政|(?:区|县)补|(?:区|县)本级", "(?:街道|镇|乡)级|(?:镇|乡)财政", "村级",
)

OPPOSITES: Final[tuple[tuple[re.Pattern[str], ...], ...]] = tuple(
    tuple(re.compile(side) for side in sides)
    for sides in (
        _LEVELS,
        ("一般公共预算", "政府性基金", "国有资本经营"),
        ("财政拨款", "自有资金|单位资金|自筹"),
        ("行政单位|行政运行", "(?<!行政)事业单位|事业运行"),
        ("参公|参照公务员法", "(?<!参公)(?<!管理)事业单位"),
        ("机关", "企业"),
        ("城镇|城市", "农村|乡村"),
        ("居民", "职工"),
        ("男", "女"),
        ("新建", "改建", "扩建", "(?:维|翻|整)修|修缮", "拆除|拆迁"),
        ("购置|购买|采购", "运行|运维|运营|租赁"),
        ("上级", "下级|下属"),
        ("收入", "支出"),
        ("增加|新增|增长", "减少|核减|压减|下降"),
        ("人民法院|法院", "检察院"),
        ("小学", "中学|初中|高中", "大学|高校", "幼儿园|学前"),
        ("初中", "高中"),
        ("幼儿|儿童|少年|青少年|未成年", "老年|老人|老龄|养老"),
        ("养老", "医疗|医保", "失业", "工伤", "生育(?<!计划生育)"),
        ("(?<!离)退休", "离休"),
        ("人员经费|人员支出", "公用经费|公用支出"),
        ("在编|在职", "编外|聘用|临聘|劳务派遣"),
        ("春季", "夏季", "秋季", "冬季"),
        ("上半年", "下半年"),
        ("一季度", "二季度", "三季度", "四季度"),
        ("防汛", "抗旱", "防火|消防"),
        ("供水", "排水", "污水"),
        ("供暖|取暖|供热", "供冷"),
        ("种植", "养殖"),
        ("硬件", "软件"),
        ("线上", "线下"),
        ("中医|中药", "西医|西药"),
        ("内部", "外部"),
        ("国内", "国外|境外|国\\(境\\)外"),
        ("总工会|工会", "妇联|妇女联合会", "共青团|团委", "残联|残疾人联合会", "工商联", "侨联", "科协", "文联"),
        ("纪委", "组织部", "宣传部", "统战部", "政法委", "编办"),
        ("人大", "政协"),
        ("公安", "司法", "交警"),
        ("东部", "西部", "南部", "北部", "中部"),
        ("党员", "团员"),
        ("死亡|丧葬", "伤残"),
        ("数量", "质量"),
        ("社会效益", "经济效益", "生态效益|环境效益"),
    )
)
"""Words of which a name has at most one side; names on opposite sides are two things."""

SINGLE_OPPOSITES: Final = tuple(
    frozenset(pair)
    for pair in (
        "东西", "东南", "东北", "西南", "西北", "南北", "上下", "左右", "内外", "前后", "大小", "新旧", "老新", "老小",
        "高低", "长短",
        "男女", "小中", "小大", "中大", "初高", "甲乙", "甲丙", "乙丙", "城乡", "省市", "市区", "市县", "区县", "省县",
        "省区", "镇村",
        "乡村", "县乡", "县镇", "人车", "水电", "路桥", "进出", "收支", "增减", "买卖", "春秋", "夏冬", "春冬", "夏秋",
        "早晚", "冷热",
        "干湿", "公私", "正副", "主次", "始终", "党团", "老幼", "妇残", "侨台", "农林", "林水", "农水", "离退", "次人",
        "人户", "优良", "优差", "好差",
    )
)

MEASURES: Final = (
    ("满意", "satisfaction"),
    ("率", "rate"),
    ("比例", "rate"),
    ("比重", "rate"),
    ("天数", "time"),
    ("时间", "time"),
    ("时限", "time"),
    ("及时性", "timeliness"),
    ("金额", "money"),
    ("成本", "money"),
    ("资金", "money"),
    ("面积", "area"),
    ("里程", "length"),
    ("长度", "length"),
    ("次数", "times"),
    ("场次", "times"),
    ("人次", "times"),
    ("人数", "people"),
    ("户数", "households"),
    ("个数", "count"),
    ("数量", "count"),
    ("质量", "quality"),
    ("数", "count"),
)
"""What an indicator measures; two of different sorts are two indicators."""

COMMON_PAIRS: Final = frozenset(
    (
        "经费", "资金", "项目", "工作", "补助", "补贴", "支出", "专项", "建设", "管理", "综合",
        "事务", "社区", "服务", "运行", "保障", "购买", "政府", "街道", "区级", "市级", "省级",
        "中央", "财政", "人员", "费用",
    )
)
"""Pairs of characters that say nothing of which project is meant."""
