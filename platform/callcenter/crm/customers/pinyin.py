"""How a Chinese name may be written in Latin letters, all plausible ways of it.

A surname has its own reading (单 Shan, 曾 Zeng, 尉迟 Yuchi), and people type the everyday one all the
same, so both find the customer. 吕 is typed lv and printed LYU in passports.
"""

import itertools
import os
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from callcenter.crm.customers.masking import is_han

_MOST_READINGS: Final = 8
_LONGEST_NAME: Final = 12
_READINGS_OF_A_SIGN: Final = 2
_SURNAMES: Final[dict[str, tuple[str, ...]]] = {
    "单": ("shan",), "曾": ("zeng",), "仇": ("qiu",), "解": ("xie",), "查": ("zha",), "任": ("ren",),
    "朴": ("piao",), "区": ("ou",), "盖": ("ge",), "翟": ("zhai",), "乐": ("yue",), "尹": ("yin",),
    "华": ("hua",), "员": ("yun",), "盛": ("sheng",), "繁": ("po",), "洗": ("xian",), "冼": ("xian",),
    "逄": ("pang",), "缪": ("miao",), "幺": ("yao",), "宓": ("mi",), "折": ("she",), "黑": ("he",),
    "秘": ("bi",), "召": ("shao",), "晁": ("chao",), "隗": ("wei", "kui"), "覃": ("qin", "tan"),
    "种": ("chong",), "纪": ("ji",), "葛": ("ge",), "哈": ("ha",), "那": ("na",), "能": ("nai",),
    "於": ("yu",), "祭": ("zhai",), "车": ("che",), "句": ("gou",), "牟": ("mou", "mu"), "万": ("wan",),
    "沈": ("shen",), "石": ("shi",), "应": ("ying",), "长": ("chang",), "过": ("guo",), "宁": ("ning",),
}  # fmt: skip
_COMPOUND: Final[dict[str, tuple[str, str]]] = {
    "尉迟": ("yu", "chi"), "万俟": ("mo", "qi"), "长孙": ("zhang", "sun"), "单于": ("chan", "yu"),
    "澹台": ("tan", "tai"), "令狐": ("ling", "hu"),
}  # fmt: skip


def readings(name: str) -> list[tuple[str, ...]]:
    """Each reading as its syllables, the likeliest first; none for a name with other than Chinese signs."""
    if not name or len(name) > _LONGEST_NAME or not all(is_han(sign) for sign in name):
        return []
    choices: list[Sequence[str]] = [_of_sign(sign)[:_READINGS_OF_A_SIGN] for sign in name]
    if not all(choices):
        return []
    compound = _COMPOUND.get(name[:2])
    if compound is not None and len(name) > 2:
        choices[0], choices[1] = compound[:1], compound[1:]
    elif name[0] in _SURNAMES:
        choices[0] = tuple(dict.fromkeys((*_SURNAMES[name[0]], *choices[0][:1])))
    return list(itertools.islice(itertools.product(*choices), _MOST_READINGS))


@lru_cache(maxsize=8192)
def _of_sign(sign: str) -> tuple[str, ...]:
    # Without its dictionary of phrases the library costs 13 MB instead of 58, and names are no phrases.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin import Style, pinyin

    [found] = pinyin(sign, style=Style.NORMAL, heteronym=True, errors="ignore") or [[]]
    spelled: list[str] = []
    for syllable in found:
        spelled.append(syllable)
        if "v" in syllable:
            spelled.append(syllable.replace("v", "yu"))
    return tuple(dict.fromkeys(spelled))
