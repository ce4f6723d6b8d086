"""The style sheet of the HTML page: two panes on a wide screen, one after the other on a narrow one and on paper."""

from typing import Final

STYLE: Final = """\
:root { color-scheme: light dark; --ink: #1c1c1e; --paper: #fff; --soft: #f4f4f1; --line: #d6d6d0; --dim: #62625c;
  --violation: #b3261e; --warning: #8a5a00; --information: #1f5fa8; --violation-bg: #fde5e2; --warning-bg: #fdf0cf;
  --information-bg: #e2eefb; --target: #ffd84d; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e6e3; --paper: #18181a; --soft: #222225; --line: #3d3d42;
  --dim: #a3a39c; --violation: #ff9a90; --warning: #f0c15c; --information: #8fc1ff; --violation-bg: #4a1f1b;
  --warning-bg: #453513; --information-bg: #1b3550; --target: #7a6200; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); line-height: 1.6;
  font-family: system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif; }
h1 { font-size: 1.25rem; margin: 0; } h3 { font-size: .95rem; margin: 1.4rem 0 .5rem; color: var(--dim); }
h4 { font-size: .95rem; margin: 0 0 .3rem; } header p, .finding p { margin: .25rem 0; }
header, nav, .switches { padding: .6rem 1.2rem; margin: 0; } .switches { border-bottom: 1px solid var(--line); }
.switches label { margin-left: .8rem; white-space: nowrap; } nav .failed { color: var(--violation); }
.file, .where, .why, .remedy, .number { color: var(--dim); font-size: .85rem; }
.panes { display: grid; grid-template-columns: minmax(20rem, 5fr) 7fr; border-top: 1px solid var(--line); }
.panes > section { min-width: 0; padding: .4rem 1.2rem 2rem; }
.findings { background: var(--soft); border-right: 1px solid var(--line); }
@media screen and (min-width: 60rem) { .panes > section { height: 92vh; overflow-y: auto; } }
@media (max-width: 59.99rem) { .panes { grid-template-columns: minmax(0, 1fr); } }
.finding { background: var(--paper); border: 1px solid var(--line); border-left: 4px solid; border-radius: 4px;
  padding: .6rem .8rem; margin: .6rem 0; overflow-wrap: anywhere; }
.finding.violation { border-left-color: var(--violation); } .finding.warning { border-left-color: var(--warning); }
.finding.information { border-left-color: var(--information); }
.finding code { font-size: .75rem; color: var(--dim); } .finding ul { margin: .3rem 0; padding-left: 1.1rem; }
.figures { font-variant-numeric: tabular-nums; } .explanation { font-weight: 600; }
q { quotes: none; } .label { font-weight: 600; font-size: .85rem; }
.badge { font-size: .75rem; padding: .05rem .4rem; border-radius: 3px; }
.badge.violation { color: var(--violation); background: var(--violation-bg); }
.badge.warning { color: var(--warning); background: var(--warning-bg); }
.badge.information { color: var(--information); background: var(--information-bg); }
a { color: inherit; text-decoration-color: var(--dim); } sup a { font-size: .7rem; color: var(--dim); margin-left: 1px; }
.prose { white-space: pre-wrap; overflow-wrap: anywhere; } .prose, .table { content-visibility: auto;
  contain-intrinsic-size: auto 60rem; } .table { overflow-x: auto; margin: .8rem 0; contain-intrinsic-size: auto 20rem; }
table { border-collapse: collapse; font-size: .85rem; } td { border: 1px solid var(--line); padding: .15rem .5rem;
  vertical-align: top; white-space: pre-line; min-width: 1.5rem; }
h4.page { color: var(--dim); border-top: 1px dashed var(--line); margin: 1.2rem 0 .4rem; padding-top: .3rem;
  font-weight: normal; font-size: .8rem; }
.text a.violation { background: var(--violation-bg); text-decoration: underline solid 2px var(--violation); }
.text a.warning { background: var(--warning-bg); text-decoration: underline dashed 2px var(--warning); }
.text a.information { background: var(--information-bg); text-decoration: underline dotted 2px var(--information); }
.at { scroll-margin-top: 6rem; } .at:target + a, .at:target + .at + a, .at:target + .at + .at + a,
article:target { outline: 3px solid var(--target); outline-offset: 1px; }
body:has(#show-violation:not(:checked)) .finding.violation,
body:has(#show-warning:not(:checked)) .finding.warning,
body:has(#show-information:not(:checked)) .finding.information { display: none; }
@media print { .switches { display: none; } .panes { display: block; } .prose, .table { content-visibility: visible; } }
"""
