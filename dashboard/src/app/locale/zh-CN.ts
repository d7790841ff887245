import { customersZhCN, setupZhCN } from './customers.zh-CN'
import { handlingZhCN, lostZhCN, messagesZhCN } from './lost_calls.zh-CN'
import { floorZhCN } from './floor.zh-CN'
import { integrityZhCN } from './integrity.zh-CN'
import { personalDataZhCN } from './personal_data.zh-CN'
import { reportsZhCN } from './reports.zh-CN'
import { rightsZhCN } from './rights.zh-CN'
import { stationZhCN } from './station.zh-CN'
import { wallZhCN } from './wall.zh-CN'

export const zhCN = {
  product: '照章',
  app: {
    calls: '通话记录', lostCalls: '未接来电', voiceMessages: '语音留言', reports: '报表', integrity: '记录完整性', customers: '客户', personalData: '个人信息请求', setup: '业务设置', station: '工作台', floor: '坐席监控', wall: '监控大屏', collapse: '收起导航', expand: '展开导航', signOut: '退出登录', signOutUnsaved: '有未保存的记录，仍要退出',
    rights: '我的权限', language: 'English', demo: '演示数据', navigation: '主导航', toContent: '跳到内容',
    live: '实时', connecting: '连接中', lost: '连接中断', refused: '无权查看实时数据', idle: '未订阅实时数据',
    heard: '最近一次收到数据：{age} 秒前', retry: '重试', refresh: '刷新', noPage: '没有这个页面',
    wrongDays: '网址中的日期有误，现按默认日期显示，请重新选择日期。',
    noPageHelp: '网址可能已更改，请从左侧导航重新进入。',
  },
  floor: floorZhCN,
  rights: rightsZhCN,
  station: stationZhCN,
  customers: customersZhCN,
  handling: handlingZhCN,
  lost: lostZhCN,
  messages: messagesZhCN,
  personalData: personalDataZhCN,
  reports: reportsZhCN,
  integrity: integrityZhCN,
  setup: setupZhCN,
  signIn: {
    title: '登录', name: '用户名', password: '密码', submit: '登录', busy: '正在登录',
    licence: '呼叫中心业务许可证', hotlines: '服务热线', demoNote: '演示环境：所有通话均为模拟呼叫，不可作为业务凭证。',
    needName: '请输入用户名', needPassword: '请输入密码', wrong: '用户名或密码不正确',
    tooMany: '尝试次数过多，请稍后再试', unreachable: '无法连接到平台，请检查网络或联系系统管理员',
    failed: '登录未成功，请稍后重试', motto: '按章办事，有据可查', code: '错误代码 {code}',
    noLicence: '未填写许可证编号', version: '版本 {version}', showPassword: '显示密码', hidePassword: '隐藏密码',
  },
  state: {
    ready: '空闲', ringing: '振铃', talking: '通话', holding: '保持', consulting: '咨询', wrap_up: '事后处理',
    on_break: '小休', not_ready: '示忙', signed_out: '签出', lost_registration: '话机离线',
  },
  outcome: {
    answered: '接通', abandoned: '放弃', timed_out: '超时', overflowed: '溢出', refused: '未入队', left_by_key: '按键离队',
    cut: '系统中断', closed: '非服务时间', ivr_ended: '语音导航内结束', open: '进行中', short_abandon: '短时放弃',
  },
  endedBy: { caller: '主叫', agent: '坐席', system: '系统', unknown: '未知' },
  recorded: { present: '有录音', missing: '录音缺失', none: '无需录音', pending: '处理中', open: '通话结束后确认', kept: '文件保存在服务器，网页不提供播放' },
  trunk: { 'trunk-main': '主用中继', 'trunk-backup': '备用中继', main: '主用中继', backup: '备用中继' },
  trunkState: { reachable: '可用', unreachable: '不可用', unknown: '未知' },
  queue: { consult: '业务咨询', aftersales: '售后服务', complaint: '投诉建议', operator: '人工' },
  wall: {
    ...wallZhCN,
    now: '现在', today: '今日', waiting: '等待人数', longestWait: '最长等待', people: '人', seats: '坐席席位',
    queues: '技能队列', ready: '空闲', longest: '最长等待', curve: '每 15 分钟人工请求量', answered: '接通', abandoned: '放弃',
    other: '其他或进行中', offered: '人工请求量', target: '目标 {target}%（行业目标值）', targetShort: '目标 {target}%',
    fullScreen: '全屏', leaveFullScreen: '退出全屏', toCalls: '返回通话记录', licence: '许可证',
    noSeats: '没有坐席席位。请在系统设置中添加。', noCurve: '今日尚无人工请求', unassigned: '无人签入', trunks: '中继',
    incomplete: '斜纹：补录或未知的时段', registered: '话机在线 {count}/{all}', noQueues: '没有技能队列', over15: '已超过 15 秒',
    loading: '正在读取现场数据',
    participation: '参评率 {rate}（{rated}/{invited}）',
    names: {
      offered: '人工请求量', answered: '人工接通量', abandoned: '放弃量', answer_rate: '接通率',
      satisfaction: '满意度', short_abandoned: '短时放弃量',
      service_level: '15秒接通率', asa: '平均应答速度',
    },
    stale: {
      connecting: '正在连接平台', no_contact: '与平台的连接已中断，下面是 {at} 的数据（{age}前），正在自动重连',
      refused: '没有查看实时数据的权限，请联系系统管理员', link_lost: '平台与电话系统的链路已中断，现场数据停在 {at}',
      no_link_state: '平台未报告电话系统链路状态，现场数据不可靠',
    },
  },
  softphone: {
    title: '电话', controls: '通话操作', devices: '设备', noCall: '没有通话', sinceAnswer: '自接通起的时间', muted: '已静音', interrupted: '声音中断', survey: '满意度评价',
    registration: {
      off: '电话未启用', asking: '正在启用电话', connecting: '正在注册', registered: '电话已注册', lost: '电话连接中断，正在自动重连',
      refused: '电话未启用', replaced: '电话已在其他窗口使用',
    },
    replaced: '电话已在另一个窗口启用，本窗口不再振铃。', callElsewhere: '本浏览器的另一个窗口正在通话，通话结束后才能在这里使用电话。',
    notTrusted: '电话服务一直连不上：这台电脑可能还没有信任本系统的证书，或网络不通。', toAuthority: '安装根证书',
    refusedUnknown: '平台未提供电话账号，请稍后重试。', useHere: '在此窗口使用', notRegistered: '电话未注册，暂不能操作',
    act: {
      answer: '接听', reject: '拒接', hangUp: '挂断', hold: '保持', resume: '取回', mute: '静音', unmute: '取消静音', keypad: '拨号盘', transfer: '转接',
      consult: '咨询', complete: '完成转接', swap: '切换', cancelConsult: '结束咨询', threeWay: '三方通话',
    },
    callState: {
      dialling: '正在呼叫', ringing: '来电', answering: '正在接通', talking: '通话中', holding: '保持中', transferring: '正在转接',
      transferring_held: '正在转接', ended: '已结束',
    },
    role: { caller: '来电', consult: '咨询', self_test: '自检', supervision: '监控' },
    unknownCaller: '客户', supervision: '监控通话', noticeTitle: '有来电，请接听',
    transferTo: '转接给', consultWhom: '咨询同事', searchTarget: '姓名、工号或席位', targets: '转接对象',
    noMatch: '没有符合的对象', nobody: '现在没有可选的对象', kind: { colleague: '同事', queue: '队列', menu: '语音菜单', survey: '评价' },
    keysSent: '已发送 {count} 位按键',
    grade: { good: '通话质量良好', fair: '通话质量一般', poor: '通话质量较差' },
    trouble: {
      no_sound: '收不到对方声音，请检查网络', loss: '网络丢包，双方可能听到断续', delay: '网络延迟较大，请等对方说完再开口',
      jitter: '网络不稳定，声音可能断续', poor: '通话质量较差，请检查网络或耳机',
    },
    qualityNumbers: 'MOS {mos} · 丢包 {loss}%', qualityHelp: '按网络状况估算的通话质量（E-model，1 至 4.5）；抖动 {jitter} ms，往返 {rtt} ms',
    deskTrouble: {
      no_microphone: '无法使用麦克风，来电已退回队列。请检查麦克风和浏览器权限。', transfer_refused: '转接未成功，来电仍在您这里。',
      consult_ended: '咨询已结束，来电仍在保持，请按 F4 取回。', three_way_failed: '三方通话未建立，请重试或直接转接。',
      lost: '网络中断时间过长，通话已由系统收回，来电者会由其他坐席接续。',
    },
    withColleague: '与 {who} 三方通话', understood: '知道了', soundBlocked: '浏览器尚未允许播放声音，请点击页面任意处。', microphoneDead: '麦克风没有声音，请检查耳机开关、连接和浏览器权限。',
    device: { microphone: '麦克风', speaker: '听筒', ringer: '振铃' }, usualDevice: '系统默认', level: '麦克风音量', tryRing: '试听铃声',
    selfTest: '自检通话', selfTestEnd: '结束自检', selfTestRunning: '请对着麦克风说话，应能听到自己的声音。听清后结束自检。',
    selfTestHelp: '自检会拨打回声测试，可听到自己的声音并测量网络。', selfTestFailed: '自检未接通或没有收到声音，请检查网络后重试，仍不成功请联系系统管理员。',
    selfTestResult: {
      good: '自检通过：网络适合通话（MOS {mos}，丢包 {loss}%，往返 {rtt} ms）。', fair: '网络一般，通话可能偶有断续（MOS {mos}，丢包 {loss}%，往返 {rtt} ms）。建议使用有线网络。',
      poor: '网络较差，不适合通话（MOS {mos}，丢包 {loss}%，往返 {rtt} ms）。请改用有线网络或联系系统管理员。',
    },
  },
  verdict: { met: '达标', at_risk: '接近目标', not_met: '未达标', cannot_tell: '无法判断' },
  figure: {
    formula: '公式', parts: '分子 ÷ 分母', rows: '统计通话', rowsUnit: '{count} 通', period: '时段', asOf: '截至', definition: '口径',
    completeness: '数据完整性', nothing: '没有可计算的通话，显示为“—”', cut: '比率与时长按显示的位数截断，不四舍五入。', notPublished: '该指标尚未发布',
    states: { live: '实时', recovered: '补录', unknown: '未知' },
  },
  calls: {
    title: '通话记录', period: '时段', today: '今天', yesterday: '昨天', lastWeek: '近7天', custom: '自定义', from: '开始', to: '结束',
    outcome: '结果', queue: '技能队列', agent: '坐席', hotline: '服务热线', caller: '主叫号码', callerHelp: '输入完整号码后回车；号码不会写入网址', callerChosen: '主叫 {number}', callerUnseen: '指定号码', callerNoNumber: '请输入完整号码',
    recorded: '录音', all: '全部', reset: '清除筛选', columns: '列', more: '更多筛选', sortBy: '排序', perPage: '每页 {count} 条',
    previous: '上一页', next: '下一页', page: '第 {page} 页', rows: '本页 {count} 通', total: '共 {n} 通', opened: '点开时共 {n} 通', comma: '，', asOf: '数据截至 {at}', copied: '已复制通话编号',
    copy: '复制通话编号', copyFailed: '无法复制，请手动选择编号', openHint: '按 Enter 打开通话，↑ ↓ 移动',
    emptyTitle: '没有符合条件的通话', emptyPeriod: '{from} 至 {to} 之间没有记录到通话。', emptyFiltered: '当前筛选条件下没有通话。请放宽条件或清除筛选。',
    emptyAction: '清除筛选', widen: '查看近7天', errorTitle: '通话记录读取失败', errorHelp: '通话仍在正常接入与记录，未受影响。请重试；若持续失败，请联系系统管理员。',
    forbiddenTitle: '没有查看通话记录的权限', forbiddenHelp: '如需查看，请联系系统管理员开通班长或检查员角色。',
    staleTitle: '刷新失败，下面是 {at} 读取的数据', seconds: '{n} 秒前', demoMark: '演', demoTitle: '演示通话',
    incomplete: '数据不完整', loading: '正在读取通话记录', badPeriod: '结束时间须晚于开始时间',
    col: {
      arrived: '呼入时间', caller: '主叫', hotline: '服务热线', trunk: '中继', queue: '技能队列', agent: '坐席', outcome: '结果',
      wait: '等待', talk: '通话时长', rings: '振铃次数', score: '评分', recorded: '录音', endedBy: '挂断方', keys: '按键', callId: '通话编号',
    },
    sorts: { arrived_desc: '呼入时间，新到旧', arrived_asc: '呼入时间，旧到新', wait_desc: '等待，长到短', talk_desc: '通话时长，长到短' },
    counted: '指标：{part}', countedHelp: '指标统计到的通话；时段按指标的时钟（转人工或呼入时刻）划分，队列指曾进入该队列', severalAgents: '{n} 名坐席', hour: '{at} 时', weekday: '{at}', keys: '按键：{keys}', noKey: '未到按键', key: { none: '未按键', wrong: '错误按键' },
    weekdays: { 1: '周一', 2: '周二', 3: '周三', 4: '周四', 5: '周五', 6: '周六', 7: '周日' },
    part: {
      arrived: '呼入', system_in_time: '系统15秒内应答', closed: '非服务时间', ivr_ended: '语音导航内结束', ivr_abandoned: '语音导航内放弃', offered: '人工请求', answered: '人工接通',
      in_time: '15秒内接通', late: '超过15秒接通', abandoned: '放弃', short_abandoned: '短时放弃', long_abandoned: '长时放弃', timed_out: '超时', overflowed: '溢出', refused: '未入队',
      left_by_key: '按键离队', cut: '系统中断', waiting: '等待中', transferred: '转出', transferred_in: '转入', invited: '已邀评', scored: '有评分', satisfied: '评 4 分及以上', rings: '向坐席振铃',
      taken: '坐席接听', missed: '振铃未接', rejected: '坐席拒接', talked: '坐席参与通话',
      first_contacts_24h: '首次联络（24 小时）', first_contacts_72h: '首次联络（72 小时）', first_contacts_7d: '首次联络（168 小时）', resolved_24h: '一次解决（24 小时）', resolved_72h: '一次解决（72 小时）',
      resolved_7d: '一次解决（168 小时）',
    },
    withheld: '号码不可用', voiceMessage: '有语音留言', score: '{n} 分',
  },
  call: {
    title: '通话详情', close: '关闭', timeline: '通话经过', legs: '通话段', at: '时间', sinceArrival: '距呼入', sincePrevious: '距上一步', what: '事件',
    ended: '挂断', arrived: '呼入', duration: '总时长', stillOpen: '进行中', keys: '按键', survey: '满意度评分', noSurvey: '未评分', rings: '振铃',
    ringTimes: '{n} 次', answeredAfter: '人工应答', humanRequested: '转人工', notFound: '没有找到这通电话', noLegs: '没有通话段记录', noEvents: '没有事件记录',
    notFoundHelp: '通话可能不在您的查看范围内，或尚未入库（约需一秒）。', errorTitle: '通话详情读取失败', errorHelp: '记录本身不受影响，请重试。',
    stretch: { ivr: '语音导航', wait: '等待', ring: '振铃', talk: '通话', hold: '保持', consult: '咨询', supervision: '监听', after: '通话后' },
    hold: '保持',
    role: { transfer_target: '转接 {seat}', consult: '咨询 {seat}', consulted: '被咨询 {seat}', third_party: '第三方 {seat}', supervisor: '班长席 {seat}' },
    callerLeg: '主叫', seatLeg: '坐席 {seat}', legWait: '未接听', legTalk: '已接听', details: '明细', incomplete: '这通电话的数据不完整：部分事件缺失，时间仅供参考。',
  },
  menu: { main: '主菜单', queue: '排队中' },
  detail: {
    queue: '队列', from: '从', to: '到', agent: '坐席', seat: '席位', menu: '菜单', trunk: '中继', hotline: '热线',
    position: '位次', file: '文件', seconds: '时长（秒）', result: '结果', ring_ms: '振铃毫秒',
    from_agent: '由', to_agent: '交给', by: '班长席',
  },
}

export type Messages = typeof zhCN
