import { fieldEditorZhCN, teamEditorZhCN } from './setup.zh-CN'

export const customersZhCN = {
  title: '客户', search: '查找客户', searchHelp: '可查：完整电话、电话后四位、完整姓名、姓名相邻两字、全拼、拼音首字母、完整证件号码或银行账号。资料加密保存，不能按其他方式查找。',
  new: '新建客户', import: '导入', export: '导出', duplicates: '重复客户', followUps: '待跟进', all: '全部客户，最近更新在前',
  searchedAs: '按{ways}查找', frozen: '另有 {n} 位已冻结的客户，不显示',
  way: { phone: '完整电话', last_four: '电话后四位', name: '完整姓名', neighbours: '姓名相邻两字', pinyin: '全拼', initials: '拼音首字母', identity: '证件号码', account: '银行账号' },
  name: '姓名', phone: '电话', vip: 'VIP', tags: '标签', marks: '警示', changed: '更新时间', demo: '演示', more: '更多', morePhones: '等 {n} 个号码',
  none: '没有找到客户', noneHelp: '请核对后再查，或换一种方式：例如电话后四位、姓名相邻两字。', noneYet: '还没有客户', noneYetHelp: '可以导入 XLSX 或 CSV，或新建一位。',
  forbiddenTitle: '没有权限', forbiddenHelp: '客户资料仅坐席与班长可用，请联系系统管理员。', failed: '操作未完成，请稍后重试', edit: '修改', close: '关闭',
  source: '来源', owner: '归属坐席', created: '建立时间', noName: '（未填姓名）', level: 'VIP {n}',
  note: '记一条备注', noteSave: '保存备注', follow: '跟进', followWhat: '要做什么', followDue: '何时', followAdd: '添加跟进', followDone: '完成', overdue: '已逾期', noFollowUps: '没有待跟进事项', earlier: '更早的记录',
  merge: {
    title: '重复客户', help: '电话或证件号码相同的客户。合并后保留一位，另一位的号码、记录归入；可以撤销。', none: '没有发现重复客户', keep: '保留这位', undo: '撤销合并', done: '已合并，可以撤销', undone: '已撤销，两位客户都恢复', by: { phone: '电话相同', identity: '证件号码相同' },
  },
  importing: {
    title: '导入客户', choose: '选择文件', drop: '把 XLSX 或 CSV 文件拖到这里，或', limits: '最大 {mb} MB；CSV 可用 UTF-8 或 GB18030。文件加密存放，完成后删除。', uploading: '正在上传 {n}%', reading: '正在读取文件',
    tooLarge: '文件超过 {mb} MB 的上限，请拆分后再上传。', steps: { file: '文件', mapping: '对应字段', check: '试运行', run: '导入' },
    column: '列', field: '对应字段', samples: '前几行（脱敏）', skipColumn: '不导入', header: '第一行是标题', duplicate: '与已有客户重复时', skip: '跳过，不改已有客户', update: '更新：覆盖填写的内容，号码追加', dryRun: '试运行', dryRunHelp: '检查每一行，不写入任何数据', run: '正式导入', again: '重新试运行', remove: '放弃', another: '导入另一个文件',
    needMapping: '请至少对应姓名或电话', rows: '已读 {read} 行', rowsOf: '已读 {read} / {total} 行', added: '新增', updated: '更新', skipped: '跳过', wrong: '有误', row: '第 {n} 行', problems: '有误的行', allProblems: '下载全部问题（CSV）', more: '只列前 {n} 条', recent: '最近的导入',
    state: { uploaded: '待对应', queued: '排队中', running: '进行中', checked: '试运行完成', done: '已完成', failed: '中断', removed: '文件已删除' },
    checked: '试运行完成，没有写入任何数据。', finished: '导入完成。', survives: '可以离开此页，进度不会丢失。', goOn: '继续', phones: '电话', vip: 'VIP 等级',
  },
  exporting: {
    title: '导出客户', what: '导出内容：', whatAll: '全部客户', whatSearch: '当前查找的结果', format: '格式', masked: '脱敏（默认）', whole: '完整号码', reason: '导出完整号码的理由（记入审计）', start: '开始导出', fetch: '下载', rows: '{n} 行', none: '没有导出任务', expires: '{at} 删除', notMine: '由 {by} 申请，只有本人可以下载', recent: '最近的导出',
    state: { queued: '排队中', running: '进行中', done: '可下载', failed: '未完成', removed: '文件已删除', uploaded: '', checked: '' },
  },
}

export const setupZhCN = {
  title: '业务设置', categories: '通话分类', breaks: '小休原因', teams: '班组', fields: '客户字段', loadFailed: '读取未完成，请稍后重试', unsaved: '有未保存的更改', undo: '放弃更改', leaveUnsaved: '有未保存的更改，离开后将丢失。仍要离开吗？',
  team: teamEditorZhCN, field: fieldEditorZhCN, scripts: '话术与知识', words: '禁用词语', save: '保存', saved: '已保存', add: '添加', remove: '移除', up: '上移', down: '下移', code: '代码', zh: '中文', en: '英文', failed: '保存未完成，请稍后重试', readOnly: '只有系统管理员可以修改。',
  callType: '话单类型', notesRequired: '须写备注', queues: '用于队列', allQueues: '全部队列', queueGone: '没有这个技能队列，请取消勾选', requiredQueues: '必须选择分类的队列',
  script: { new: '新建', kind: { script: '话术', knowledge: '知识' }, titleField: '标题', body: '正文', search: '查找话术', none: '没有话术', noneHelp: '新建一条，坐席即可在工作台查到。', chooseTitle: '未打开话术', choose: '选择左侧的一条查看或修改，或新建一条。', archive: '停用', restore: '恢复', archived: '已停用', version: '第 {n} 版', by: '{who} 于 {at}', clean: '检查通过，没有禁用词语', hits: '有 {n} 处禁用词语，修改后才能保存', checking: '正在检查', unsaved: '未保存' },
  word: { own: '本公司的禁用词语', house: '内置禁用词语（不可移除）', phrase: '词语', reason: '理由', except: '例外（逗号分隔）', law: '依据' },
}
