"""What agents of the demo may say: a few scripts, so that the panel of the station has something to find."""

from dataclasses import dataclass
from typing import Final

from callcenter.app.platform_process import ApiClient


@dataclass(frozen=True)
class DemoScript:
    kind: str
    title: str
    body: str
    queue: str = ""
    """Without the company's code; empty: for every queue."""


DEMO_SCRIPTS: Final = (
    DemoScript(
        "script",
        "开场与核对身份",
        "您好，这里是客户服务热线，请问怎么称呼您？\n为了保护您的资料，请您说一下预留电话的后四位。",
    ),
    DemoScript(
        "script",
        "安抚与升级投诉",
        "很抱歉给您带来不便。您反映的情况我已记录，会转交专人处理，并按您方便的时间回复您。",
        "complaint",
    ),
    DemoScript(
        "knowledge",
        "退款进度怎么查",
        "在订单页面打开“退款进度”。审核需要 1 至 3 个工作日，到账时间以银行为准。",
        "aftersales",
    ),
    DemoScript(
        "knowledge", "发票怎么开", "订单完成后在“我的订单”里申请电子发票，当天发到您的邮箱。", "consult"
    ),
)


async def ensure_scripts(client: ApiClient, company_id: str) -> None:
    """Written once, by the supervisor who is signed in with `client`; what was changed since stays."""
    if (await client.get("/api/scripts"))["items"]:
        return
    for script in DEMO_SCRIPTS:
        queues = [f"{company_id}-{script.queue}"] if script.queue else []
        sent = {"kind": script.kind, "title": script.title, "body": script.body, "queues": queues}
        await client.post("/api/scripts", sent)
