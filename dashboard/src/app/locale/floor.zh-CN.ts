export const floorZhCN = {
  title: '坐席监控', state: '状态', team: '班组', sort: { seat: '按席位', time: '按时长', state: '按状态' },
  forbiddenTitle: '没有查看坐席现场的权限', forbiddenHelp: '如需查看，请联系系统管理员开通班长角色。',
  noneMatch: '没有符合条件的席位', noneMatchHelp: '请放宽筛选条件。', waiting: '排队来电', ringingAt: '振铃 {seat}', callFor: '本通 {time}',
  choose: '选择一个席位，即可监听、耳语、强插、强接，或调整坐席状态。', acts: '对该席位', force: '调整坐席状态', traced: '每次操作都会写入审计日志和通话经过。',
  act: { listen: '监听', whisper: '耳语', barge: '强插', take_over: '强接' },
  help: { listen: '只听，双方都听不到您', whisper: '只有坐席听得到您', barge: '双方都听得到您', take_over: '您接管通话，坐席退出' },
  doing: { listen: '正在接通监听：{name}', whisper: '正在接通耳语：{name}', barge: '正在接通强插：{name}', take_over: '正在接管通话：{name}' },
  now: { listen: '正在监听：{name}', whisper: '正在耳语：{name}，客户听不到您', barge: '已强插：{name}，双方都听得到您', take_over: '已接管 {name} 的通话' },
  to: { ready: '置闲', break: '置忙（小休）', signed_out: '签出' },
  sure: { ready: '确认置闲', break: '确认置忙', signed_out: '确认签出' },
  forced: { ready: '已将 {name} 置闲', break: '已将 {name} 置忙；若在通话，结束后生效', signed_out: '已将 {name} 签出；若在通话，结束后生效' },
  refused: {
    not_supervisor: '只有班长可以操作', link_lost: '实时数据中断，恢复后才能操作', nobody: '该席位无人签入', not_in_call: '该坐席没有在通话', own_seat: '不能监听自己的席位',
    own_phone_off: '请先启用下面的监控话机', own_phone_lost: '监控话机未注册，请检查下面的话机状态', in_call: '坐席在通话中，结束后再操作', ready_already: '已经是空闲', on_break_already: '已经在小休',
  },
  reason: {
    rest: '小休', meal: '就餐', training: '培训', meeting: '会议', registration_lost: '话机断开', microphone_dead: '麦克风无声', tab_asleep: '页面休眠',
    missed_rings: '连续未接', sign_out: '待签出',
  },
  ownPhone: '监控话机', ownPhoneHelp: '启用后才能监听、耳语、强插和强接。需要耳麦。', phoneOn: '启用', phoneOff: '停用',
}

export type FloorMessages = typeof floorZhCN
