import type { fieldEditorZhCN, teamEditorZhCN } from './setup.zh-CN'

export const teamEditorEn: typeof teamEditorZhCN = {
  add: 'Add a team', remove: 'Remove the team', name: 'Name of the team', supervisors: 'Supervisors', agents: 'Agents', search: 'Find an agent by name or number', onlyChosen: 'Only this team',
  counts: '{agents} agents, {supervisors} supervisors', unnamed: '(no name)', inTeam: 'now in {team}', teamless: '{n} agents in no team',
  teamlessHelp: 'Once there are teams, no supervisor may act upon agents outside them.', moves: 'An agent belongs to one team; ticking moves them here.',
  noSupervisor: 'No supervisor leads this team: nobody may listen, barge in or change its agents’ states.', gone: '{id} (no longer listed)',
  noneTitle: 'No teams', none: 'While there are none, a supervisor may act upon all agents; with the first team only upon the own ones.', noneHelp: 'Press “Add a team”, give it a name, then tick supervisors and agents.',
  noneReadOnly: 'If teams are needed, ask the system administrator.',
  noPeople: 'No supervisors to choose. Add one with callcenter add-person.', noAgents: 'No agents. Add one with callcenter add-person.', noMatch: 'No such agent.', needsName: 'Give the team a name.',
}

export const fieldEditorEn: typeof fieldEditorZhCN = {
  own: 'Our own fields', left: 'Fields no longer in use', house: 'Built in (always there, never changed)', kindTitle: 'Kind', sensitivityTitle: 'Sensitivity', why: 'Purpose', purpose: 'Purpose (Chinese)', purposeEn: 'Purpose (English)', choices: 'Choices',
  choicesHint: 'Choices, separated by commas', add: 'Add a field', leave: 'Take out of use', restore: 'Use again', none: 'No fields of our own yet.', noneHelp: 'To keep what the built-in fields do not hold, press “Add a field”. Every field names its purpose.',
  fixed: 'Code and kind stay once saved; ✕ takes a field out of use and keeps what it holds.', leftHelp: 'What they hold is kept, and no longer asked for.', noneReadOnly: 'If fields are needed, ask the system administrator.',
  name: 'Field', kind: { text: 'Line', long_text: 'Text', number: 'Number', date: 'Date', choice: 'Choice', list: 'List' },
  sensitivity: { plain: 'Plain', personal: 'Personal', sensitive: 'Sensitive' },
  shown: { plain: 'shown as it is', personal: 'masked; an agent may see it with a reason', sensitive: 'masked; a supervisor may see it with a reason' },
}
