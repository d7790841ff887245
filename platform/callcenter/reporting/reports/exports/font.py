"""The font that PDF files carry with them: an inspector's machine need not have a Chinese one."""

from functools import cache
from pathlib import Path
from typing import Any, Final, cast

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from callcenter.kit.errors import Refused

PACKAGE: Final = "fonts-wqy-microhei"
FILE: Final = Path("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc")
UNDRAWN: Final = "□"
"""Stands for a character that the font has not."""


class FontMissing(Refused):
    def __init__(self) -> None:
        super().__init__(
            zh=f"缺少中文字体,无法生成 PDF。请在服务器上安装 {PACKAGE} 后再导出,或导出 XLSX。",
            en=f"No PDF without a Chinese font. Install {PACKAGE} on the server, or export XLSX.",
        )


class PaperFont:
    """Embedded as the subset that a file uses."""

    def __init__(self, name: str, file: Path) -> None:
        self.name = name
        font = cast("Any", TTFont(name, str(file), subfontIndex=0))
        cast("Any", pdfmetrics).registerFont(font)
        face = font.face
        self._glyphs: dict[int, int] = face.charToGlyph
        self._widths: dict[int, float] = {code: wide / 1000 for code, wide in face.charWidths.items()}
        self._default: float = face.defaultWidth / 1000

    def drawable(self, text: str) -> str:
        """Without what the font cannot draw: control characters go, rare ones become UNDRAWN."""
        if text.isascii() and text.isprintable():
            return text
        return "".join(self._one(sign) for sign in text)

    def em(self, text: str) -> float:
        return sum(self._widths.get(ord(sign), self._default) for sign in text)

    def _one(self, sign: str) -> str:
        if ord(sign) in self._glyphs and sign.isprintable():
            return sign
        return " " if sign.isspace() else UNDRAWN if sign.isprintable() else ""


@cache
def paper_font() -> PaperFont:
    """Raises FontMissing."""
    if not FILE.is_file():
        raise FontMissing
    return PaperFont("paper", FILE)
