import type { StationMessages } from './station.zh-CN'

export const stationEn: StationMessages = {
  title: 'Station', bar: 'State', sinceThen: 'In this state for', workNumber: 'No. {n}', seatNumber: 'Seat {n}', phone: 'Phone', centre: 'Customer and calls',
  phoneKind: { web: 'Browser phone', desk: 'Desk phone' },
  ready: 'Ready', endAndReady: 'End, ready', break: 'Break', bookBreak: 'Book break', cancelBooked: 'Cancel booking', endAndBreak: 'End, break', extend: 'Extend ({n} left)', signOut: 'Sign out',
  breakReason: 'Break reason', noReasons: 'No break reasons are set; ask the system administrator', booked: 'Booked: {reason}, after the call and its wrap-up', bookedSignOut: 'A supervisor booked your sign-out after the call and its wrap-up',
  wrapUpLeft: 'Wrap-up left', wrapUpThen: 'then ready', wrapUpThenBreak: 'then as booked', dismiss: 'Dismiss', failed: 'That did not succeed. Please try again', save: 'Save', cancel: 'Cancel',
  errorTitle: 'The station could not be read', errorHelp: 'Calls are handled by the phone system and are safe. Try again; if it goes on, tell your supervisor.',
  forbiddenTitle: 'The station is for agents', forbiddenHelp: 'This account has no agent role. Ask the system administrator.',
  refused: {
    link_lost: 'No connection to the phone system; wait until it is back', in_call: 'In a call; ready afterwards', ready_already: 'Already ready', registration: 'The phone is not back yet',
    no_extension: 'Wrap-up cannot be extended again', not_in_wrap_up: 'Only wrap-up can be extended', end_call_first: 'End the call before signing out',
  },
  alarm: {
    platform: 'No connection to the platform ({age} s). A running call goes on; reconnecting', phoneSystem: 'The platform lost the phone system. A running call goes on; the state shown may be old',
  },
  unwell: {
    registration_lost: 'The phone lost the phone system; no call can reach you. Reconnecting; check the network', microphone_dead: 'The microphone is silent; callers cannot hear you. Check the plug and the mute switch',
    tab_asleep: 'The browser put this page to sleep; keep it in front', missed_rings: 'Several calls were not answered: set not ready. Press Ready when you are',
  },
  by: { supervisor: 'Supervisor {name} set you: {state}', system: 'Set by the system: {state}' },
  supervised: { listen: 'Supervisor {name} is listening', whisper: 'Supervisor {name} is whispering', barge: 'Supervisor {name} joined the call', take_over: 'Supervisor {name} took the call over' },
  keys: {
    title: 'Keys', save: 'Save notes or customer',
    own: { help: 'These keys', ready: 'Ready', break: 'Break', extend: 'Extend wrap-up', customer: 'To customer', notes: 'To notes', scripts: 'To scripts', phone: 'To phone' },
  },
  call: {
    label: 'Call in hand', withheld: 'Number withheld', regionUnknown: 'Region unknown', queue: 'Queue', waited: 'Waited', arrived: 'Arrived', hotline: 'Hotline', from: 'From', path: 'Keys',
  },
  queues: { title: 'My queues', total: '{n} waiting', people: '{n}', ready: '{n} ready', none: 'No queues are assigned to you; ask your supervisor' },
  tab: { customer: 'Customer', today: 'My calls today', followUps: 'Follow-ups' },
  today: {
    title: 'Today', answered: 'Answered', missed: 'Missed', transferred: 'Transferred', talk: 'Talk', hold: 'Hold', wrapUp: 'Wrap-up', signedIn: 'Signed in',
    at: 'Time', caller: 'Caller', queue: 'Queue', result: 'Result', none: 'No calls yet today', noneHelp: 'Answered and missed calls are listed here.', reading: 'Reading the calls of today',
  },
  result: { answered: 'Answered', missed: 'Missed', rejected: 'Rejected' },
  customer: {
    noCall: 'No call now', noCallHelp: 'When it rings, the customer and their history open here.', looking: 'Looking for the customer', several: '{n} customers have this number; check and choose',
    another: 'None of them: new customer', others: 'Other one ({n} more)', edit: 'Edit', editing: 'Edit customer', unnamed: 'No name', owner: 'Owner', source: 'Source',
    unknown: 'New customer', unknownHelp: '{number} is not known yet; what you fill in is tied to this call', withheldHelp: 'The number is withheld; type one to keep the customer', purpose: 'For: {purpose}',
    keep: 'Now {now}; leave empty to keep', listHint: 'separate with commas', theirs: 'Now ({field}):', takeTheirs: 'Take theirs', addPhone: 'Add a number', unreadable: 'The customer could not be read',
  },
  history: { title: 'Contacts', call: 'Call', note: 'Note', survey: 'Survey', follow_up: 'Follow-up', none: 'No contacts yet' },
  followUp: {
    add: '+ Follow-up', what: 'What is to be done', when: 'Due', hour: 'In an hour', afternoon: 'Today 17:00', tomorrow: 'Tomorrow 10:00', due: 'due', done: 'Done', dueNow: '{n} follow-ups are due',
    none: 'Nothing to follow up', noneHelp: 'Add one beside a customer\'s contacts; here you are reminded.', failed: 'Could not be read; tried again soon',
  },
  reveal: { show: 'Show', hide: 'Hide ({n} s)', why: 'Why (kept in the audit trail)', verify: 'Verify identity', callBack: 'Call back', deliver: 'Delivery or visit', other: 'Other reason' },
  notes: {
    title: 'Notes', category: 'Outcome', required: 'required', hint: 'What was asked, done and promised', unsaved: 'Unsaved', saved: 'Saved', empty: 'Empty', past: 'Earlier call {call}',
    noCall: 'Notes open with a call. What is not saved stays on this machine until you sign out of your account, also when the page is closed.', leftOver: 'Unsaved notes from {ago} ago', discard: 'Discard', notSaved: 'Not saved; kept on this machine. Save again later',
    theirs: '{name} wrote at {at}:', missing: { category: 'Choose an outcome before ending wrap-up', notes: 'This outcome needs notes' },
    customerGone: 'This customer cannot be used any more; the notes can be kept with the call alone.', untie: 'Save without the customer',
  },
  scripts: {
    title: 'Scripts', search: 'Search scripts', script: 'Script', knowledge: 'Knowledge', none: 'No scripts for this queue yet', noneFound: 'Nothing found; try another word', failed: 'Scripts could not be read',
  },
  desk: { idle: 'Waiting for calls', offline: 'The desk phone is not registered. Check power and network.', help: 'Talk on the desk phone; these buttons drive it.', atThePhone: 'Dial the colleague\'s seat on the phone itself; its transfer key completes.' },
  source: { call: 'From a call', manual: 'By hand', import: 'Import', demo: 'Demo' },
  seat: {
    title: 'Sign in at a seat', help: 'Calls come after you sign in. Seat and phone are remembered.', seat: 'Seat', phone: 'Phone', taken: 'taken', last: 'last used', free: 'free',
    lastTaken: 'Your last seat {seat} is taken now.', none: 'There are no seats; ask the system administrator.', signIn: 'Sign in at seat {seat}',
    phoneHelp: { web: 'Headset, answered on this page', desk: 'The phone on the desk, driven from this page' },
  },
}
