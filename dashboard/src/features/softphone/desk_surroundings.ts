import type { PhoneCall } from './phone_call'
import type { LineCall } from './sip_call'

export type DeskTrouble = 'no_microphone' | 'transfer_refused' | 'consult_ended' | 'three_way_failed' | 'lost'

export interface DeskSurroundings {
  nowUs(): number
  /** A microphone of this call's own, so that muting one call leaves the other alone. */
  openMicrophone(): Promise<MediaStream>
  dial(number: string, stream: MediaStream): LineCall | null
  play(id: string, stream: MediaStream): void
  stopPlaying(id: string): void
  rings(call: PhoneCall | null): void
  ended(call: PhoneCall, line: LineCall): void
}
