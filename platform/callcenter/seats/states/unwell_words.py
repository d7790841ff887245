"""What an agent is told about a seat that is not well, and about one that is again."""

from typing import Final

_WHY: Final = {
    "registration_lost": ("话机注册已丢失", "Your phone is no longer registered"),
    "microphone_dead": ("麦克风没有声音", "Your microphone is dead"),
    "tab_asleep": ("工作台页面已休眠", "The page of your station fell asleep"),
}


def unwell_words(why: str | None, missed_rings: int) -> tuple[str, str]:
    """Chinese and English; None: well again."""
    if why is None:
        return "席位已恢复正常。", "Your seat is well again."
    if why == "missed_rings":
        return (
            f"连续 {missed_rings} 次未接来电，已将您置为示忙；可以接听时请点击“空闲”。",
            f"You missed {missed_rings} calls in a row and are not ready now. "
            "Press Ready when you can answer.",
        )
    zh, en = _WHY.get(why, ("席位异常", "Something is wrong with your seat"))
    return (
        f"{zh}，暂不分配来电；通话不受影响，恢复后自动转为空闲。",
        f"{en}: no new calls until it is mended. A call goes on; afterwards you are ready by yourself.",
    )
