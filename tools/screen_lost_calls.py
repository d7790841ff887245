"""Lost calls and voice messages as a supervisor sees them, from `npm run fake`."""

from collections.abc import Generator

from playwright.sync_api import Browser, Page


def lost_call_views(browser: Browser, base_url: str) -> Generator[tuple[Page, str]]:
    """Each view when it has settled, with the title of its photograph."""
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
    page = context.new_page()
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(f"{base_url}/lost-calls?days=week&fake=")
    page.wait_for_selector("[data-line]")
    page.wait_for_timeout(800)
    yield page, "lost-calls"
    page.locator("[data-line]", has_text="已处理").first.click()
    page.wait_for_selector(".caller-tries li")
    page.wait_for_timeout(400)
    yield page, "lost-calls-handled"
    page.goto(f"{base_url}/lost-calls?fake=empty")
    page.wait_for_selector(".page-state")
    yield page, "lost-calls-empty"
    page.goto(f"{base_url}/voice-messages?fake=")
    page.wait_for_selector("[data-line]")
    page.wait_for_timeout(800)
    yield page, "voice-messages"
    page.locator("[data-line]").nth(1).click()
    page.click("[data-act=play]")
    page.wait_for_selector("audio")
    page.wait_for_timeout(800)
    yield page, "voice-message-played"
    context.close()
