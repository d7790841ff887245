export const wallZhCN = {
  alarm: {
    title: '告警', none: '无告警', more: '另有 {n} 项', since: '开始于 {at}', sound: '告警声', muted: '已静音', mute: '关闭告警声（M）', unmute: '打开告警声（M）',
    blocked: '浏览器未允许声音：点击屏幕或按任意键即可',
    says: {
      waiting: '{name} {count} 人 等待过长', waiting_nobody: '{name} {count} 人 等待过长 无空闲', no_ready_waiting: '{name} {count} 人等待 无空闲',
      no_ready: '{name} 无空闲坐席', no_ready_anywhere: '所有队列均无空闲坐席', trunk: '{name}不可用', trunk_last: '{name}不可用 已无可用中继',
      recording: '今日 {count} 通录音缺失', rate: '15秒接通率 {value}%，低于 {target}%',
    },
  },
}
