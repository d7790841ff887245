import { computed, readonly, ref, watch, type Ref } from 'vue'
import { i18n } from '@/app/i18n'
import { keepQuality, leavePhone, sayHealth, takePhone } from '@/data/phone'
import { everySecond } from './beat'
import { showNotice } from './desktop_notice'
import { deviceChoice } from './device_choice'
import { Microphone } from './microphone'
import type { PhoneCall } from './phone_call'
import { SipLine } from './sip_line'
import { Softphone } from './softphone'
import { Speakers } from './speakers'
import { TabGuard, tabName } from './tab'

/** Set by the page that knows it: the platform's name of the call at this seat. */
const callId = ref<string | null>(null)
const soundBlocked = ref(false)

function announce(call: PhoneCall | null): void {
  showNotice(call, i18n.global.t('softphone.noticeTitle'))
}

let context: AudioContext | null = null
const microphone = new Microphone(
  () => navigator.mediaDevices as MediaDevices | undefined,
  () => deviceChoice.microphone,
  () => {
    context ??= new AudioContext()
    void context.resume()
    return context
  },
)
const speakers = new Speakers(
  () => deviceChoice.speaker,
  () => deviceChoice.ringer,
  (on) => (soundBlocked.value = on),
)

let phone: Softphone | null = null
let guard: TabGuard | null = null
let naming: Promise<void> | null = null
const tab = {
  name: '',
  callElsewhere: async () => (await guard?.callElsewhere()) ?? false,
  sayTaken: () => guard?.sayTaken(),
  inCall: (on: boolean) => guard?.inCall(on),
}

async function nameTab(): Promise<void> {
  tab.name = await tabName(sessionStorage, navigator.locks as LockManager | undefined, () => crypto.randomUUID())
  guard = new TabGuard(tab.name, navigator.locks as LockManager | undefined, new BroadcastChannel('softphone'), () => phone?.replaced())
}

function thePhone(): Softphone {
  if (phone) return phone
  const made = new Softphone(
    {
      platform: { takePhone, leavePhone, sayHealth, keepQuality },
      openLine: (credentials, watcher) => SipLine.open(credentials, watcher),
      nowMs: () => Date.now(),
      random: () => Math.random(),
      hidden: () => document.hidden,
      microphone,
      sounds: speakers,
      announce,
      callId: () => callId.value,
    },
    tab,
  )
  phone = made
  everySecond(() => void made.tick())
  window.addEventListener('online', () => made.recheck())
  document.addEventListener('visibilitychange', () => !document.hidden && made.recheck())
  // Leaving asks, and says nothing to Asterisk: a call whose window closed ends by its silence, and the caller is
  // put first in the queue again.
  window.addEventListener('beforeunload', (event) => {
    if (made.desk.busy) event.preventDefault()
  })
  navigator.mediaDevices?.addEventListener('devicechange', () => void microphone.look())
  watch(() => [deviceChoice.speaker, deviceChoice.ringer], () => speakers.move())
  watch(() => deviceChoice.microphone, () => void changeMicrophone(made))
  return made
}

async function changeMicrophone(made: Softphone): Promise<void> {
  microphone.forget()
  for (const { id } of made.desk.calls.value) {
    const line = made.desk.line(id)
    const stream = await microphone.borrow().catch(() => null)
    if (stream) line?.speakInto(stream)
  }
}

/** The one phone of this window; it goes on while pages change. */
export function useSoftphone() {
  const made = thePhone()
  const { desk } = made
  return {
    registration: readonly(made.registration),
    refusal: made.refusal,
    calls: desk.calls as Readonly<Ref<readonly PhoneCall[]>>,
    allowed: made.allowed,
    lastEnded: desk.lastEnded,
    trouble: desk.trouble,
    quality: made.watchQuality.now,
    microphone: made.microphone,
    soundBlocked: readonly(soundBlocked),
    selfTestResult: made.selfTestResult,
    registered: computed(() => made.registration.value === 'registered'),
    start: async () => {
      naming ??= nameTab()
      await naming
      await made.start()
      void microphone.prove()
    },
    stop: () => made.stop(),
    setCallId: (id: string | null) => void (callId.value = id),
    setAutoAnswer: (on: boolean) => void (made.autoAnswer = on),
    answer: () => desk.answer(),
    reject: () => desk.reject(),
    hangUp: () => desk.hangUp(),
    hold: () => desk.hold(),
    resume: () => desk.resume(),
    mute: () => desk.mute(true),
    unmute: () => desk.mute(false),
    key: (digit: string) => desk.key(digit),
    blindTransfer: (to: string) => desk.blindTransfer(to),
    consult: (to: string) => desk.consult(to),
    completeTransfer: () => desk.completeTransfer(),
    swap: () => desk.swap(),
    cancelConsult: () => desk.cancelConsult(),
    threeWay: () => desk.threeWay(),
    /** A supervisor's act: `act-<token>`. */
    dial: (number: string) => desk.dial(number, 'supervision'),
    selfTest: () => made.selfTest(),
    forgetTrouble: () => desk.forgetTrouble(),
    level: () => microphone.level(),
    watchLevel: () => microphone.watchLevel(),
    devices: deviceChoice,
  }
}

export type SoftphoneUse = ReturnType<typeof useSoftphone>
