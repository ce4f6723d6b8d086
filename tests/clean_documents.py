"""Invented disclosures in which every figure agrees with every other, from a seed: nothing may be found in them.

One set of accounts is made up and then written down as a document of each kind: tables and prose of final accounts, prose
alone, a budget, a self-evaluation form, a notice of the three public expenses.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

DEPARTMENT, YEAR = "青禾县水务局", 2023
CLASSES: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "208 社会保障和就业支出": {
        "20805 行政事业单位养老支出": {"2080505": "机关事业单位基本养老保险缴费支出", "2080506": "机关事业单位职业年金缴费支出"},
    },
    "210 卫生健康支出": {"21011 行政事业单位医疗": {"2101101": "行政单位医疗", "2101103": "公务员医疗补助"}},
    "213 农林水支出": {
        "21303 水利": {"2130301": "行政运行", "2130305": "水利工程建设", "2130314": "防汛", "2130310": "水土保持"},
    },
    "221 住房保障支出": {"22102 住房改革支出": {"2210201": "住房公积金"}},
}
PROJECT_ITEMS = ("2130305", "2130314", "2130310")
ECONOMIC: Mapping[str, Mapping[str, str]] = {
    "301 工资福利支出": {"30101": "基本工资", "30102": "津贴补贴", "30108": "机关事业单位基本养老保险缴费", "30113": "住房公积金"},
    "302 商品和服务支出": {"30201": "办公费", "30205": "水费", "30211": "差旅费", "30231": "公务用车运行维护费"},
    "303 对个人和家庭的补助": {"30302": "退休费", "30305": "生活补助"},
}
STAFF = ("301 工资福利支出", "303 对个人和家庭的补助")

Money = Decimal
Row = Sequence[str]


def shown(amount: Money) -> str:
    """An amount as printed: two decimals, blank for nothing."""
    return f"{amount:.2f}" if amount else ""


@dataclass
class Accounts:
    """The accounts of one year: what was spent on each item, what came in, what was planned, what last year was."""

    seed: int
    spent: dict[str, Money] = field(default_factory=dict)
    planned: dict[str, Money] = field(default_factory=dict)
    last: dict[str, Money] = field(default_factory=dict)
    economic: dict[str, Money] = field(default_factory=dict)
    other_income: Money = Decimal(0)
    carried_in: Money = Decimal(0)
    carried_out: Money = Decimal(0)
    three: dict[str, tuple[Money, Money]] = field(default_factory=dict)
    vehicles: tuple[int, int] = (0, 0)
    procurement: dict[str, Money] = field(default_factory=dict)

    def __post_init__(self) -> None:
        dice = random.Random(self.seed)

        def amount(low: int, high: int) -> Money:
            return Decimal(dice.randint(low * 100, high * 100)) / 100

        for code in self.items():
            self.spent[code] = amount(20, 400)
            self.planned[code] = self.spent[code] - amount(1, 15)
            self.last[code] = self.spent[code] - amount(1, 18)
        basic = self.basic()
        codes = [code for items in ECONOMIC.values() for code in items]
        left = basic
        for code in codes[:-1]:
            self.economic[code] = (left * Decimal(dice.randint(5, 30)) / 100).quantize(Decimal("0.01"))
            left -= self.economic[code]
        self.economic[codes[-1]] = left
        self.carried_in, self.other_income = amount(5, 30), amount(10, 60)
        self.carried_out = self.carried_in
        for name in ("因公出国（境）费", "公务用车购置费", "公务用车运行维护费", "公务接待费"):
            planned = Decimal(0) if name.startswith(("因公", "公务用车购")) else amount(3, 9)
            actual = planned - amount(0, 1) if planned else planned
            self.three[name] = planned, actual
        self.vehicles = dice.randint(2, 5), dice.randint(1, 4)
        for name in ("货物", "工程", "服务"):
            self.procurement[name] = amount(10, 90)

    def items(self) -> list[str]:
        return [code for groups in CLASSES.values() for items in groups.values() for code in items]

    def total(self, of: Mapping[str, Money], prefix: str = "") -> Money:
        return sum((amount for code, amount in of.items() if code.startswith(prefix)), Decimal(0))

    def project(self, of: Mapping[str, Money] | None = None, prefix: str = "") -> Money:
        amounts = self.spent if of is None else of
        return sum((amounts[code] for code in PROJECT_ITEMS if code.startswith(prefix)), Decimal(0))

    def basic(self, of: Mapping[str, Money] | None = None, prefix: str = "") -> Money:
        return self.total(self.spent if of is None else of, prefix) - self.project(of, prefix)

    def own_income(self) -> Money:
        """The appropriation: all of what was spent but the other income."""
        return self.total(self.spent) - self.other_income

    def staff(self) -> Money:
        return sum((self.group(name) for name in STAFF), Decimal(0))

    def group(self, name: str) -> Money:
        return sum((self.economic[code] for code in ECONOMIC[name]), Decimal(0))


def percent(part: Money, whole: Money, digits: int = 2) -> str:
    return f"{100 * part / whole:.{digits}f}%"


def table(title: str, rows: Sequence[Row], note: str = "") -> list[str]:
    """A table in pipes, its title and unit above it."""
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    lines.insert(1, "|" + "---|" * len(rows[0]))
    return [title, "单位：万元", "", *lines, "", *([note, ""] if note else [])]


def _by_function(of: Callable[[str], Row], total: Row) -> list[Row]:
    """A row for the total, each class, group and item."""
    rows: list[Row] = [("", "合计", *total)]
    for name, groups in CLASSES.items():
        rows.append((*name.split(), *of(name[:3])))
        for group, items in groups.items():
            rows.append((*group.split(), *of(group[:5])))
            rows += [(code, label, *of(code)) for code, label in items.items()]
    return rows


def final_tables(a: Accounts) -> list[str]:
    """The nine tables of final accounts."""
    total, income = a.total(a.spent), a.total(a.spent)
    grand = income + a.carried_in
    classes = [(name.split()[1], a.total(a.spent, name[:3])) for name in CLASSES]
    left = [("一、一般公共预算财政拨款收入", a.own_income()), ("二、政府性基金预算财政拨款收入", Decimal(0)),
            ("三、国有资本经营预算财政拨款收入", Decimal(0)), ("四、其他收入", a.other_income)]
    first: list[Row] = [("收入", "", "支出", ""), ("项目", "决算数", "项目", "决算数")]
    for (one, amount), (number, (label, cost)) in zip(left, enumerate(classes, start=1), strict=True):
        first.append((one, shown(amount), f"{'一二三四'[number - 1]}、{label}", shown(cost)))
    first += [
        ("本年收入合计", shown(income), "本年支出合计", shown(total)),
        ("年初结转和结余", shown(a.carried_in), "年末结转和结余", shown(a.carried_out)),
        ("总计", shown(grand), "总计", shown(total + a.carried_out)),
    ]
    other = a.other_income

    def came(prefix: str) -> Row:
        whole = a.total(a.spent, prefix)
        extra = other if "2130305".startswith(prefix) else Decimal(0)
        return shown(whole), shown(whole - extra), shown(extra)

    def went(prefix: str) -> Row:
        return shown(a.total(a.spent, prefix)), shown(a.basic(None, prefix)), shown(a.project(None, prefix))

    def appropriated(prefix: str) -> Row:
        extra = other if "2130305".startswith(prefix) else Decimal(0)
        whole, project = a.total(a.spent, prefix) - extra, a.project(None, prefix) - extra
        return shown(whole), shown(a.basic(None, prefix)), shown(project)

    lines = table("收入支出决算总表", first)
    lines += table("收入决算表", [("科目编码", "科目名称", "本年收入合计", "财政拨款收入", "其他收入"), *_by_function(
        came, (shown(income), shown(a.own_income()), shown(other)))])
    lines += table("支出决算表", [("科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出"), *_by_function(went, went(""))])
    fourth: list[Row] = [("收入", "", "支出", ""), ("项目", "决算数", "项目", "决算数")]
    for (one, amount), (number, name) in zip(left[:3], enumerate(CLASSES, start=1), strict=False):
        fourth.append((one, shown(amount), f"{'一二三四'[number - 1]}、{name.split()[1]}", appropriated(name[:3])[0]))
    last = list(CLASSES)[3]
    fourth += [("", "", f"四、{last.split()[1]}", appropriated(last[:3])[0]),
               ("本年收入合计", shown(a.own_income()), "本年支出合计", shown(a.own_income())),
               ("总计", shown(a.own_income()), "总计", shown(a.own_income()))]
    lines += table("财政拨款收入支出决算总表", fourth)
    lines += table("一般公共预算财政拨款支出决算表", [
        ("科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出"), *_by_function(appropriated, appropriated(""))])
    basic: list[Row] = [("科目编码", "科目名称", "金额")]
    for name, items in ECONOMIC.items():
        basic.append((*name.split(), shown(a.group(name))))
        basic += [(code, label, shown(a.economic[code])) for code, label in items.items()]
    basic += [("", "人员经费合计", shown(a.staff())), ("", "公用经费合计", shown(a.group("302 商品和服务支出"))),
              ("", "合计", shown(a.basic()))]
    lines += table("一般公共预算财政拨款基本支出决算表", basic)
    lines += table("一般公共预算财政拨款“三公”经费支出决算表", three_table(a))
    for name in ("政府性基金预算财政拨款收入支出决算表", "国有资本经营预算财政拨款支出决算表"):
        empty: list[Row] = [("科目编码", "科目名称", "本年支出"), ("", "合计", "")]
        lines += table(name, empty, f"本部门{YEAR}年度没有此类收支，故本表无数据。")
    return lines


def three_table(a: Accounts) -> list[Row]:
    abroad, buying, running, guests = (a.three[name] for name in a.three)
    rows: list[Row] = [("", "合计", "因公出国（境）费", "公务用车购置及运行维护费小计", "公务用车购置费", "公务用车运行维护费", "公务接待费")]
    for number, label in ((0, "预算数"), (1, "决算数")):
        cars = buying[number] + running[number]
        whole = abroad[number] + cars + guests[number]
        rows.append((label, *(f"{amount:.2f}" for amount in (
            whole, abroad[number], cars, buying[number], running[number], guests[number]))))
    return rows


def _change(now: Money, before: Money, year: int = YEAR) -> str:
    word, rate = ("增加", "增长") if now > before else ("减少", "下降")
    return f"与{year - 1}年度相比，{word}{abs(now - before):.2f}万元，{rate}{percent(abs(now - before), before)}"


def prose(a: Accounts) -> list[str]:
    """What final accounts say in words."""
    total, income, planned, last = a.total(a.spent), a.total(a.spent), a.total(a.planned), a.total(a.last)
    lines = [
        f"第三部分 {YEAR}年度部门决算情况说明", "一、收入决算情况说明",
        f"{YEAR}年度本年收入合计{income:.2f}万元，{_change(income, last)}，主要原因是水利工程建设投入增加。"
        f"其中：财政拨款收入{a.own_income():.2f}万元，占本年收入{percent(a.own_income(), income)}；"
        f"其他收入{a.other_income:.2f}万元，占本年收入{percent(a.other_income, income)}。",
        "二、支出决算情况说明",
        f"{YEAR}年度本年支出合计{total:.2f}万元，{_change(total, last)}，主要原因是水利工程建设投入增加。"
        f"其中：基本支出{a.basic():.2f}万元，占本年支出{percent(a.basic(), total)}；"
        f"项目支出{a.project():.2f}万元，占本年支出{percent(a.project(), total)}。",
        "三、一般公共预算财政拨款支出决算情况说明",
        f"{YEAR}年度一般公共预算财政拨款支出年初预算为{planned:.2f}万元，支出决算为{a.own_income():.2f}万元，"
        f"完成年初预算的{percent(a.own_income(), planned)}。其中：",
    ]
    for number, name in enumerate(CLASSES, start=1):
        for items in CLASSES[name].values():
            for code, label in items.items():
                if code == "2130305":
                    continue
                lines.append(
                    f"{number}．{name.split()[1]}（类）{next(iter(CLASSES[name])).split()[1]}（款）{label}（项）。"
                    f"年初预算为{a.planned[code]:.2f}万元，支出决算为{a.spent[code]:.2f}万元，"
                    f"完成年初预算的{percent(a.spent[code], a.planned[code])}。"
                )
    lines += [
        "四、一般公共预算财政拨款基本支出决算情况说明",
        f"{YEAR}年度一般公共预算财政拨款基本支出{a.basic():.2f}万元，其中：人员经费{a.staff():.2f}万元，"
        f"公用经费{a.group('302 商品和服务支出'):.2f}万元。",
        *three_prose(a),
        "六、政府采购支出说明",
        f"{YEAR}年度政府采购支出总额{a.total(a.procurement):.2f}万元，其中：政府采购货物支出{a.procurement['货物']:.2f}万元、"
        f"政府采购工程支出{a.procurement['工程']:.2f}万元、政府采购服务支出{a.procurement['服务']:.2f}万元。",
        "七、国有资产占用情况说明",
        f"截至{YEAR}年12月31日，本部门共有车辆{sum(a.vehicles)}辆，其中：应急保障用车{a.vehicles[0]}辆、其他用车{a.vehicles[1]}辆。",
    ]
    return lines


def three_prose(a: Accounts) -> list[str]:
    planned, actual = (sum((row[n] for row in a.three.values()), Decimal(0)) for n in range(2))
    running, guests = a.three["公务用车运行维护费"], a.three["公务接待费"]
    return [
        "五、“三公”经费支出决算情况说明",
        f"{YEAR}年度“三公”经费财政拨款支出预算为{planned:.2f}万元，支出决算为{actual:.2f}万元，完成预算的{percent(actual, planned)}。"
        f"其中：因公出国（境）费支出决算为0万元；公务用车购置及运行维护费支出决算为{running[1]:.2f}万元，"
        f"完成预算的{percent(running[1], running[0])}；公务接待费支出决算为{guests[1]:.2f}万元，"
        f"完成预算的{percent(guests[1], guests[0])}。",
    ]


OVERVIEW = ["第一部分 部门概况", "一、主要职责", f"{DEPARTMENT}负责全县水利建设和防汛工作。", ""]


def final_accounts(seed: int) -> str:
    """Final accounts with tables and prose."""
    a = Accounts(seed)
    head = [f"{DEPARTMENT}{YEAR}年度部门决算", "", *OVERVIEW, f"第二部分 {YEAR}年度部门决算表", ""]
    return "\n".join([*head, *final_tables(a), *prose(a)]) + "\n"


def final_prose(seed: int) -> str:
    """Final accounts whose tables were pictures."""
    return "\n".join([f"{DEPARTMENT}{YEAR}年度部门决算", "", *OVERVIEW, *prose(Accounts(seed))]) + "\n"


def budget(seed: int) -> str:
    """A budget with a table of spending by function and one of the three public expenses."""
    a = Accounts(seed)
    total, last = a.total(a.planned), a.total(a.last)

    def went(prefix: str) -> Row:
        return shown(a.total(a.planned, prefix)), shown(a.basic(a.planned, prefix)), shown(a.project(a.planned, prefix))

    lines = [f"{DEPARTMENT}{YEAR}年部门预算", "", *OVERVIEW, f"第二部分 {YEAR}年部门预算表", ""]
    lines += table("部门支出总表", [("科目编码", "科目名称", "合计", "基本支出", "项目支出"), *_by_function(went, went(""))])
    lines += table("一般公共预算支出表", [("科目编码", "科目名称", "合计", "基本支出", "项目支出"), *_by_function(went, went(""))])
    lines += [
        "第三部分 部门预算情况说明", "一、支出预算情况说明",
        f"{YEAR}年支出预算{total:.2f}万元，比{YEAR - 1}年{'增加' if total > last else '减少'}{abs(total - last):.2f}万元。"
        f"其中：基本支出预算{a.basic(a.planned):.2f}万元，占{percent(a.basic(a.planned), total)}；"
        f"项目支出预算{a.project(a.planned):.2f}万元，占{percent(a.project(a.planned), total)}。",
    ]
    return "\n".join(lines) + "\n"


def self_evaluation(seed: int) -> str:
    """The self-evaluation form of one project."""
    dice = random.Random(seed)
    planned = Decimal(dice.randint(10000, 90000)) / 100
    spent = (planned * Decimal(dice.randint(80, 99)) / 100).quantize(Decimal("0.01"))
    reach, times = dice.randint(10, 40), dice.randint(3, 9)
    points = (10 * spent / planned).quantize(Decimal("0.01"))
    rows: list[Row] = [
        ("项目名称", "河道清淤经费", "", "", "", "", "", ""),
        ("主管部门", DEPARTMENT, "", "实施单位", DEPARTMENT, "", "", ""),
        ("项目资金（万元）", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"),
        ("", "年度资金总额", f"{planned:.2f}", f"{planned:.2f}", f"{spent:.2f}", "10", percent(spent, planned), f"{points}"),
        ("", "其中：财政拨款", f"{planned:.2f}", f"{planned:.2f}", f"{spent:.2f}", "-", "-", "-"),
        ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因"),
        ("产出指标", "数量指标", "清淤河道长度", f"≥{reach}公里", f"{reach + 2}公里", "50", "50", ""),
        ("效益指标", "社会效益指标", "巡查次数", f"≥{times}次", f"{times}次", "40", "40", ""),
        ("总分", "", "", "", "", "100", f"{90 + points}", ""),
    ]
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    lines.insert(1, "|" + "---|" * 8)
    return "\n".join(["项目支出绩效自评表", f"（{YEAR}年度）", "", *lines, ""]) + "\n"


def three_public(seed: int) -> str:
    """A notice of the three public expenses alone."""
    a = Accounts(seed)
    head = f"{DEPARTMENT}{YEAR}年度“三公”经费支出决算公开"
    return "\n".join([head, "", *table("“三公”经费支出决算表", three_table(a)), *three_prose(a)]) + "\n"


KINDS: Mapping[str, Callable[[int], str]] = {
    "final-accounts": final_accounts, "final-prose": final_prose, "budget": budget,
    "self-evaluation": self_evaluation, "three-public": three_public,
}
