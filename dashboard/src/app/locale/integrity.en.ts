import type { integrityZhCN } from './integrity.zh-CN'

export const integrityEn: typeof integrityZhCN = {
  title: 'Integrity', tabs: { intervals: 'Intervals', reconciliations: 'Reconciliations' }, spans: { week: '7 days', days31: '31 days', this_month: 'This month', last_month: 'Last month', custom: 'Custom' },
  asOf: 'as of {at}', summary: 'Summary', bands: 'The record by day', forbiddenTitle: 'You may not see the integrity of the record', forbiddenHelp: 'It is for supervisors, inspectors and system administrators.', errorTitle: 'The integrity of the record could not be read',
  record: 'Record', availability: 'Availability', formula: '1 − downtime ÷ watched time', outages: '{n} outages, {long} over 30 min', longest: 'longest {time}', unwatched: 'not watched {time}', outageList: 'Outages',
  clock: 'Clock against NTP', clockHelp: 'Measured every 15 minutes; time with an offset over the limit is unknown', clockState: { not_set: 'No NTP server set', unreachable: 'No NTP server answers', ok: 'in order', off: 'over the limit' },
  clockNotSet: 'The clock is compared with nothing; CALLCENTER_NTP_SERVERS sets servers', clockLimit: 'limit {n} ms', clockAsked: '{asked} measurements here, {answered} answered', clockLargest: 'largest {n} ms', clockAt: '{at} {server}',
  before: 'Not watched yet', weekday: { 1: 'Mon', 2: 'Tue', 3: 'Wed', 4: 'Thu', 5: 'Fri', 6: 'Sat', 7: 'Sun' },
  allMarks: 'Recovered and unknown', marks: '{n} intervals', showAll: 'All days', toReconcile: 'Reconcile this day', noMarks: 'No marks: the record was taken down while it happened, without a gap.', neverWatched: 'The platform has not begun to watch.', leftOut: '{n} earlier ones are not listed; choose fewer days.',
  col: { state: 'State', span: 'From, to and why', length: 'Length', calls: 'Calls', started: 'Begun', days: 'Days', by: 'Asked by', outcome: 'State', differences: 'Differences' },
  callsHelp: 'AMI: calls seen over AMI meanwhile, for comparison only; record: calls that the files told of', seen: 'AMI saw {n}', notCounted: 'not counted over AMI', recorded: '{n} in the record', notAllSeen: 'the link was down meanwhile: may be more', itsCalls: 'Its calls',
  reason: {
    link_lost: 'The link to Asterisk was lost; calls came from the files', not_current: 'The platform was away or behind; calls came from the files later', not_read_yet: 'The files of then are not in the record yet', figures_made_anew: 'Figures are being made anew after an upgrade',
    asterisk_restart: 'Asterisk died and was restarted; calls may not have been written', half_written_rows: 'A row of the files was written by half', end_not_written: 'The end of a call was not written', log_disk_full: "The disk of Asterisk's logs was full; calls may not have been written",
    clock_set_back: 'The clock was set back', clock_set_forward: 'The clock was set forward', open_when_clock_set_back: 'Calls went on when the clock was set back; their times are not sure', open_when_clock_set_forward: 'Calls went on when the clock was set forward; their times are not sure',
    clock_off: 'The clock was off NTP by more than the limit', not_written: 'A reconciliation found calls that were not written', not_watched: 'The platform had not begun to watch; nobody knows what is missing',
  },
  oneDay: 'Day', now: 'Reconcile now', nowHelp: 'Against the files, queue_log, recordings and what AMI saw; the last 10 minutes are left out. Each night does the day before.', askFailed: 'It could not begin; try again later', soFar: 'Comparing: {cel} rows of CEL, {queueLog} of queue_log, {calls} calls',
  noRuns: 'No reconciliation of these days', noRunsHelp: 'Each night does the day before; a day can also be reconciled now.',
  by: { night: 'Nightly', command: 'Command line' }, state: { running: 'Running', done: 'Done', failed: 'Failed', interrupted: 'Interrupted' },
  stateHelp: { failed: "It did not end; the platform's log says why. It can be asked for again.", interrupted: 'The platform stopped meanwhile; it can be asked for again.' },
  compared: { calls: 'Calls', cel: 'CEL rows', queue_log: 'queue_log rows', recordings: 'Recordings', seen: 'Seen over AMI' },
  comparedHelp: { calls: 'Calls interpreted once more from their rows and compared with the record', cel: "Rows in Asterisk's CEL files, rotated and archived ones too", queue_log: "Rows in Asterisk's queue_log files, rotated and archived ones too", recordings: 'Recordings held against the folder', seen: 'Calls seen over AMI while they happened' },
  runningHelp: 'It runs; differences are listed when it has ended.', noDifferences: 'No differences: the record agrees with the files, queue_log, recordings and what AMI saw.', readFailed: 'The differences could not be read; try again', did: 'Done:', toCall: 'Open the call', firstOnly: 'The first {n} are listed',
  kind: {
    row_not_in_record: 'Rows of the files that the record lacks', row_not_in_files: 'Rows of the record whose file is gone', file_unreadable: 'Files that could not be read', call_differs: 'Calls that differ from their rows', queue_log_without_call: 'Entries of queue_log without a call',
    call_without_queue_log: 'Answered calls that queue_log does not know', call_seen_not_recorded: 'Calls seen over AMI that the record lacks', recording_gone: 'Recordings that are gone or of another size', recording_without_call: 'Recordings without a call',
  },
  done: { read_again: 'read again', built_again: 'built again', marked: 'marked as unknown', registered: 'registered as missing', listed: 'listed, nothing changed' },
}
