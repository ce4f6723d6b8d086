"""Names compared: what is safe to join, what needs a second proof, and the traps that are two things."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budget_kg.comparison import Verdict, compare, other_names
from budget_kg.name_words import Kind
from budget_kg.names import normalise_name
from budget_kg.vocab import scheme

# one pair a line: the two names, and ~ when a line stands for the verdict above it
PROJECTS = """
same
城乡社区环境卫生 | 城乡社区环境卫生项目
城乡社区环境卫生经费 | 城乡社区环境卫生资金
水库移民后扶专项资金 | 水库移民后扶资金
水库移民后扶项目支出 | 水库移民后扶
党建工作经费 | 党建经费
“雪亮工程”建设 | 雪亮工程建设项目
「清河行动」经费 | 清河行动经费
2023年党建经费 | 党建经费
2023年度党建经费 | 党建工作经费
党建经费（2023年） | 党建经费
党建经费2023年度 | 党建经费
防汛、抗旱 | 抗旱、防汛
图书采购及编目 | 编目及图书采购
农村的饮水安全 | 农村饮水安全
人大代表（履职）活动经费 | 人大代表(履职)活动经费
信访维稳经费 | 信访 维稳 经费
ＶＯＣ治理项目 | VOC治理
档案数字化费用 | 档案数字化
档案数字化工作专项经费 | 档案数字化
老旧小区改造一期项目 | 老旧小区改造一期
possible
青川远航股份有限公司厂房改造工程 | 青川远航有限公司厂房改造工程
2022年党建经费 | 2023年党建经费
困难群众救助补助资金 | 困难群众救助
困难群众救助补贴 | 困难群众救助补助
取暖补贴 | 取暖补助
村干部报酬 | 村干部工资
社区工作者薪酬 | 社区工作者报酬
农贸市场整治经费 | 农贸市场治理经费
公厕维护费用 | 公厕维修费用
信访维稳等经费 | 信访维稳经费
人员经费（省级） | 人员经费
河道治理（清淤） | 河道治理（护岸）
提前下达河道治理资金 | 河道治理资金
关于下达耕地地力保护补贴资金 | 耕地地力保护补贴
上年结转河道治理资金 | 河道治理
耕地地力保护追加 | 耕地地力保护
老旧小区改造 | 老旧小区改造二期
河道保洁 | 道路清扫、河道保洁、垃圾清运
河道保洁经费 | 河道保洁、垃圾清运经费
图书采购 | 图书采购和编目经费
东湖村道路硬化工程 | 道路硬化工程
市级社区惠民资金 | 社区惠民资金
新建文化活动中心 | 文化活动中心新建
2019-2021年道路维修 | 道路维修
网格员误餐费 | 网格员误餐补助费
基层环境卫生治理 | 基层社会环境卫生综合治理
综合治理维稳经费 | 综治维稳经费
残疾人两项补贴 | 残疾人两项补贴（护理）
different
老旧小区改造一期 | 老旧小区改造二期
老旧小区改造（一） | 老旧小区改造（二）
第一批河道治理 | 第二批河道治理
A区管网改造 | B区管网改造
2011年以前转业安置经费 | 2012年以前转业安置经费
2019-2021年道路维修 | 2022-2023年道路维修
公共卫生补助（中央） | 公共卫生补助（省级）
中央公共卫生补助 | 省级公共卫生补助
省财政衔接资金 | 市级衔接资金
区级配套河道治理 | 市级配套河道治理
公务用车购置 | 公务用车运行
党建经费 | 环境卫生经费
在编人员工资 | 非在编人员工资
在职人员补贴 | 聘用人员补贴
乡村小学校舍维修 | 乡村中学校舍维修
第三小学食堂设备 | 第四小学食堂设备
初中生均公用经费 | 高中生均公用经费
城东污水管网建设 | 城西污水管网建设
城乡居民基本医疗保险补助 | 城乡居民基本养老保险补助
城乡居民医疗保险补助 | 城镇职工医疗保险补助
新建村卫生室 | 改建村卫生室
退休人员慰问 | 离休人员慰问
其他社区经费 | 社区经费
农村道路维修 | 城市道路维修
办公设备购置 | 办公设备租赁
困难群众补助资金 | 困难群众奖励资金
春季绿化 | 秋季绿化
供水管网改造 | 排水管网改造
妇联活动经费 | 残联活动经费
人大会议经费 | 政协会议经费
硬件维护 | 软件维护
妇女两癌筛查 | 儿童先心病筛查
社区 | 社区惠民项目党群活动经费
达标公厕奖励 | 不达标公厕整改
普及教育经费 | 特殊教育经费
上级转移支付河道治理 | 下级河道治理
"""

CLASSES = """
same
资源勘探工业信息等支出 | 资源勘探工业信息
城乡社区支出 | 城乡社区
教育支出（类） | 教育（类）
住房公积金支出 | 住房公积金
文化 旅游 体育与传媒支出 | 文化旅游体育与传媒支出
行政运行 | 行政 运行
possible
公共卫生（款） | 公共卫生
资源勘探工业信息等支出 | 资源勘探信息等支出
文化旅游体育与传媒支出 | 文化体育与传媒支出
财政对城乡居民基本养老保险基金的补助 | 财政对居民基本养老保险基金的补助
different
行政事业单位离退休 | 行政事业单位养老支出
行政单位医疗 | 事业单位医疗
行政单位离退休 | 事业单位离退休
其他城乡社区支出 | 城乡社区支出
公共卫生（款） | 公共卫生（项）
教育（类） | 教育（款）
行政运行 | 事业运行
城乡社区支出 | 城乡社区管理事务
城乡社区支出 | 城乡社区环境卫生
小学教育 | 初中教育
初中教育 | 高中教育
学前教育 | 小学教育
住房改革支出 | 住房保障支出
伤残抚恤 | 死亡抚恤
死亡抚恤 | 义务兵优待
农村特困人员救助供养支出 | 城市特困人员救助供养支出
农村基础设施建设 | 农村综合改革
机关事业单位基本养老保险缴费支出 | 机关事业单位职业年金缴费支出
老年福利 | 儿童福利
社会福利 | 社会救助
综合医院 | 中医（民族）医院
一般行政管理事务 | 机关服务
农林水支出 | 林业和草原
政府性基金支出 | 一般公共预算支出
卫生健康支出 | 医疗卫生与计划生育支出
"""

INDICATORS = """
same
新开工项目河岸酒店北区改造项目总投资 | 河岸酒店管理有限公司北区改造项目总投资
河岸酒店有限公司北区改造项目总投资 | 河岸酒店北区改造项目总投资
安置退伍军人人数（人） | 安置退伍军人人数
项目验收合格率≥95% | 项目验收合格率
项目验收合格率 不低于95% | 项目验收合格率
群众满意度 | 群众满意度指标
设备到位情况 | 设备到位
“清河行动”参与人数 | 清河行动参与人数
清扫的道路面积 | 清扫道路面积
道路清扫面积（平方米） | 道路清扫面积
资金拨付及时率(%) | 资金拨付及时率
possible
河岸酒店管理有限公司北区改造总投资 | 河岸酒店投资有限公司北区改造总投资
青川远航集团有限公司厂房改造投资 | 青川远航有限公司厂房改造投资
群众满意度 | 社区群众满意度
群众满意率 | 群众满意度
群众满意程度 | 群众满意度
受益群众满意度 | 群众满意度
宣传覆盖面 | 宣传覆盖率
培训人员数量 | 培训人员数
补助老兵人数5人 | 补助老兵人数
开展文体活动300场 | 开展文体活动
清扫保洁计划完成率 | 清扫保洁按计划完成率
任务完成 | 任务完成率
开展普法宣传次数 | 普法宣传次数
危房改造户数 | 农村危房改造户数
different
东区河岸酒店北区改造项目总投资 | 河岸酒店管理有限公司北区改造项目总投资
服务人次 | 服务人数
任务完成率 | 任务完成数
培训男性人数 | 培训女性人数
活动经费发放率 | 活动经费发放合规率
活动经费发放及时率 | 活动经费发放合规率
资金到位率 | 资金使用率
居民满意度 | 学生满意度
服务对象满意度 | 工作人员满意度
留任保安人员 | 留任保安人员满意度
培训教师人数 | 培训教师合格率
数量达标情况 | 质量达标情况
经济效益 | 社会效益
65岁以上老人体检率 | 60岁以上老人体检率
一季度完成数 | 二季度完成数
安全事故数 | 无安全事故天数
计容面积 | 不计容面积
合格项目个数 | 不合格项目个数
河道治理长度 | 河道治理面积
新增就业人数 | 减少失业人数
小学入学率 | 初中入学率
评为优的项目 | 评为良的项目
惠民项目 | 惠民项目覆盖社区
参公单位 | 企业单位
事业单位 | 参公事业单位
"""

ORGANISATIONS = """
same
青川市云门区人民政府柳林街道办事处 | 青川市云门区柳林街道办事处
青川市云门区柳林街道办 | 青川市云门区柳林街道办事处
中共青川市委宣传部 | 中国共产党青川市委宣传部
青川市交通委 | 青川市交通委员会
青川市人民代表大会 | 青川市人大
河东省青川市财政局 | 青川市财政局
党建办公室 | 党建办
柳林街道办公室 | 柳林街道办公室
青川市财政局部门 | 青川市财政局
青川远航有限责任公司 | 青川远航有限公司
共青团青川市委 | 中国共产主义青年团青川市委
青川市财政局（本级） | 青川市财政局(本级)
possible
柳林街道办事处 | 青川市云门区人民政府柳林街道办事处
青川市财政局（本级） | 青川市财政局
青川市财政局本级 | 青川市财政局
青川市教育局机关 | 青川市教育局
云门区财政局 | 青川市云门区财政局
青川市柳林街道办事处 | 青川市云门区柳林街道办事处
柳林街道党群服务中心 | 柳林街道党员群众服务中心
青川远航股份有限公司 | 青川远航有限公司
青川远航集团有限公司 | 青川远航有限公司
青川水务集团 | 青川水务集团有限公司
青川市综合行政执法局 | 青川市综合执法局
青川财政局 | 青川市财政局
敖山镇农业农村服务中心 | 敖山镇农业服务中心
财政所 | 敖山镇财政所
different
云门区财政局 | 江口区财政局
青川市第一中学 | 青川市第二中学
青川市第一中学 | 青川市中学
青川市人民法院 | 青川市人民检察院
青川市公安局 | 青川市公安局云门分局
青川市交通委员会 | 青川市交通委员会港航管理局
青川远航有限公司 | 青川远航有限公司江口分公司
青川市云门区柳林街道社区网格管理综合服务中心 | 青川市云门区柳溪街道社区网格管理综合服务中心
青川市云门区柳林街道综合执法中心 | 青川市云门区柳林街道党员群众服务中心
公共管理办公室 | 公共服务办公室
青川市实验小学 | 青川市实验中学
青川市实验小学 | 青川市实验幼儿园
青川市妇女联合会 | 青川市残疾人联合会
青川市委组织部 | 青川市委宣传部
东湖水厂 | 西湖水厂
青川市中医院 | 青川市人民医院
青川市人大常委会 | 青川市政协常委会
青川市城东派出所 | 青川市城西派出所
青川市图书馆 | 青川市博物馆
中心 | 柳林街道党群服务中心
青川市教育局 | 青川市体育局
柳林镇人民政府 | 柳林乡人民政府
"""

KINDS: dict[Kind, str] = {
    "project": PROJECTS, "class": CLASSES, "indicator": INDICATORS, "organisation": ORGANISATIONS,
}


def pairs() -> list[tuple[Kind, str, str, str]]:
    """Kind, two names and their verdict, for every line of the tables."""
    found = []
    for kind, table in KINDS.items():
        verdict = ""
        for line in table.split("\n"):
            one, bar, two = line.partition(" | ")
            verdict = verdict if bar else line or verdict
            if bar:
                found.append((kind, one, two, verdict))
    return found


def test_the_tables_are_large() -> None:
    assert len(pairs()) >= 200
    assert {(kind, verdict) for kind, _, _, verdict in pairs()} == set(product(KINDS, ("same", "possible", "different")))


@pytest.mark.parametrize(("kind", "one", "two", "verdict"), pairs())
def test_compare(kind: Kind, one: str, two: str, verdict: Verdict) -> None:
    match = compare(one, two, kind)
    assert match.verdict == verdict, match
    assert match == compare(two, one, kind)
    assert match.reason.zh and match.reason.en
    assert not match.barred or verdict == "different"


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


TOKENS = ("一", "二", "期", "2022年", "（", "）", "省级", "市级", "河道", "治理", "、", "小学", "中学", "有限公司", "率", "经费", "等", "不")
WORDS = st.lists(st.sampled_from(TOKENS), max_size=6).map("".join)


@given(WORDS, WORDS, st.sampled_from(["project", "class", "indicator", "organisation"]))
def test_compare_is_total_and_symmetric_on_likely_names(one: str, two: str, kind: Kind) -> None:
    match = compare(one, two, kind)
    assert match == compare(two, one, kind)
    assert 0.0 <= match.score <= 1.0


@pytest.mark.parametrize(
    ("one", "two", "verdict"),
    [
        ("行政事业单位离退休", "行政事业单位养老支出", "same"),
        ("行政事业单位离退休支出", "行政事业单位养老支出（款）", "same"),
        ("医疗卫生与计划生育支出", "卫生健康支出", "same"),
        ("行政事业单位离退休（款）", "行政事业单位养老支出（项）", "different"),
        ("行政单位离退休", "行政事业单位养老支出", "different"),
    ],
)
def test_renamed_classes_are_known_to_the_caller(one: str, two: str, verdict: Verdict) -> None:
    known = other_names([concept.words for concept in scheme("func").values()], "class")
    assert compare(one, two, "class", known).verdict == compare(two, one, "class", known).verdict == verdict


def test_a_short_name_is_known_to_the_caller() -> None:
    known = other_names([["青川市交通运输委员会", "市交委"]], "organisation")
    assert compare("市交委", "青川市交通运输委员会", "organisation").verdict == "different"
    assert compare("市交委", "青川市交通运输委员会", "organisation", known).verdict == "same"
