import type { reportsZhCN } from './reports.zh-CN'

export const reportsEn: typeof reportsZhCN = {
  title: 'Reports', period: 'Period', first: 'First day', last: 'Last day', rowsBy: 'By', figures: 'Figures', compare: 'Compare with before', print: 'Print', refresh: 'Refresh', clear: 'Clear filters',
  tabs: { table: 'Table', heat: 'Heat map', contacts: 'First contacts', timesheet: 'Timesheet', shifts: 'Shifts' },
  periods: { today: 'Today', yesterday: 'Yesterday', this_week: 'This week', last_week: 'Last week', this_month: 'This month', last_month: 'Last month', custom: 'Range' },
  rows: {
    queue: 'Queue', agent: 'Agent', team: 'Team', company: 'Client company', number: 'Hotline number', hour: 'Hour', weekday: 'Weekday', day: 'Day', week: 'Week', month: 'Month', year: 'Year', ivr_path: 'IVR path',
  },
  filter: { queue: 'Queue', agent: 'Agent', team: 'Team', number: 'Hotline' },
  weekdays: { 1: 'Mon', 2: 'Tue', 3: 'Wed', 4: 'Thu', 5: 'Fri', 6: 'Sat', 7: 'Sun' },
  hour: '{from}:00–{to}:00', weekOf: '{first} to {last}', noTeam: 'No team', total: 'Total', totalHelp: 'Totals are counted anew over all calls, not summed from the rows. ', totalOfQueues: 'A call counts once for each queue it entered, and once in the total.',
  teamToday: ' Teams are their members of today.', ownTeams: ' Only agents of your own teams.',
  sortBy: 'Sort by {name}', openCalls: 'Open these {n} calls', openSome: 'Open the calls behind it', version: 'definition v{n}',
  definition: { formula: 'Formula', clock: 'Clock', boundary: 'Boundary', counted: 'Denominator', id: 'Id', target: 'Goal of the trade' },
  definitions: 'Definitions', parts: '{numerator} ÷ {denominator}', before: 'Before: {value} ({first} to {last})', noBefore: 'nothing before', points: 'pp',
  direction: { up: 'up', down: 'down', same: 'unchanged' }, sense: { better: 'better', worse: 'worse', neither: '' },
  completeness: {
    live: 'Complete', recovered: 'Recovered', unknown: 'Partly unknown',
    liveHelp: 'The platform was there all the time.', recoveredHelp: 'The platform or its link was away; the phone system’s own journal filled it in. The numbers are complete.', unknownHelp: 'For a while the phone system itself could not write its journal, or the platform had not begun to watch; there may have been more calls. Nothing is guessed.',
  },
  asOf: 'As of {at}', days: '{first} to {last}', oneDay: '{first}', loading: 'Reading the report', pickFigures: 'Choose figures', usual: 'The usual ones', chosen: '{n} chosen',
  empty: 'Nothing was counted in this period', emptyHelp: 'No record of {days} matches. Choose another period, or clear the filters.', errorTitle: 'The report could not be read', errorHelp: 'Calls still come in and are recorded. Try again; if it stays so, tell the system administrator.',
  notYetHere: 'This version of the platform does not offer it.',
  notYet: 'This report is not available yet', notYetHelp: 'This version of the platform does not offer it; ask the system administrator for an update.', forbiddenTitle: 'You may not see reports', forbiddenHelp: 'Reports are for supervisors, inspectors and system administrators.',
  stale: 'Not refreshed: below is what was read at {at}',
  heat: {
    figure: 'Figure', hour: '{hour}:00', less: 'less', more: 'more', help: 'Darker is more; hatched: no such day in the period, or nothing to divide by.', day: 'Weekday', cell: '{weekday} {hour}:00: {value}', allHours: 'All hours', busyHours: 'Only hours with calls', average: 'All days of the period that are the same weekday are taken together.',
  },
  contacts: {
    first_contacts: 'First contacts', resolved: 'Resolved', window: { '24h': '24 h', '72h': '72 h', '7d': '168 h' }, from: 'known on {day}', total: 'Total of mature days',
    totalHelp: 'Only days whose window has passed, each window for itself.', help: 'A first contact is answered, and its caller had not asked for a person in the window before; it is resolved when the caller does not ask again in the window after. Withheld numbers do not count, nor do days whose window has not passed.',
    tooLong: 'By day, at most 400 days; for longer periods ask the table by week, month or year.', openTable: 'By month in the table',
  },
  time: {
    agent: 'Agent', team: 'Team', day: 'Day', firstIn: 'First in', lastOut: 'Last out', still: 'not yet', share: 'States', signedIn: 'Signed in', handled: 'Taken', missed: 'Missed', paid: 'Scheduled',
    perDay: 'By agent and day', perAgent: 'By agent', tooLong: 'A timesheet holds at most 31 days; choose a shorter period.', breaks: 'Breaks', more: 'More columns', noShift: 'No shift: utilisation is “—”',
    state: { talk: 'Talk', hold: 'Hold', wrap_up: 'Wrap-up', ready: 'Ready', break: 'Break', not_ready: 'Not ready', other: 'Other' },
  },
  shift: {
    add: 'Add a shift', agent: 'Agent', day: 'Day', from: 'From', to: 'To', hours: 'Hours', nextDay: 'next day', save: 'Save', change: 'Change', remove: 'Remove', sure: 'Really remove', cancel: 'Cancel', none: 'No shifts in this period',
    noneHelp: 'Add them one by one, or import XLSX or CSV. Without shifts utilisation is “—”.', readOnly: 'Only supervisors may change shifts.', failed: 'Not done; please try again',
    import: 'Import shifts', importHelp: 'XLSX or CSV; the first row names the columns: 工号, 日期, 开始, 结束 (or agent, date, from, to). Checked before anything is written.', choose: 'Choose a file', checking: 'Checking', checked: '{read} rows: {added} new, {unchanged} known, {wrong} wrong', run: 'Import {n}', imported: '{added} imported, {unchanged} known, {wrong} wrong',
    row: 'Row {n}', close: 'Close', total: '{n} shifts, {hours}',
  },
  view: {
    title: 'My reports', save: 'Save this report', name: 'Name', shared: 'Share within the company', own: 'Mine', others: 'Shared', by: 'shared by {by}', none: 'Nothing saved yet', remove: 'Remove', sure: 'Really remove', update: 'Replace', updateHelp: 'Replace it with the report on the page', cancel: 'Cancel', keep: 'Save', failed: 'Not done; please try again',
    sureMail: 'Really remove, with its mails', gone: 'The report of this link was deleted or is not shared any more; below is the usual one of the same days.',
  },
  mail: {
    title: 'Mail', some: 'Mail {n}', when: 'When', at: 'At', weekday: 'Weekday', monthDay: 'Day of the month', onDay: 'day {n}', period: 'Period', to: 'To', toHelp: 'Mail addresses, with commas or line breaks between, 20 at most', add: 'Add', change: 'Change', stop: 'Stop', start: 'Start', another: 'Another one',
    rhythm: { day: 'daily', week: 'weekly', month: 'monthly' }, told: { yesterday: 'the day before', last_7_days: 'the 7 days before', last_week: 'last week', last_month: 'last month' },
    shortMonth: 'In months without this day it goes out on the last one.', wrong: 'Not a mail address: {addresses}', tooMany: '20 recipients at most.', recipients: '{first}, {n} in all', notReady: 'The mail server is not set: schedules are kept, but nothing is sent. Ask the system administrator.', notSent: 'Not sent: the mail server is not set',
    notShared: 'This report is not shared, so other recipients cannot open it: tick “Share within the company”.', help: 'The mail holds the name of the report, its days and a link, and no figures; recipients sign in to see it.', off: 'stopped', next: 'next {at}',
    sent: '{at}: {n} sent', waiting: '{at}: {sent} sent, {n} waiting ({why})', failed: '{at}: {sent} sent, {n} not delivered ({why})',
    trouble: { recipient_refused: 'address refused', content_refused: 'mail refused', busy: 'server asks to come again later', unreachable: 'mail server not reached', perhaps_taken: 'mail server did not say whether it took the mail', not_trusted: 'encryption or certificate of the mail server not trusted', sign_in_refused: 'mail server refused the sign-in', sender_refused: 'sender refused', password_unreadable: 'file with the mail password not readable' },
  },
  export: {
    title: 'Export', what: 'Export this report', recent: 'Recent exports', fetch: 'Download', cancel: 'Cancel', remove: 'Remove', none: 'No exports', failed: 'Not exported; please try again', progress: '{done} / {total} rows',
    state: { queued: 'queued', running: 'running', done: 'ready', failed: 'not done', removed: 'file removed' }, notMine: 'asked by {by}', survives: 'You may leave this page; the export goes on.',
  },
  paper: { licence: 'Licence', period: 'Period', scope: 'Scope', madeAt: 'Made at', madeBy: 'Made by', completeness: 'Completeness', page: 'page', pages: '', of: 'of', demo: 'Demo data: not evidence', everything: 'everything' },
}
