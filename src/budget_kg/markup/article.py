"""What of a web page is the disclosure: the part with its sentences and numbers, its title and its date.

The furniture of the site (menus, paths, sharing, counters, footers) is left out. No number with a unit, no table
with numbers and no sentence outside the furniture is.
"""

from __future__ import annotations

import re
from dataclasses import replace

from budget_kg.markup.page import Block, Grid, Line, Page

_MONEY = re.compile(r"[\d０-９]\s*(?:[十百千万亿]*元|[%％]|个百分点|美元)")
_SENTENCE = re.compile("[。；]")
_TITLE = re.compile(
    r"(?:19|20)\d\d\s*年?.{0,40}(?:决算|预算|決算|預算|三公|绩效)|(?:决算|预算|決算|預算).{0,12}(?:19|20)\d\d"
)
_DATE = re.compile(
    r"(?:发布|公开|更新|成文|生成|發布|公開)?(?:时间|日期|時間)\s*[:：]?\s*(?:19|20)\d\d\s*[-./年]\s*\d{1,2}"
)
_COUNTER = re.compile(
    r"[\[【(（]?\s*(?:浏览|访问|点击|阅读|人气)(?:次数|人数|量|数|率)?\s*[:：]\s*[\[(（]?\s*\d*\s*[\])）]?\s*次?\s*[\]】)）]?"
    r"|(?:字体|字号|文字大小|字体大小)\s*[:：]?\s*[\[【(（]?\s*(?:特大|大|中|小|默认|\+|-|\s|\||[】\]\[【])*[\]】)）]?"
    r"|[\[【]\s*(?:打印本页|打印|关闭窗口|关闭本页|关闭|收藏|纠错)\s*[\]】]|分享到?\s*[:：].{0,30}$"
)
_FURNITURE_WORDS = re.compile(
    r"^[\s>›»|·\[【(（-]*(?:当前位置|当前所在位置|您(?:现在|当前)?(?:所在)?的?位置|首页|网站首页|打印|关闭|分享|扫一扫|扫描|"
    r"上一[篇条页]|下一[篇条页]|相关(?:文章|链接|阅读|新闻|信息|推荐|稿件)|返回|收藏|微信|微博|QQ空间|"
    r"责任编辑|版权所有|主办单位|主办|承办|技术支持|网站标识码|建议使用|网站地图|联系我们|关于我们|"
    r"无障碍|登录|注册|搜索|站内|友情链接|热门|推荐阅读|Copyright|©|字[体号]|大$|中$|小$|保护视力色|我要纠错|"
    r"用微信|手机版|移动版|繁体|简体|English|设为首页|加入收藏)"
    r"|ICP备|公网安备|网站标识码|All Rights Reserved|浏览器|分辨率",
    re.IGNORECASE,
)
_LONGEST_FURNITURE = 150
_PARAGRAPH = 30
ATTACHMENT = re.compile(r"\.(?:xlsx?|docx?|pdf|et|wps|ods|odt|csv|zip|rar|7z)(?:$|[?#&])", re.IGNORECASE)


def article(page: Page) -> list[Block]:
    """The blocks of the disclosure in their order, without what only the site has around it."""
    blocks = [_without_tools(one) for one in page.blocks]
    holding = [index for index, one in enumerate(blocks) if _is_substance(one)]
    low, high = _area(page, holding) if holding else (0, len(blocks))
    found = []
    for index, one in enumerate(blocks):
        inside = low <= index < high and (isinstance(one, Grid) or _is_text(one))
        if inside or _is_substance(one) or (isinstance(one, Line) and _is_head(one)):
            found.append(one)
    return [one for one in found if isinstance(one, Grid) or one.text.strip()]


def _area(page: Page, holding: list[int]) -> tuple[int, int]:
    """The smallest element with everything that counts in it; one with a single block is too small to tell."""
    first, last = holding[0], holding[-1]
    around = [(low, high) for low, high in page.areas if low <= first and last < high and high - low > 1]
    return min(around, key=lambda span: span[1] - span[0], default=(0, len(page.blocks)))


def _without_tools(block: Block) -> Block:
    """A short line without the counters and buttons in it."""
    if isinstance(block, Grid) or len(block.text) >= _LONGEST_FURNITURE:
        return block
    return replace(block, text=_COUNTER.sub("", block.text))


def _is_linked(line: Line) -> bool:
    return line.linked * 10 >= line.ink * 8 and not ATTACHMENT.search(line.text.strip())


def _is_furniture(line: Line) -> bool:
    return line.ink < _LONGEST_FURNITURE and bool(_FURNITURE_WORDS.search(line.text.strip()))


def _is_substance(block: Block) -> bool:
    """Whether a block states something that must not be lost."""
    if isinstance(block, Grid):
        return sum(any(char.isdigit() for char in entry.text) for entry in block.entries) > 1
    if _is_linked(block) or (_is_furniture(block) and not _MONEY.search(block.text)):
        return False
    sentence = block.ink - block.linked >= _PARAGRAPH and bool(_SENTENCE.search(block.text))
    return bool(_MONEY.search(block.text)) or (sentence and not block.furniture)


def _is_head(line: Line) -> bool:
    """Whether a line outside is the title or tells the date."""
    short = line.ink < _LONGEST_FURNITURE
    titled = bool(_TITLE.search(line.text)) and not _is_linked(line) and not _is_furniture(line)
    return short and ((titled and (line.heading or not line.furniture)) or bool(_DATE.search(line.text)))


def _is_text(line: Line) -> bool:
    return not (line.furniture or _is_linked(line) or _is_furniture(line))
