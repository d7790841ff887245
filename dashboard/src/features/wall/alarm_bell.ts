// The sound of a new alarm, made in the page. Browsers keep a page silent until somebody touches it: then `blocked` says so.
import { onScopeDispose, ref, type Ref } from 'vue'
import type { AlarmLevel } from './alarms'

const REMEMBERED = 'wall-muted'

/** Seconds from now, hertz: two rising calls for what cannot wait, one low note for the rest. */
const NOTES: Record<AlarmLevel, readonly (readonly [number, number])[]> = {
  now: [[0, 660], [0.18, 880], [0.5, 660], [0.68, 880]],
  soon: [[0, 523]],
}
const NOTE_SECONDS = 0.16
const LOUDNESS = 0.35

export interface AlarmBell {
  muted: Ref<boolean>
  blocked: Ref<boolean>
  toggle(): void
  ring(level: AlarmLevel): void
}

function note(context: AudioContext, after: number, hertz: number): void {
  const at = context.currentTime + after
  const tone = context.createOscillator()
  const level = context.createGain()
  tone.frequency.value = hertz
  level.gain.setValueAtTime(0, at)
  level.gain.linearRampToValueAtTime(LOUDNESS, at + 0.02)
  level.gain.linearRampToValueAtTime(0, at + NOTE_SECONDS)
  tone.connect(level).connect(context.destination)
  // Without this the nodes of weeks of alarms would stay connected.
  tone.onended = () => level.disconnect()
  tone.start(at)
  tone.stop(at + NOTE_SECONDS)
}

export function useAlarmBell(): AlarmBell {
  const muted = ref(localStorage.getItem(REMEMBERED) === 'yes')
  const blocked = ref(false)
  const context = 'AudioContext' in window ? new AudioContext() : null
  const look = () => (blocked.value = context?.state === 'suspended')
  const allow = () => void context?.resume().catch(() => undefined)
  const gestures = ['pointerdown', 'keydown'] as const
  if (context) {
    context.onstatechange = look
    look()
    for (const gesture of gestures) window.addEventListener(gesture, allow)
  }

  function toggle() {
    muted.value = !muted.value
    localStorage.setItem(REMEMBERED, muted.value ? 'yes' : 'no')
  }
  function pressed(event: KeyboardEvent) {
    // A key held down repeats itself: muted and loud by turns.
    if (event.repeat) return
    const writes = event.target instanceof HTMLElement && event.target.matches('input, textarea, select, [contenteditable]')
    if (event.key.toLowerCase() === 'm' && !event.ctrlKey && !event.metaKey && !event.altKey && !writes) toggle()
  }
  window.addEventListener('keydown', pressed)

  onScopeDispose(() => {
    window.removeEventListener('keydown', pressed)
    for (const gesture of gestures) window.removeEventListener(gesture, allow)
    void context?.close()
  })
  return {
    muted, blocked, toggle,
    ring(level) {
      if (!context || muted.value || context.state !== 'running') return
      for (const [after, hertz] of NOTES[level]) note(context, after, hertz)
    },
  }
}
