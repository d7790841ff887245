import { customersEn, setupEn } from './customers.en'
import { handlingEn, lostEn, messagesEn } from './lost_calls.en'
import { floorEn } from './floor.en'
import { integrityEn } from './integrity.en'
import { personalDataEn } from './personal_data.en'
import { reportsEn } from './reports.en'
import { rightsEn } from './rights.en'
import { stationEn } from './station.en'
import { wallEn } from './wall.en'
import type { Messages } from './zh-CN'

export const en: Messages = {
  product: 'Zhaozhang',
  app: {
    calls: 'Calls', lostCalls: 'Lost calls', voiceMessages: 'Messages', reports: 'Reports', integrity: 'Integrity', customers: 'Customers', personalData: 'Data requests', setup: 'Settings', station: 'Station', floor: 'Floor', wall: 'Wall', collapse: 'Collapse navigation', expand: 'Expand navigation', signOut: 'Sign out', signOutUnsaved: 'Unsaved notes will be lost: sign out',
    rights: 'My rights', language: '中文', demo: 'DEMO DATA', navigation: 'Main navigation', toContent: 'Skip to content',
    live: 'Live', connecting: 'Connecting', lost: 'Connection lost', refused: 'No right to live data', idle: 'No live data asked for',
    heard: 'Last heard from {age} s ago', retry: 'Try again', refresh: 'Refresh', noPage: 'No such page',
    wrongDays: 'The address names days that cannot be shown, so the usual ones are. Choose the days again.',
    noPageHelp: 'The address may have changed. Please start again from the navigation.',
  },
  floor: floorEn,
  rights: rightsEn,
  station: stationEn,
  customers: customersEn,
  handling: handlingEn,
  lost: lostEn,
  messages: messagesEn,
  personalData: personalDataEn,
  reports: reportsEn,
  integrity: integrityEn,
  setup: setupEn,
  signIn: {
    title: 'Sign in', name: 'Name', password: 'Password', submit: 'Sign in', busy: 'Signing in',
    licence: 'Call centre licence', hotlines: 'Hotline', demoNote: 'Demonstration: every call is simulated and is no business evidence.',
    needName: 'Please enter your name', needPassword: 'Please enter your password', wrong: 'Name or password is wrong',
    tooMany: 'Too many attempts. Please try again later', unreachable: 'The platform cannot be reached. Check the network or ask the system administrator',
    failed: 'Sign-in did not succeed. Please try again', motto: 'By the book, with evidence', code: 'Error code {code}',
    noLicence: 'No licence number set', version: 'Version {version}', showPassword: 'Show password', hidePassword: 'Hide password',
  },
  state: {
    ready: 'Ready', ringing: 'Ringing', talking: 'Talking', holding: 'Holding', consulting: 'Consulting', wrap_up: 'Wrap-up',
    on_break: 'Break', not_ready: 'Not ready', signed_out: 'Signed out', lost_registration: 'Phone offline',
  },
  outcome: {
    answered: 'Answered', abandoned: 'Abandoned', timed_out: 'Timed out', overflowed: 'Overflowed', refused: 'Refused', left_by_key: 'Left by key',
    cut: 'Cut', closed: 'Closed', ivr_ended: 'Ended in IVR', open: 'In progress', short_abandon: 'Short abandon',
  },
  endedBy: { caller: 'Caller', agent: 'Agent', system: 'System', unknown: 'Unknown' },
  recorded: { present: 'Recorded', missing: 'Missing', none: 'Not needed', pending: 'Pending', open: 'Known after the call', kept: 'the file is on the server; pages do not play it' },
  trunk: { 'trunk-main': 'Main trunk', 'trunk-backup': 'Backup trunk', main: 'Main trunk', backup: 'Backup trunk' },
  trunkState: { reachable: 'reachable', unreachable: 'unreachable', unknown: 'unknown' },
  queue: { consult: 'Consultation', aftersales: 'After-sales', complaint: 'Complaints', operator: 'Operator' },
  wall: {
    ...wallEn,
    now: 'Now', today: 'Today', waiting: 'Waiting', longestWait: 'Longest wait', people: '', seats: 'Seats',
    queues: 'Queues', ready: 'Ready', longest: 'Longest', curve: 'Offered calls per 15 minutes', answered: 'Answered', abandoned: 'Abandoned',
    other: 'Other or open', offered: 'Offered', target: 'Target {target}% (industry)', targetShort: 'Target {target}%',
    fullScreen: 'Full screen', leaveFullScreen: 'Leave full screen', toCalls: 'Back to calls', licence: 'Licence',
    noSeats: 'No seats yet. Add them in the system settings.', noCurve: 'No offered calls today yet', unassigned: 'Nobody', trunks: 'Trunks',
    incomplete: 'Hatched: recovered or unknown', registered: 'Phones online {count}/{all}', noQueues: 'No queues', over15: 'Over 15 s',
    loading: 'Reading the floor',
    participation: '{rate} rated ({rated}/{invited})',
    names: {
      offered: 'Offered', answered: 'Answered', abandoned: 'Abandoned', answer_rate: 'Answer rate',
      satisfaction: 'Satisfaction', short_abandoned: 'Short abandons',
      service_level: 'Answered in 15 s', asa: 'Answer speed',
    },
    stale: {
      connecting: 'Connecting to the platform', no_contact: 'Connection lost. Figures below are from {at} ({age} ago); reconnecting',
      refused: 'You have no right to live data. Ask the system administrator', link_lost: 'The platform lost its link to the phone system; the floor stands at {at}',
      no_link_state: 'The platform does not report the phone system link; the floor cannot be trusted',
    },
  },
  softphone: {
    title: 'Phone', controls: 'Call controls', devices: 'Devices', noCall: 'No call', sinceAnswer: 'Time since the answer', muted: 'Muted', interrupted: 'No sound', survey: 'Satisfaction survey',
    registration: {
      off: 'Phone is off', asking: 'Starting the phone', connecting: 'Registering', registered: 'Phone registered', lost: 'Phone is cut off, reconnecting',
      refused: 'Phone is off', replaced: 'Phone is in another window',
    },
    replaced: 'The phone is in another window now; this one does not ring any more.', callElsewhere: 'Another window of this browser is in a call. The phone can move here when the call is over.',
    notTrusted: 'The phone system was never reached: this computer may not trust the certificate yet, or the network is in the way.', toAuthority: 'Install the certificate',
    refusedUnknown: 'The platform gave no phone account. Please try again later.', useHere: 'Use it here', notRegistered: 'The phone is not registered',
    act: {
      answer: 'Answer', reject: 'Reject', hangUp: 'Hang up', hold: 'Hold', resume: 'Resume', mute: 'Mute', unmute: 'Unmute', keypad: 'Keypad', transfer: 'Transfer',
      consult: 'Consult', complete: 'Complete', swap: 'Swap', cancelConsult: 'End consult', threeWay: 'Three-way',
    },
    callState: {
      dialling: 'Calling', ringing: 'Ringing', answering: 'Connecting', talking: 'Talking', holding: 'On hold', transferring: 'Transferring',
      transferring_held: 'Transferring', ended: 'Ended',
    },
    role: { caller: 'Caller', consult: 'Consult', self_test: 'Self-test', supervision: 'Supervision' },
    unknownCaller: 'Customer', supervision: 'Supervised call', noticeTitle: 'A call is ringing',
    transferTo: 'Transfer to', consultWhom: 'Consult a colleague', searchTarget: 'Name or number', targets: 'Transfer targets',
    noMatch: 'Nothing matches', nobody: 'Nobody to choose now', kind: { colleague: 'Colleague', queue: 'Queue', menu: 'Menu', survey: 'Survey' },
    keysSent: 'Keys sent: {count}',
    grade: { good: 'Good quality', fair: 'Fair quality', poor: 'Poor quality' },
    trouble: {
      no_sound: 'No sound comes in, check the network', loss: 'Packets are lost: speech may break up', delay: 'Long delay: let the other side finish speaking',
      jitter: 'Unstable network: speech may break up', poor: 'Poor quality, check network and headset',
    },
    qualityNumbers: 'MOS {mos} · loss {loss}%', qualityHelp: 'Estimated from the network (E-model, 1 to 4.5); jitter {jitter} ms, round trip {rtt} ms',
    deskTrouble: {
      no_microphone: 'The microphone cannot be used; the call went back to the queue. Check the microphone and the permission.', transfer_refused: 'The transfer did not succeed; the caller is still with you.',
      consult_ended: 'The consultation is over; the caller is still on hold: press F4.', three_way_failed: 'The three-way call was not set up. Try again, or transfer.',
      lost: 'The network was away too long: the system took the call back, another seat goes on with the caller.',
    },
    withColleague: 'three-way with {who}', understood: 'OK', soundBlocked: 'The browser does not play sound yet: click anywhere in the page.', microphoneDead: 'The microphone is silent. Check its switch, its cable and the permission.',
    device: { microphone: 'Microphone', speaker: 'Speaker', ringer: 'Ringer' }, usualDevice: 'System default', level: 'Microphone level', tryRing: 'Play the ring',
    selfTest: 'Self-test call', selfTestEnd: 'End the test', selfTestRunning: 'Speak: you should hear yourself. Then end the test.',
    selfTestHelp: 'The self-test calls an echo: you hear yourself, and the network is measured.', selfTestFailed: 'The test did not connect or no sound came back. Check the network and try again, or ask the administrator.',
    selfTestResult: {
      good: 'Passed: the network is fit for calls (MOS {mos}, loss {loss}%, round trip {rtt} ms).', fair: 'Fair network: speech may break up at times (MOS {mos}, loss {loss}%, round trip {rtt} ms). A cable is better.',
      poor: 'Poor network, not fit for calls (MOS {mos}, loss {loss}%, round trip {rtt} ms). Use a cable or ask the administrator.',
    },
  },
  verdict: { met: 'met', at_risk: 'at risk', not_met: 'not met', cannot_tell: 'cannot tell' },
  figure: {
    formula: 'Formula', parts: 'Numerator ÷ denominator', rows: 'Calls counted', rowsUnit: '{count} calls', period: 'Period', asOf: 'As of', definition: 'Definition',
    completeness: 'Completeness', nothing: 'Nothing to divide by, shown as “—”', cut: 'Shares and lengths of time are cut to the digits shown, not rounded. ', notPublished: 'This figure is not published yet',
    states: { live: 'live', recovered: 'recovered', unknown: 'unknown' },
  },
  calls: {
    title: 'Calls', period: 'Period', today: 'Today', yesterday: 'Yesterday', lastWeek: 'Last 7 days', custom: 'Custom', from: 'From', to: 'To',
    outcome: 'Outcome', queue: 'Queue', agent: 'Agent', hotline: 'Hotline', caller: 'Caller', callerHelp: 'Type the whole number and press Enter; it is never put into the address', callerChosen: 'Caller {number}', callerUnseen: 'one number', callerNoNumber: 'Type a whole number',
    recorded: 'Recording', all: 'All', reset: 'Clear filters', columns: 'Columns', more: 'More filters', sortBy: 'Sort', perPage: '{count} per page',
    previous: 'Previous', next: 'Next', page: 'Page {page}', rows: '{count} calls on this page', total: '{n} in all', opened: '{n} in all when it was opened', comma: ', ', asOf: 'As of {at}', copied: 'Call id copied',
    copy: 'Copy call id', copyFailed: 'Could not copy; select the id by hand', openHint: 'Enter opens the call, ↑ ↓ move',
    emptyTitle: 'No matching calls', emptyPeriod: 'No call was recorded between {from} and {to}.', emptyFiltered: 'No call matches these filters. Widen or clear them.',
    emptyAction: 'Clear filters', widen: 'Last 7 days', errorTitle: 'Calls could not be read', errorHelp: 'Calls are still answered and recorded. Please try again; if it goes on, ask the system administrator.',
    forbiddenTitle: 'You have no right to see calls', forbiddenHelp: 'Ask the system administrator for the supervisor or inspector role.',
    staleTitle: 'Refresh failed; the rows below were read at {at}', seconds: '{n} s ago', demoMark: 'D', demoTitle: 'Demo call',
    incomplete: 'Incomplete', loading: 'Reading calls', badPeriod: 'The end must be later than the start',
    col: {
      arrived: 'Arrived', caller: 'Caller', hotline: 'Hotline', trunk: 'Trunk', queue: 'Queue', agent: 'Agent', outcome: 'Outcome',
      wait: 'Wait', talk: 'Talk', rings: 'Rings', score: 'Score', recorded: 'Recording', endedBy: 'Ended by', keys: 'Keys', callId: 'Call id',
    },
    sorts: { arrived_desc: 'Newest first', arrived_asc: 'Oldest first', wait_desc: 'Longest wait first', talk_desc: 'Longest talk first' },
    counted: 'Figure: {part}', countedHelp: 'The calls that a figure counted; the period is that of its clock (human request or arrival), a queue means that the call entered it', severalAgents: '{n} agents', hour: '{at}:00–{at}:59', weekday: '{at}', keys: 'Keys: {keys}', noKey: 'before any', key: { none: 'none in time', wrong: 'wrong' },
    weekdays: { 1: 'Monday', 2: 'Tuesday', 3: 'Wednesday', 4: 'Thursday', 5: 'Friday', 6: 'Saturday', 7: 'Sunday' },
    part: {
      arrived: 'arrived', system_in_time: 'system answered within 15 s', closed: 'outside business hours', ivr_ended: 'ended in the menu', ivr_abandoned: 'abandoned in the menu', offered: 'offered', answered: 'answered',
      in_time: 'answered within 15 s', late: 'answered after 15 s', abandoned: 'abandoned', short_abandoned: 'short abandons', long_abandoned: 'long abandons', timed_out: 'timed out', overflowed: 'overflowed', refused: 'refused',
      left_by_key: 'left by key', cut: 'cut', waiting: 'waiting', transferred: 'handed on', transferred_in: 'transferred in', invited: 'invited to rate', scored: 'rated', satisfied: 'rated 4 or more', rings: 'rang an agent',
      taken: 'taken by an agent', missed: 'missed by an agent', rejected: 'declined by an agent', talked: 'talked with an agent',
      first_contacts_24h: 'first contacts (24 h)', first_contacts_72h: 'first contacts (72 h)', first_contacts_7d: 'first contacts (168 h)', resolved_24h: 'resolved at once (24 h)',
      resolved_72h: 'resolved at once (72 h)', resolved_7d: 'resolved at once (168 h)',
    },
    withheld: 'Withheld', voiceMessage: 'Voice message left', score: '{n} points',
  },
  call: {
    title: 'Call', close: 'Close', timeline: 'What happened', legs: 'Legs', at: 'Time', sinceArrival: 'Since arrival', sincePrevious: 'Since previous', what: 'Event',
    ended: 'Ended', arrived: 'Arrived', duration: 'Duration', stillOpen: 'In progress', keys: 'Keys', survey: 'Survey score', noSurvey: 'Not rated', rings: 'Rings',
    ringTimes: '{n}', answeredAfter: 'Agent answer', humanRequested: 'Human request', notFound: 'This call was not found', noLegs: 'No legs recorded', noEvents: 'No events recorded',
    notFoundHelp: 'It may be outside your scope, or not in the record yet (about a second).', errorTitle: 'The call could not be read', errorHelp: 'The record itself is safe. Please try again.',
    stretch: { ivr: 'IVR', wait: 'Waiting', ring: 'Ringing', talk: 'Talk', hold: 'On hold', consult: 'Consult', supervision: 'Supervision', after: 'After talk' },
    hold: 'On hold',
    role: { transfer_target: 'Transfer {seat}', consult: 'Consult {seat}', consulted: 'Asked {seat}', third_party: 'Third {seat}', supervisor: 'Supervisor {seat}' },
    callerLeg: 'Caller', seatLeg: 'Seat {seat}', legWait: 'Not answered', legTalk: 'Answered', details: 'Details', incomplete: 'This call is incomplete: some events are missing and times are approximate.',
  },
  menu: { main: 'main menu', queue: 'while waiting' },
  detail: {
    queue: 'queue', from: 'from', to: 'to', agent: 'agent', seat: 'seat', menu: 'menu', trunk: 'trunk', hotline: 'hotline',
    position: 'position', file: 'file', seconds: 'seconds', result: 'result', ring_ms: 'ring ms',
    from_agent: 'from', to_agent: 'to', by: 'supervisor',
  },
}
