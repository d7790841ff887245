export const wallEn = {
  alarm: {
    title: 'Alarms', none: 'No alarms', more: '{n} more', since: 'Since {at}', sound: 'Sound', muted: 'Muted', mute: 'Mute alarms (M)', unmute: 'Unmute alarms (M)',
    blocked: 'Press a key for sound', blockedHelp: 'The browser keeps the page silent: click anywhere or press any key',
    says: {
      waiting: '{name}: {count} wait, too long', waiting_nobody: '{name}: {count} wait, too long, none ready', no_ready_waiting: '{name}: {count} wait, none ready',
      no_ready: '{name}: nobody ready', no_ready_anywhere: 'Nobody ready in any queue', trunk: '{name} is down', trunk_last: '{name} is down, no trunk is left',
      recording: '{count} recordings of today are missing', messages: '{count} messages open for over {hours} h',
      rate: '15 s service level {value}%, target {target}%', rate_of: '{name}: {value}% within 15 s, target {target}%',
    },
  },
  choice: {
    open: 'Choose', whole: 'All', company: 'Client company', rotate: 'Turn', still: 'Off', seconds: '{n} s', order: 'Seats', bySeat: 'By seat', byUrgency: 'Urgent first',
    copy: 'Copy address', copied: 'Copied', copyFailed: 'Copying failed: please mark the address', apply: 'Show',
    strange: {
      queue: 'No queue “{value}”', hotline: 'No hotline “{value}”', company: 'No client company “{value}”, or no right to see it', rotate: 'Turning “{value}” is not 5 to 600 s', sort: 'No order “{value}”',
    },
  },
  moreQueues: '{n} more queues', toFloor: 'Open the floor',
  columns: { waiting: 'Wait', longest: 'Longest', ready: 'Free', offered: 'Offered', answered: 'Answ.', service_level: '15 s', abandoned: 'Aban.' },
}
