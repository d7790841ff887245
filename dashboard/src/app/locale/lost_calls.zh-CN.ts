export const handlingZhCN = {
  title: '处理情况', handled: '已处理', reopened: '已重新打开', nothing: '尚未处理', note: '处理情况，例如：已联系，问题已解决', whyReopen: '重新打开的原因',
  handle: '标记为已处理', reopen: '重新打开', readOnly: '由班长处理。', failed: '保存未完成，请稍后重试', exportFailed: '导出未完成，请稍后重试',
  state: '状态', all: '全部', others: '另有 {n} 位同号客户',
  days: { today: '今日', yesterday: '昨日', week: '近 7 天', month: '近 30 天', custom: '自选' },
}

export const lostZhCN = {
  title: '未接来电', export: '导出', exportHelp: '按当前筛选导出 CSV，号码脱敏，记入审计', openHint: '按回车展开每次来电与处理情况', rows: '本页 {count} 位来电者，共 {all} 位',
  errorTitle: '未接来电读取失败', none: '没有未接来电', noneHelp: '所选日期内，没有转人工后未接通的来电。', noneOfState: '没有这一状态的未接来电', noneFiltered: '换一个状态或队列，或查看更多日期。',
  col: { caller: '来电者', tries: '次数', last: '最近来电', queue: '技能队列', gaveUpAt: '放弃位置与结果', wait: '等待', later: '之后的联络', state: '状态' },
  at: { ivr: '语音导航', queue: '排队中', ringing: '振铃中' },
  state: { open: '未处理', called_again: '已再来电', handled: '已处理' },
  answeredBy: '再来电，{agent} 接听', notAnswered: '再来电，仍未接通',
  tries: '此来电者的各次来电', triesFailed: '读取未完成', waited: '等待 {time}', firstOnly: '只列前 {n} 次，全部见通话记录',
}

export const messagesZhCN = {
  title: '语音留言', openHint: '按回车展开播放与处理', rows: '本页 {count} 条留言', errorTitle: '语音留言读取失败',
  none: '没有语音留言', noneOpen: '没有待处理的语音留言', noneHelp: '来电者排队时按键、排队超时或在非服务时间可以留言。', showAll: '查看全部',
  overdue: '{n} 条留言超过 {hours} 小时未处理，最早的来自 {at}',
  col: { caller: '来电者', at: '来电时间', age: '距今', queue: '技能队列', outcome: '结果', length: '时长', state: '状态' },
  state: { open: '未处理', handled: '已处理' }, late: '超时未处理',
  days: '{n} 天', hours: '{n} 小时', minutes: '{n} 分钟',
  listen: '收听留言', play: '播放', playTraced: '播放记入审计', playFailed: '播放未成功，请稍后重试', gone: '留言的录音文件不在录音目录中，请联系系统管理员查找。',
  notYours: '留言由班长收听。', toCall: '查看通话详情',
}
