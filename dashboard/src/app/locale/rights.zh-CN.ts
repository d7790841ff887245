export const rightsZhCN = {
  role: {
    agent: '坐席', supervisor: '班长', inspector: '检查员', system_admin: '系统管理员', security_admin: '安全管理员', audit_admin: '审计管理员',
  },
  duty: {
    agent: '接听来电，记录通话，维护客户资料。', supervisor: '现场管理：监听、耳语、强插、强接，调整坐席状态，处理客户资料。',
    inspector: '查看现场与通话记录，不能更改。', system_admin: '维护系统：小休原因、班组、客户字段、通话分类、话术与禁用词语。',
    security_admin: '个人信息的查询、提供与冻结。', audit_admin: '审查谁在何时做了什么。',
  },
  apart: '系统、安全、审计三类管理员由不同的人担任（三员分立），不能由同一账号兼任，也不能兼任坐席。',
  administration: {
    title: '人员（命令）',
    help: '本版本没有对应页面。人员用命令 callcenter add-person 添加；班组和客户字段在“业务设置”中维护。',
  },
  nothingYet: {
    title: '本版本没有可用的功能',
    help: '登录、拒绝与每次更改都已写入只增不改的审计记录，但本版本还没有查阅它的页面或接口。',
  },
}
