import type { rightsZhCN } from './rights.zh-CN'

export const rightsEn: typeof rightsZhCN = {
  role: {
    agent: 'Agent', supervisor: 'Supervisor', inspector: 'Inspector', system_admin: 'System administrator', security_admin: 'Security administrator', audit_admin: 'Audit administrator',
  },
  duty: {
    agent: 'Takes calls, writes down what they were about, keeps customers up to date.',
    supervisor: 'Runs the floor: listens, whispers, barges in, takes over, changes agents’ states; looks after customers.',
    inspector: 'Sees the floor and the calls, changes nothing.',
    system_admin: 'Keeps the system: break reasons, teams, customer fields, call categories, scripts and forbidden words.',
    security_admin: 'Finds, hands over and freezes personal data.', audit_admin: 'Examines who did what and when.',
  },
  apart: 'System, security and audit administrator are three people: no account holds two of them, and none of them takes calls.',
  administration: {
    title: 'People (command)',
    help: 'This version has no page for them: people are added with callcenter add-person. Teams and customer fields are in Settings.',
  },
  nothingYet: {
    title: 'Nothing to do here in this version',
    help: 'Sign-ins, refusals and every change are already in the append-only audit trail; this version has no page and no API to read it.',
  },
}
