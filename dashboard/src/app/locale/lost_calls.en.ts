export const handlingEn = {
  title: 'What was done', handled: 'Handled', reopened: 'Opened again', nothing: 'Nothing yet', note: 'What was done, e.g. reached, settled', whyReopen: 'Why it is opened again',
  handle: 'Mark as handled', reopen: 'Open again', readOnly: 'Supervisors deal with it.', failed: 'Not saved; try again later', exportFailed: 'Not exported; try again later',
  state: 'State', all: 'All', others: 'and {n} more with this number',
  days: { today: 'Today', yesterday: 'Yesterday', week: '7 days', month: '30 days', custom: 'Dates' },
}

export const lostEn = {
  title: 'Lost calls', export: 'Export', exportHelp: 'What the filters show as CSV, numbers masked; it goes into the audit trail', openHint: 'Enter lays a line open: every try and what was done', rows: '{count} callers on this page, {all} in all',
  errorTitle: 'Lost calls could not be read', none: 'No lost calls', noneHelp: 'Nobody asked for a person in these days and was left unanswered.', noneOfState: 'No lost calls in this state', noneFiltered: 'Choose another state or queue, or more days.',
  col: { caller: 'Caller', tries: 'Tries', last: 'Last try', queue: 'Queue', gaveUpAt: 'Gave up, outcome', wait: 'Waited', later: 'Later contact', state: 'State' },
  at: { ivr: 'Menu', queue: 'Waiting', ringing: 'Ringing' },
  state: { open: 'Open', called_again: 'Called again', handled: 'Handled' },
  answeredBy: 'answered by {agent}', notAnswered: 'not answered again',
  tries: 'Calls of this caller', triesFailed: 'Not read', waited: 'waited {time}', firstOnly: 'The first {n} only; all are in the calls',
}

export const messagesEn = {
  title: 'Voice messages', openHint: 'Enter lays a message open: listen, deal with it', rows: '{count} messages on this page', errorTitle: 'Voice messages could not be read',
  none: 'No voice messages', noneOpen: 'No messages to deal with', noneHelp: 'Callers can leave one by key while they wait, after waiting too long, and outside business hours.', showAll: 'Show all',
  overdue: '{n} messages wait for more than {hours} hours, the oldest since {at}',
  col: { caller: 'Caller', at: 'Arrived', age: 'Age', queue: 'Queue', outcome: 'Outcome', length: 'Length', state: 'State' },
  state: { open: 'Open', handled: 'Handled' }, late: 'Overdue',
  days: '{n} days', hours: '{n} h', minutes: '{n} min',
  listen: 'Listen', play: 'Play', playTraced: 'Playing goes into the audit trail', playFailed: 'Not played; try again later', gone: 'The sound is not in the recordings folder; ask a system administrator.',
  notYours: 'Supervisors listen to messages.', toCall: 'Open the call',
}
