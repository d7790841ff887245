"""What axe-core finds against people who do not see well, or have no mouse."""

from pathlib import Path
from typing import Final

from playwright.async_api import Page

_AXE: Final = Path(__file__).parents[2] / "dashboard" / "node_modules" / "axe-core" / "axe.min.js"
# A colour on its way to another one is nobody's colour.
_LOOK: Final = """async () => {
  for (const way of document.getAnimations()) {
    if (way.effect.getComputedTiming().endTime === Infinity) way.cancel()
    else way.finish()
  }
  const { violations } = await axe.run(document, { resultTypes: ['violations'] })
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`)
}"""


async def grave_findings(page: Page) -> list[str]:
    """The serious and the critical ones on the page as it is now."""
    assert _AXE.is_file(), "run `make dashboard` first"
    await page.evaluate(_AXE.read_text(encoding="utf-8"))
    return await page.evaluate(_LOOK)
