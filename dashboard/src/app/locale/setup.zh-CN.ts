export const teamEditorZhCN = {
  add: '添加班组', remove: '移除班组', name: '班组名称', supervisors: '班长', agents: '坐席', search: '按姓名或工号查找坐席', onlyChosen: '只看本组',
  counts: '{agents} 名坐席，{supervisors} 名班长', unnamed: '（未命名）', inTeam: '现属 {team}', teamless: '未分组坐席 {n} 名',
  teamlessHelp: '设有班组后，未分组的坐席没有班长可以管理。', moves: '一个坐席只属于一个班组，勾选即转入本组。',
  noSupervisor: '本组没有班长，无人可以监听、强插或调整本组坐席的状态。', gone: '{id}（已不在名单中）',
  noneTitle: '没有班组', none: '没有班组时，班长可以管理全部坐席；添加第一个班组后，班长只能管理自己班组的坐席。', noneHelp: '点“添加班组”，填写名称，再勾选班长和坐席。',
  noneReadOnly: '需要分组时，请联系系统管理员。',
  noPeople: '没有可选的班长。请先用命令 callcenter add-person 添加。', noAgents: '没有坐席。请先用命令 callcenter add-person 添加。', noMatch: '没有符合的坐席。', needsName: '请填写班组名称。',
}

export const fieldEditorZhCN = {
  own: '本公司的字段', left: '已停用的字段', house: '内置字段（始终存在，不能修改）', kindTitle: '类型', sensitivityTitle: '敏感程度', why: '用途', purpose: '用途（中文）', purposeEn: '用途（英文）', choices: '可选值',
  choicesHint: '可选值，用逗号分隔', add: '添加字段', leave: '停用', restore: '恢复', none: '还没有本公司的字段。', noneHelp: '需要记录内置字段以外的客户资料时，点“添加字段”。每个字段都须写明用途。',
  fixed: '代码和类型保存后不能更改，可停用（✕）后另建新字段；停用不删除已有内容。', leftHelp: '已有的内容保留，不再询问。', noneReadOnly: '需要添加字段时，请联系系统管理员。',
  name: '字段', kind: { text: '单行文字', long_text: '多行文字', number: '数字', date: '日期', choice: '选择', list: '列表' },
  sensitivity: { plain: '一般', personal: '个人信息', sensitive: '敏感个人信息' },
  shown: { plain: '直接显示', personal: '脱敏显示，坐席填写理由后可查看', sensitive: '脱敏显示，班长填写理由后可查看' },
}
