import type { CallQuality, PhoneCredentials, PhoneHealth, PhoneHealthAnswer } from '@/data/phone'
import type { RequestFailed } from '@/data/http'
import type { MicrophoneHealth } from './microphone_health'
import type { PhoneCall } from './phone_call'
import type { PhoneLine, SipLineWatcher } from './sip_line'

export interface Platform {
  takePhone(tab: string): Promise<PhoneCredentials>
  leavePhone(): Promise<void>
  sayHealth(health: PhoneHealth): Promise<PhoneHealthAnswer>
  keepQuality(callId: string, quality: CallQuality): Promise<void>
}

export interface Tab {
  name: string
  callElsewhere(): Promise<boolean>
  sayTaken(): void
  inCall(on: boolean): void
}

export interface PhoneSurroundings {
  platform: Platform
  openLine(credentials: PhoneCredentials, watcher: SipLineWatcher): Promise<PhoneLine>
  nowMs(): number
  random(): number
  hidden(): boolean
  microphone: { borrow(): Promise<MediaStream>; tick(elapsedMs: number): MicrophoneHealth; look(): Promise<void> }
  sounds: { play(id: string, stream: MediaStream): void; stop(id: string): void; ring(): void; stopRinging(): void }
  announce(call: PhoneCall | null): void
  /** The platform's name for the call in front; Asterisk's own dialogue does not carry it. */
  callId(): string | null
}

/** Why there is no phone, in the platform's words; or that another window of this browser talks. */
export type Refusal = RequestFailed | 'call_elsewhere' | null
