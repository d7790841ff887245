export const reportsZhCN = {
  title: '报表', period: '时段', first: '开始日期', last: '结束日期', rowsBy: '按', figures: '指标', compare: '与上期对比', print: '打印', refresh: '刷新', clear: '清除筛选',
  tabs: { table: '汇总表', heat: '热力图', timesheet: '工时表', shifts: '班次' },
  periods: { today: '今天', yesterday: '昨天', this_week: '本周', last_week: '上周', this_month: '本月', last_month: '上月', custom: '自定义' },
  rows: {
    queue: '技能队列', agent: '坐席', team: '班组', company: '客户公司', number: '热线号码', hour: '小时', weekday: '星期', day: '日', week: '周', month: '月', year: '年', ivr_path: '语音导航路径',
  },
  filter: { queue: '技能队列', agent: '坐席', team: '班组', number: '热线号码' },
  weekdays: { 1: '周一', 2: '周二', 3: '周三', 4: '周四', 5: '周五', 6: '周六', 7: '周日' },
  hour: '{from}–{to} 时', weekOf: '{first} 至 {last}', noTeam: '未分班组', noKey: '未按键', total: '合计', totalHelp: '合计由所有通话重新计算，不是各行之和：一通电话在其进入的每个队列各计一次，合计只计一次。',
  teamToday: '班组按当前成员计算。', ownTeams: '只含本人所带班组的坐席。',
  sortBy: '按{name}排序', openCalls: '打开这 {n} 通通话', openSome: '打开背后的通话', version: '口径 v{n}',
  definition: { formula: '公式', clock: '时钟', boundary: '边界', counted: '分母', id: '编号', target: '行业目标值' },
  definitions: '指标口径', parts: '{numerator} ÷ {denominator}', before: '上期 {value}（{first} 至 {last}）', noBefore: '上期无数据', points: '百分点',
  direction: { up: '上升', down: '下降', same: '持平' }, sense: { better: '好转', worse: '变差', neither: '' },
  completeness: {
    live: '数据完整', recovered: '补录', unknown: '部分未知',
    liveHelp: '时段内平台全程在线，数据实时入库。', recoveredHelp: '时段内平台或链路曾中断，数据由电话系统自身的流水补齐，数字完整。', unknownHelp: '时段内有电话系统未能写下流水的间隙，实际通话可能多于下列数字；缺少的部分不推算。',
  },
  asOf: '数据截至 {at}', days: '{first} 至 {last}', oneDay: '{first}', loading: '正在读取报表', pickFigures: '选择指标', usual: '常用指标', chosen: '已选 {n} 项',
  empty: '时段内没有可统计的通话', emptyHelp: '{days} 没有符合条件的记录。可以换一个时段，或清除筛选。', errorTitle: '报表读取失败', errorHelp: '通话仍在正常接入与记录，未受影响。请重试；若持续失败，请联系系统管理员。',
  notYetHere: '当前平台版本尚未提供此功能。',
  notYet: '报表服务尚不可用', notYetHelp: '平台版本尚未提供这张报表，请联系系统管理员升级。', forbiddenTitle: '没有查看报表的权限', forbiddenHelp: '报表供班长、检查员与系统管理员使用，如需查看请联系系统管理员。',
  stale: '刷新失败，下面是 {at} 读取的数据',
  heat: {
    figure: '指标', hour: '{hour} 时', less: '少', more: '多', help: '颜色越深数值越大；斜纹表示没有可计算的通话。', day: '星期', cell: '{weekday} {hour} 时：{value}', allHours: '显示全天', busyHours: '只看有来电的时段', average: '所选时段内同一星期、同一小时合并计算。',
  },
  time: {
    agent: '坐席', team: '班组', day: '日期', firstIn: '首次签入', lastOut: '末次签出', still: '未签出', share: '状态分布', signedIn: '签入', handled: '接听', missed: '未接', paid: '排班',
    perDay: '按人按日', perAgent: '按人合计', tooLong: '工时表最多 31 天，请缩短时段。', breaks: '小休明细', noShift: '没有排班，坐席利用率显示为“—”',
    state: { talk: '通话', hold: '保持', wrap_up: '事后处理', ready: '空闲', break: '小休', not_ready: '示忙', other: '其他' },
  },
  shift: {
    add: '添加班次', agent: '坐席', day: '日期', from: '开始', to: '结束', hours: '时长', nextDay: '次日', save: '保存', change: '修改', remove: '删除', sure: '确认删除', cancel: '取消', none: '时段内没有班次',
    noneHelp: '可以逐条添加，或导入 XLSX、CSV。没有班次时坐席利用率显示为“—”。', readOnly: '只有班长可以修改班次。', failed: '操作未完成，请稍后重试',
    import: '导入班次', importHelp: 'XLSX 或 CSV，首行为列名：工号、日期、开始、结束。先检查再导入。', choose: '选择文件', checking: '正在检查', checked: '共 {read} 行：可新增 {added}，已存在 {unchanged}，有误 {wrong}', run: '导入 {n} 条', imported: '已导入 {added} 条，已存在 {unchanged} 条，有误 {wrong} 条',
    row: '第 {n} 行', close: '关闭', total: '共 {n} 个班次，{hours}',
  },
  view: {
    title: '我的报表', save: '保存当前报表', name: '名称', shared: '共享给本公司', own: '我的', others: '共享的', by: '由 {by} 共享', none: '还没有保存的报表', remove: '删除', sure: '确认删除', update: '覆盖', updateHelp: '改为当前报表的内容', cancel: '取消', keep: '保存', failed: '操作未完成，请稍后重试',
  },
  export: {
    title: '导出', what: '导出当前报表', recent: '最近的导出', fetch: '下载', cancel: '取消', remove: '删除', none: '没有导出任务', failed: '导出未完成，请稍后重试', progress: '{done} / {total} 行',
    state: { queued: '排队中', running: '进行中', done: '可下载', failed: '未完成', removed: '文件已删除' }, notMine: '由 {by} 申请', survives: '可以离开此页，导出会继续。',
  },
  paper: { licence: '许可证编号', period: '统计时段', scope: '范围', madeAt: '制表时间', madeBy: '制表人', completeness: '数据完整性', page: '第', pages: '页', of: '共', demo: '演示数据，不可作为业务凭证', everything: '全部' },
}
