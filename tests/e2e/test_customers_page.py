"""Customers at their page: two people at one of them, a number for a reason, import, duplicates, export."""

import csv
import io
import re
from collections.abc import Iterator

import pytest
from accessibility import grave_findings
from demo_process import TOP
from playwright.async_api import Browser, FilePayload, Locator, Page, expect
from seat_house import SeatHouse, prepared_seat_house, running, wait_until_answered
from seat_page import SeatPage, new_window

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

PHONE, MASKED = "13900001234", "139****1234"
TABLE = """姓名,手机,需求,标签
王小明,13900001234,=cmd|' /C calc'!A0,老客户
😀李雷,13800138000,希望下午联系,
没有号码的人,12,,
王晓明,010-55501234,,
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SeatHouse]:
    """The platform alone: nobody telephones here."""
    assert (TOP / "dashboard" / "dist" / "index.html").is_file(), "run `make dashboard` first"
    house = prepared_seat_house(tmp_path_factory.mktemp("house"), {"anna": "8001"}, supervisor="sue")
    with running(house, "serve"):
        wait_until_answered(house, "/healthz")
        yield house


async def at_customers(house: SeatHouse, browser: Browser, name: str, home: str) -> SeatPage:
    window = await new_window(house, browser)
    await window.page.clock.install()
    await window.sign_in(name, home)
    await window.page.goto(f"{house.address}/customers")
    await expect(window.page.get_by_role("heading", name="客户", exact=True)).to_be_visible()
    return window


async def add(page: Page, name: str, phone: str) -> Locator:
    """A new customer, by the form; they stay open beside the list."""
    await page.get_by_role("button", name="新建客户").click()
    form = page.locator(".customer-form")
    await form.get_by_label("姓名").fill(name)
    await form.get_by_label("电话").fill(phone)
    await form.locator("[type=submit]").click()
    details = page.locator(".details")
    await expect(details.get_by_role("heading", name=name)).to_be_visible()
    return details


async def test_two_at_one_customer_and_a_number_shown_for_a_reason(
    house: SeatHouse, browser: Browser
) -> None:
    sue = await at_customers(house, browser, "sue", "floor")
    mine = await add(sue.page, "韩梅梅", "13700137000")
    anna = await at_customers(house, browser, "anna", "station")
    await anna.page.goto(sue.page.url)
    theirs = anna.page.locator(".details")
    for details in (mine, theirs):
        await details.get_by_role("button", name="修改").click()
        await expect(details.get_by_label("需求")).to_be_visible()

    await mine.get_by_label("需求").fill("希望上午联系")
    await mine.locator(".customer-form [type=submit]").click()
    await expect(mine.locator("dl")).to_contain_text("希望上午联系")
    # The other one hears who changed what, keeps what they typed, and goes on.
    await theirs.get_by_label("需求").fill("希望下午联系")
    await theirs.get_by_label("地址").fill("北京市朝阳区建国路一号")
    await theirs.locator(".customer-form [type=submit]").click()
    await expect(theirs.get_by_role("alert")).to_contain_text("sue")
    clash = theirs.locator(".clashes li")
    await expect(clash).to_contain_text(re.compile(r"需求.*sue.*希望上午联系", re.DOTALL))
    await expect(theirs.get_by_label("需求")).to_have_value("希望下午联系")
    assert await grave_findings(anna.page) == []
    await clash.get_by_role("button", name="采用对方的").click()
    await theirs.locator(".customer-form [type=submit]").click()
    await expect(theirs.locator("dl")).to_contain_text("希望上午联系")
    await expect(theirs.locator("dl")).to_contain_text("北京市")

    number = theirs.locator(".masked-value", has_text="137****7000")
    await number.get_by_role("button", name="查看").click()
    await number.get_by_role("button", name="核对身份").click()
    whole = theirs.get_by_text("+8613700137000", exact=True)
    await expect(whole).to_be_visible()
    await theirs.get_by_role("button", name="隐藏").click()
    await expect(whole).to_have_count(0)
    await number.get_by_role("button", name="查看").click()
    await number.get_by_placeholder("其他原因").fill("客户要求核对号码")
    await number.get_by_placeholder("其他原因").press("Enter")
    await expect(whole).to_be_visible()
    await anna.page.clock.fast_forward(31_000)
    await expect(whole).to_have_count(0)
    for window in (sue, anna):
        await window.context.close()


async def test_import_duplicates_and_export(house: SeatHouse, browser: Browser) -> None:
    sue = await at_customers(house, browser, "sue", "floor")
    page = sue.page
    await page.get_by_role("button", name="导入").click()
    wizard = page.locator(".wizard")
    table: FilePayload = {"name": "客户.csv", "mimeType": "text/csv", "buffer": TABLE.encode("gb18030")}
    await wizard.locator("input[type=file]").set_input_files(table)
    await expect(wizard.locator(".file")).to_contain_text("GB18030", ignore_case=True)
    await wizard.get_by_label("手机").select_option(label="电话")
    await expect(wizard.get_by_label("姓名")).to_have_value("name")
    samples = wizard.locator(".samples").nth(1)
    await expect(samples).to_contain_text("*")
    await wizard.get_by_role("button", name="试运行").click()
    await expect(wizard.locator(".result")).to_contain_text("没有写入任何数据")
    problem = wizard.locator(".result li")
    await expect(problem).to_have_count(1)
    await expect(problem).to_contain_text("第 4 行")
    assert await grave_findings(page) == []
    await wizard.get_by_role("button", name="正式导入").click()
    await expect(wizard.locator(".result")).to_contain_text("导入完成")
    await page.keyboard.press("Escape")
    row = page.locator("tr", has_text="😀李雷")
    await expect(row).to_be_visible()

    await add(page, "王小明（公司）", PHONE)
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="重复客户").click()
    pair = page.locator("section", has_text="电话相同")
    await expect(pair.locator("li")).to_have_count(2)
    await pair.locator("li", has_text="（公司）").get_by_role("button", name="保留这位").click()
    await expect(page.get_by_text("没有发现重复客户")).to_be_visible()
    await page.get_by_role("button", name="撤销合并").click()
    await expect(pair.locator("li")).to_have_count(2)
    await page.keyboard.press("Escape")

    await page.get_by_role("button", name="导出").click()
    panel = page.locator(".export")
    await panel.locator("select").select_option("csv")
    await panel.get_by_role("button", name="开始导出").click()
    async with page.expect_download() as fetched:
        await panel.get_by_role("link", name="下载").click()
    file = await (await fetched.value).path()
    text = file.read_text(encoding="utf-8-sig")
    rows = {row["姓名"]: row for row in csv.DictReader(io.StringIO(text))}
    assert PHONE not in text
    assert rows["王小明"]["电话"] == MASKED
    assert rows["王小明"]["需求"].startswith("'=cmd")
    assert "😀李雷" in rows
    await sue.context.close()


async def test_a_person_asks_for_what_is_kept_about_them(house: SeatHouse, browser: Browser) -> None:
    sue = await at_customers(house, browser, "sue", "floor")
    page = sue.page
    details = await add(page, "丁一", "13600136000")
    await details.get_by_role("link", name="个人信息请求").click()
    await expect(page).to_have_url(f"{house.address}/personal-data")
    await page.get_by_label("理由").fill("本人要求查阅")
    await page.get_by_role("button", name="查找").click()
    record = page.locator(".record")
    await expect(record).to_contain_text("136****6000")
    assert await grave_findings(page) == []
    await page.get_by_label("完整").check()
    await page.get_by_label("提供完整副本的理由").fill("已当面核验证件")
    async with page.expect_download() as download:
        await page.get_by_role("button", name="下载副本").click()
    copy = (await (await download.value).path()).read_text(encoding="utf-8")
    assert "13600136000" in copy
    assert "13600136000" not in await page.content()

    await record.get_by_role("button", name="冻结").click()
    await record.get_by_label("冻结理由").fill("诉讼期间")
    await record.locator(".freeze-form [type=submit]").click()
    await expect(record.locator("p.frozen")).to_contain_text("sue")
    await page.get_by_role("button", name="办理下一位").click()
    await page.get_by_label("电话号码").last.fill("13600136000")
    await page.get_by_label("理由").fill("诉讼结束")
    await page.get_by_role("button", name="查找").click()
    await record.get_by_role("button", name="解冻").click()
    await record.get_by_label("解冻理由").fill("诉讼结束")
    await record.locator(".freeze-form [type=submit]").click()
    await expect(record.locator(".state")).to_have_text("使用中")
    await sue.context.close()
