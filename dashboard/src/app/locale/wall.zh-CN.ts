export const wallZhCN = {
  alarm: {
    title: '告警', none: '无告警', more: '另有 {n} 项', since: '开始于 {at}', sound: '告警声', muted: '已静音', mute: '关闭告警声（M）', unmute: '打开告警声（M）',
    blocked: '按任意键打开声音', blockedHelp: '浏览器未允许声音：点击屏幕或按任意键即可',
    says: {
      waiting: '{name} {count} 人久等', waiting_nobody: '{name} {count} 人久等 无空闲', no_ready_waiting: '{name} {count} 人等待 无空闲',
      no_ready: '{name} 无空闲坐席', no_ready_anywhere: '所有队列均无空闲坐席', trunk: '{name}不可用', trunk_last: '{name}不可用 已无可用中继',
      recording: '今日 {count} 通录音缺失', messages: '{count} 条留言超过 {hours} 小时未处理',
      rate: '15秒接通率 {value}%，低于 {target}%', rate_of: '{name} 15秒接通率 {value}%，低于 {target}%',
    },
  },
  choice: {
    open: '选择', whole: '全部', company: '委托单位', rotate: '轮播', still: '不轮播', seconds: '{n} 秒', order: '坐席排列', bySeat: '按席位', byUrgency: '紧急在前',
    copy: '复制网址', copied: '已复制', copyFailed: '无法复制，请手动选择网址', apply: '应用',
    strange: {
      queue: '没有队列“{value}”', hotline: '没有热线“{value}”', company: '没有委托单位“{value}”，或无权查看', rotate: '轮播时间“{value}”无效（5 至 600 秒）', sort: '排列“{value}”无效',
    },
  },
  moreQueues: '另有 {n} 个队列', toFloor: '打开坐席监控',
  columns: { waiting: '等待', longest: '最长', ready: '空闲', offered: '请求', answered: '接通', service_level: '15秒率', abandoned: '放弃' },
}
