import type { FloorMessages } from './floor.zh-CN'

export const floorEn: FloorMessages = {
  title: 'Floor', state: 'State', team: 'Team', sort: { seat: 'By seat', time: 'By time', state: 'By state' },
  forbiddenTitle: 'You have no right to see the floor', forbiddenHelp: 'Ask the system administrator for the supervisor role.',
  noneMatch: 'No seat matches', noneMatchHelp: 'Widen the filters.', waiting: 'Waiting callers', ringingAt: 'ringing {seat}', callFor: 'call {time}',
  choose: 'Choose a seat to listen, whisper, barge in or take over, or to change the agent\'s state.', acts: 'At this seat', force: 'Change the agent\'s state', traced: 'Each act is kept in the audit trail and in the call\'s time line.',
  act: { listen: 'Listen', whisper: 'Whisper', barge: 'Barge', take_over: 'Take over' },
  help: { listen: 'You hear both; nobody hears you', whisper: 'Only the agent hears you', barge: 'Both hear you', take_over: 'You take the call, the agent leaves' },
  doing: { listen: 'Connecting to listen: {name}', whisper: 'Connecting to whisper: {name}', barge: 'Connecting to barge in: {name}', take_over: 'Taking over: {name}' },
  now: { listen: 'Listening to {name}', whisper: 'Whispering to {name}; the caller does not hear you', barge: 'In the call with {name}; both hear you', take_over: 'You have the call of {name}' },
  to: { ready: 'Ready', break: 'Break', signed_out: 'Sign out' },
  sure: { ready: 'Really ready', break: 'Really break', signed_out: 'Really sign out' },
  forced: { ready: '{name} is set ready', break: '{name} is set on break; after the call, if there is one', signed_out: '{name} is signed out; after the call, if there is one' },
  refused: {
    not_supervisor: 'Only a supervisor can do this', link_lost: 'No live data; wait until it is back', nobody: 'Nobody sits here', not_in_call: 'This agent is in no call', own_seat: 'Not at your own seat',
    own_phone_off: 'Turn on your phone below first', own_phone_lost: 'Your phone is not registered; look below', in_call: 'In a call; try afterwards', ready_already: 'Already ready', on_break_already: 'Already on break',
  },
  reason: {
    rest: 'Short break', meal: 'Meal', training: 'Training', meeting: 'Meeting', registration_lost: 'Phone lost', microphone_dead: 'Microphone silent', tab_asleep: 'Page asleep',
    missed_rings: 'Missed rings', sign_out: 'Signing out',
  },
  ownPhone: 'My phone', ownPhoneHelp: 'Needed to listen, whisper, barge in and take over. Use a headset.', phoneOn: 'Turn on', phoneOff: 'Turn off',
}
