export const stationZhCN = {
  title: '工作台', bar: '状态栏', sinceThen: '本状态时长', workNumber: '工号 {n}', seatNumber: '席位 {n}', phone: '电话', centre: '客户与通话',
  phoneKind: { web: '网页话机', desk: '桌面话机' },
  ready: '空闲', endAndReady: '结束并空闲', break: '小休', bookBreak: '预约小休', cancelBooked: '取消预约', endAndBreak: '结束并小休', extend: '延长（剩 {n} 次）', signOut: '签出',
  breakReason: '小休原因', noReasons: '尚未设置小休原因，请联系系统管理员', booked: '已预约：{reason}，通话与事后处理结束后生效', bookedSignOut: '班长已安排签出，通话与事后处理结束后生效',
  wrapUpLeft: '事后处理剩余', wrapUpThen: '到时自动转为空闲', wrapUpThenBreak: '到时按预约执行', dismiss: '知道了', failed: '操作未成功，请稍后重试', save: '保存', cancel: '取消',
  errorTitle: '工作台读取失败', errorHelp: '通话由电话系统直接处理，未受影响。请重试；若持续失败，请联系班长。',
  forbiddenTitle: '工作台仅供坐席使用', forbiddenHelp: '当前账号没有坐席角色。如需接听电话，请联系系统管理员开通。',
  refused: {
    link_lost: '与电话系统的连接中断，恢复后才能操作', in_call: '通话中，结束后再转空闲', ready_already: '已经是空闲', registration: '话机尚未恢复，恢复后才能接听电话',
    no_extension: '本次事后处理不能再延长', not_in_wrap_up: '只有事后处理可以延长', end_call_first: '请先结束通话再签出',
  },
  alarm: {
    platform: '与平台的连接中断（{age} 秒）。正在进行的通话不受影响，正在自动重连', phoneSystem: '平台与电话系统的连接中断。正在进行的通话不受影响，状态显示暂不可靠',
  },
  unwell: {
    registration_lost: '话机与电话系统断开，暂时接不到电话。正在自动重连，请检查网络', microphone_dead: '麦克风没有声音，客户听不到您。请检查是否拔出或被静音，再做设备检查',
    tab_asleep: '浏览器让本页休眠了，可能听不到振铃。请保持本页在前台', missed_rings: '连续多次未接听，已自动示忙。准备好后请按“空闲”',
  },
  by: { supervisor: '班长 {name} 将您置为{state}', system: '系统将您置为{state}' },
  supervised: { listen: '班长 {name} 正在监听', whisper: '班长 {name} 正在耳语，客户听不到', barge: '班长 {name} 已加入通话', take_over: '班长 {name} 已接管通话' },
  keys: {
    title: '快捷键', save: '保存小记或客户资料',
    own: { help: '快捷键一览', ready: '空闲', break: '小休', extend: '延长事后处理', customer: '到客户', notes: '到小记', scripts: '到话术', phone: '到电话' },
  },
  call: {
    label: '当前来电', withheld: '号码未显示', regionUnknown: '归属地未知', queue: '队列', waited: '等待', arrived: '呼入', hotline: '热线', from: '转自', path: '按键',
  },
  queues: { title: '我的队列', total: '{n} 人等待', people: '{n} 人', ready: '空闲 {n}', none: '您还没有分配技能队列，请联系班长' },
  tab: { customer: '客户', today: '今日通话', followUps: '跟进' },
  today: {
    title: '今日', answered: '接听', missed: '未接', transferred: '转出', talk: '通话', hold: '保持', wrapUp: '事后处理', signedIn: '签入时长',
    at: '时间', caller: '主叫', queue: '技能队列', result: '结果', none: '今天还没有通话', noneHelp: '接听的、未接的通话都会列在这里。', reading: '正在读取今日通话',
  },
  result: { answered: '接听', missed: '未接', rejected: '拒接' },
  customer: {
    noCall: '当前没有通话', noCallHelp: '来电振铃时，客户资料与往来记录会显示在这里。', looking: '正在查找客户', several: '{n} 位客户使用这个号码，请核对后选择',
    another: '都不是，新建客户', others: '换一位（另 {n} 位）', edit: '修改', editing: '修改客户资料', unnamed: '未填姓名', owner: '负责人', source: '来源',
    unknown: '新客户', unknownHelp: '{number} 尚无资料，填写后自动关联本次通话', withheldHelp: '来电未显示号码，如需登记请填写电话', purpose: '用途：{purpose}',
    keep: '现为 {now}，不改请留空', listHint: '多个请用逗号分隔', theirs: '现为（{field}）：', takeTheirs: '采用对方的', addPhone: '增加一个号码', unreadable: '客户资料读取失败，请重试',
  },
  history: { title: '往来记录', call: '通话', note: '小记', survey: '评价', follow_up: '跟进', none: '没有往来记录' },
  followUp: {
    add: '＋ 跟进', what: '要跟进的事', when: '到期时间', hour: '1 小时后', afternoon: '今天 17:00', tomorrow: '明天 10:00', due: '到期', done: '完成', dueNow: '{n} 项跟进已到期',
    none: '没有待跟进事项', noneHelp: '在客户的往来记录旁添加跟进，到期时这里会提醒。', failed: '跟进读取失败，稍后自动重试',
  },
  reveal: { show: '查看', hide: '隐藏（{n} 秒）', why: '查看原因（将写入审计日志）', verify: '核对身份', callBack: '回拨客户', deliver: '寄送或上门', other: '其他原因' },
  notes: {
    title: '小记', category: '业务分类', required: '必选', hint: '客户诉求、处理结果、承诺事项', unsaved: '未保存', saved: '已保存', empty: '尚未填写', past: '之前的通话 {call}',
    noCall: '通话开始后可在此记录。未保存的内容会保留在本机，刷新或关闭页面都不丢失，退出登录时清除。', leftOver: '{ago} 前有小记未保存', discard: '放弃', notSaved: '保存未成功，内容已保留在本机，请稍后再保存',
    theirs: '{name} 在 {at} 写下的内容：', missing: { category: '请先选择业务分类，再结束事后处理', notes: '该分类需要填写小记' },
    customerGone: '该客户的资料现在不可使用，小记可以只保存在这通电话上。', untie: '不关联客户，保存小记',
  },
  scripts: {
    title: '话术与知识', search: '搜索话术、知识', script: '话术', knowledge: '知识', none: '本队列还没有话术', noneFound: '没有找到，换个词试试', failed: '话术读取失败',
  },
  desk: { idle: '等待来电', offline: '桌面话机未注册，接不到电话。请检查电源与网线。', help: '请用桌面话机通话；这里的按键与话机同步。', atThePhone: '请在话机上拨打同事席位号咨询，完成转接也请用话机的转接键。' },
  source: { call: '来电登记', manual: '人工登记', import: '批量导入', demo: '演示' },
  seat: {
    title: '选择席位签入', help: '签入后开始接听电话。席位和话机会被记住，下次直接签入。', seat: '席位', phone: '话机', taken: '有人', last: '上次使用', free: '可用',
    lastTaken: '您上次使用的席位 {seat} 现在有人。', none: '没有席位，请联系系统管理员添加。', signIn: '签入席位 {seat}',
    phoneHelp: { web: '用耳麦，在本页面接听', desk: '用桌上的话机，在本页面操作' },
  },
}

export type StationMessages = typeof stationZhCN
