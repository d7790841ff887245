export const wallEn = {
  alarm: {
    title: 'Alarms', none: 'No alarms', more: '{n} more', since: 'Since {at}', sound: 'Sound', muted: 'Muted', mute: 'Mute alarms (M)', unmute: 'Unmute alarms (M)',
    blocked: 'The browser keeps the page silent: click anywhere or press any key',
    says: {
      waiting: '{name}: {count} wait, too long', waiting_nobody: '{name}: {count} wait, too long, none ready', no_ready_waiting: '{name}: {count} wait, none ready',
      no_ready: '{name}: nobody ready', no_ready_anywhere: 'Nobody ready in any queue', trunk: '{name} is down', trunk_last: '{name} is down, no trunk is left',
      recording: '{count} recordings missing today', rate: '15 s service level {value}%, target {target}%',
    },
  },
}
