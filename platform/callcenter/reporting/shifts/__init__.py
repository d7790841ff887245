"""排班: when agents are scheduled to work, which is what 坐席利用率 is divided by."""
