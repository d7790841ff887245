export const personalDataZhCN = {
  title: '个人信息请求', lead: '本人要求查阅、复制、更正或限制使用其个人信息时在此办理。每一步都记入审计。',
  forbiddenTitle: '没有办理个人信息请求的权限', forbiddenHelp: '由班长或安全管理员办理。如需权限，请联系系统管理员。',
  failed: '操作未完成，请稍后重试', anew: '办理下一位', finding: '正在查找',
  next: '查找后在此显示保存了什么，再提供副本、更正、冻结或解冻。',
  who: {
    title: '谁在请求', by: '依据', way: { phone: '电话号码', identity_number: '证件号码', name: '姓名', customer_id: '客户编号' },
    help: { phone: '完整号码', identity_number: '完整证件号码', name: '完整姓名，再从同名者中选定', customer_id: '26 位客户编号' },
    wrong: { phone: '请输入完整电话号码', identity_number: '证件号码只含数字、字母、括号和短横', name: '请输入姓名', customer_id: '客户编号为 26 位数字和大写字母' },
    reason: '理由（记入审计）', reasonExample: '如：本人来电要求查阅，已核实身份', find: '查找', noName: '同名者多，请先向请求人核实电话或证件号码；按姓名查找由班长办理。',
    namesakes: '请核实后选定一位', choose: '就是这位', nobody: '没有叫这个名字的客户，请改用电话或证件号码。', frozen: '另有 {n} 位已冻结的客户不在此列，请改用电话或证件号码查找。', more: '同名者较多，只列前 {n} 位，请改用电话或证件号码。',
  },
  asked: { phone: '按电话号码（尾号 {end}）', identity_number: '按证件号码（末位 {end}）', customer_id: '按客户编号' },
  held: {
    title: '保存了什么', noneTitle: '没有保存此人的信息', noneHelp: '没有客户资料，也没有来自该号码的通话。请核对号码，或改用另一项查找。这次查找已记入审计。',
    customers: '客户资料', merged: '已并入的客户', calls: '通话', recordings: '录音', notes: '备注', followUps: '跟进', span: '{from} 至 {to}',
    leftOut: '录音文件不在副本内，请按通话编号另行调取。', more: '副本中另有通话小结的各个版本、历次冻结，以及谁查看过哪些内容。', several: '找到 {n} 位客户，可能是家人或同事共用号码。请逐位核实，只办理请求人本人的资料。',
    noCustomer: '没有客户资料，只有来自该号码的通话。',
  },
  field: { phones: '电话', identity_number: '证件号码', bank_account: '银行账号', address: '地址', created: '建立', changed: '更新' },
  state: { active: '使用中', frozen: '已冻结', merged: '已并入其他客户' },
  record: { counts: '备注 {notes} 条，跟进 {followUps} 条', merged: '含已并入的 {n} 位', correct: '更正', correctHelp: '在客户页面修改', correctBy: '更正由班长在客户页面办理', correctFrozen: '冻结期间不能更正，须先解冻' },
  freeze: {
    act: '冻结', end: '解冻', cancel: '取消', help: '冻结后资料只保存，不出现在来电弹屏和查找中，也不能修改。', reason: '冻结理由（记入审计）', until: '期限至（可不填）', untilHelp: '到期不会自动解冻，此页会提示。',
    endReason: '解冻理由（记入审计）', past: '期限须在今天或以后', since: '{at} 由 {by} 冻结', term: '期限至 {at}', noTerm: '未定期限', over: '期限已到，可以解冻', why: '理由：{reason}', ended: '已解冻，恢复使用',
  },
  copy: {
    title: '提供副本', what: '一份文件，包含左侧全部资料。', format: '格式', masked: '脱敏', maskedHelp: '号码、证件只显示首尾，供内部核对', whole: '完整', wholeHelp: '全部可读，用于交付本人', wholeReason: '提供完整副本的理由（记入审计）',
    wholeExample: '如：已当面核验身份证件', take: '下载副本', done: '已下载 {file}（{kind}）。', after: '请只交付本人，交付后从本机删除。', several: '副本包含以上 {n} 位客户。只提供其中一位时，请先在该位处选“只看这位”。', only: '只看这位',
  },
}
