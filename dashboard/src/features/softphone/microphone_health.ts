// Whether the microphone carries a voice. Pure.

export type MicrophoneHealth = 'ok' | 'dead' | 'unknown'

export interface MicrophoneSeen {
  permission: 'granted' | 'denied' | 'prompt' | 'unknown'
  /** Microphones this machine has; null before anybody asked. */
  present: number | null
  /** Of the track in use; null without one. */
  track: { ended: boolean; muted: boolean } | null
  /** How long the open track has been digital silence, while we did not mute it. */
  silentForMs: number
}

/** A room is never digitally silent; a microphone switched off at its cable is. */
export const SILENCE_MEANS_DEAD_MS = 5_000

export function microphoneHealth(seen: MicrophoneSeen): MicrophoneHealth {
  if (seen.permission === 'denied' || seen.present === 0) return 'dead'
  if (seen.track) {
    return seen.track.ended || seen.track.muted || seen.silentForMs >= SILENCE_MEANS_DEAD_MS ? 'dead' : 'ok'
  }
  if (seen.permission === 'granted' && seen.present !== null) return 'ok'
  return 'unknown'
}
