import { computed, shallowRef, watch, type ComputedRef } from 'vue'
import { RequestFailed } from '@/data/http'
import { CallDesk } from './call_desk'
import type { DeskSurroundings } from './desk_surroundings'
import type { MicrophoneHealth } from './microphone_health'
import type { PhoneSurroundings, Refusal, Tab } from './phone_surroundings'
import { controls, inFront, isUp, type PhoneCall } from './phone_call'
import { NOTHING_SEEN, type Summary } from './quality'
import { QualityWatch } from './quality_watch'
import { advance, RegistrationEvent as E, RegistrationState as S, renewAfterMs, retryAfterMs, type RegistrationEvent } from './registration'
import type { PhoneLine, SipLineWatcher } from './sip_line'

const HEALTH_EVERY = 5
const AUTO_ANSWER_AFTER_MS = 800

/** The phone of one window: its registration, its calls, and what the platform must know about it. */
export class Softphone {
  readonly registration = shallowRef<S>(S.OFF)
  readonly refusal = shallowRef<Refusal>(null)
  readonly microphone = shallowRef<MicrophoneHealth>('unknown')
  readonly selfTestResult = shallowRef<Summary | null>(null)
  readonly desk: CallDesk
  readonly watchQuality = new QualityWatch()
  readonly allowed: ComputedRef<ReturnType<typeof controls>>
  autoAnswer = false
  private line: PhoneLine | null = null
  private seconds = 0
  private attempt = 0
  private retry: ReturnType<typeof setTimeout> | undefined
  private renewal: ReturnType<typeof setTimeout> | undefined
  private wasLost = false
  private platformAway = false
  private callId: string | null = null
  private waitingEnd: ((line: PhoneLine) => void) | null = null

  constructor(
    private readonly around: PhoneSurroundings,
    private readonly tab: Tab,
  ) {
    this.desk = new CallDesk(this.deskSurroundings())
    this.allowed = computed(() => controls(this.desk.calls.value, this.registration.value === S.REGISTERED))
    watch(this.desk.calls, () => {
      this.tab.inCall(this.desk.up)
      this.callId = this.around.callId() ?? this.callId
      if (!this.desk.busy) this.endWaiting()
    })
    // The platform guards a call against other windows from its first moment, not from the next report on.
    watch(() => this.desk.up, () => void this.beat())
  }

  async start(): Promise<void> {
    if (!this.become(E.STARTED)) return
    this.waitingEnd = null
    if (await this.tab.callElsewhere()) {
      this.refusal.value = 'call_elsewhere'
      this.become(E.REFUSED)
      return
    }
    await this.ask()
  }

  /** Signs the phone out, in the order that leaves no dead registration: first here, then the credentials. */
  async stop(): Promise<void> {
    if (this.registration.value === S.OFF) return
    const mine = this.registration.value !== S.REPLACED && this.registration.value !== S.REFUSED
    this.become(E.STOPPED)
    this.end((line) => line.close())
    if (mine) await this.around.platform.leavePhone().catch(() => undefined)
  }

  /** The network or the page came back: is what we hold still true? */
  recheck(): void {
    if (this.registration.value === S.REGISTERED || this.registration.value === S.LOST) this.line?.check()
  }

  /** Once a second. */
  async tick(): Promise<void> {
    if (this.registration.value === S.OFF) return
    this.seconds += 1
    const call = inFront(this.desk.calls.value)
    this.callId = this.around.callId() ?? this.callId
    this.microphone.value = this.around.microphone.tick(1000)
    const connection = call && isUp(call) ? (this.desk.line(call.id)?.connection ?? null) : null
    const looking = this.watchQuality.look(connection, call?.state === 'holding')
    if (this.seconds % HEALTH_EVERY === 1) await this.beat()
    await looking
  }

  private async beat(): Promise<void> {
    const state = this.registration.value
    if (state !== S.REGISTERED && state !== S.LOST && state !== S.CONNECTING) return
    void this.around.microphone.look()
    try {
      const answer = await this.around.platform.sayHealth({
        tab: this.tab.name, registered: state === S.REGISTERED, microphone: this.microphone.value,
        hidden: this.around.hidden(), in_call: this.desk.up,
      })
      if (answer.replaced) this.replaced()
      // Taken back there, for example because it ended while this machine slept.
      else if (answer.expires_us === null) void this.renew()
      if (this.platformAway) this.recheck()
      this.platformAway = false
    } catch (cause) {
      this.platformAway = cause instanceof RequestFailed && cause.status === 0
    }
  }

  replaced(): void {
    if (this.become(E.REPLACED)) this.end((line) => line.abandon())
  }

  /** Listens to oneself through the phone system; the result says how the way there and back is. */
  async selfTest(): Promise<void> {
    this.selfTestResult.value = null
    await this.desk.dial('echo', 'self_test')
  }

  /** A call that is up keeps its line to its end: neither a sign-out nor another window hangs up on a caller. */
  private end(how: (line: PhoneLine) => void): void {
    clearTimeout(this.retry)
    clearTimeout(this.renewal)
    this.waitingEnd = how
    if (!this.desk.busy) this.endWaiting()
  }

  private endWaiting(): void {
    if (this.line && this.waitingEnd) {
      this.waitingEnd(this.line)
      this.line = null
    }
    this.waitingEnd = null
  }

  private async ask(): Promise<void> {
    try {
      const credentials = await this.around.platform.takePhone(this.tab.name)
      if (this.registration.value !== S.ASKING) return
      this.refusal.value = null
      this.become(E.CREDENTIALS)
      this.tab.sayTaken()
      this.renewLater(credentials.expires_us)
      if (this.line) this.line.register(credentials.password)
      else this.line = await this.around.openLine(credentials, this.lineWatcher())
    } catch (cause) {
      const said = cause instanceof RequestFailed && cause.status !== 0 && cause.status < 500
      if (said) this.refusal.value = cause
      this.become(said ? E.REFUSED : E.LOST)
      this.tryAgain()
    }
  }

  private lineWatcher(): SipLineWatcher {
    return {
      registered: () => {
        this.attempt = 0
        this.become(E.REGISTERED)
        // Our address has changed: Asterisk must know it before it has something to say in a running call.
        if (this.wasLost) this.desk.probe()
        this.wasLost = false
      },
      lost: () => {
        if (this.become(E.LOST)) this.wasLost = true
      },
      rejected: () => {
        this.become(E.REJECTED)
        this.tryAgain()
      },
      incoming: (call) => {
        this.desk.incoming(call)
        if (this.autoAnswer) setTimeout(() => void this.desk.answer(), AUTO_ANSWER_AFTER_MS)
      },
    }
  }

  private tryAgain(): void {
    clearTimeout(this.retry)
    this.retry = setTimeout(() => {
      if (this.become(E.RETRIED)) void this.ask()
    }, retryAfterMs(this.attempt, this.around.random()))
    this.attempt += 1
  }

  private renewLater(expiresUs: number): void {
    clearTimeout(this.renewal)
    const after = renewAfterMs(expiresUs, this.around.nowMs())
    this.renewal = setTimeout(() => void this.renew(), after)
  }

  /** New credentials under a running registration; nothing of a call changes. */
  private async renew(): Promise<void> {
    try {
      const credentials = await this.around.platform.takePhone(this.tab.name)
      this.renewLater(credentials.expires_us)
      this.line?.register(credentials.password)
    } catch {
      this.renewLater(this.around.nowMs() * 1000)
    }
  }

  private become(event: RegistrationEvent): boolean {
    const before = this.registration.value
    this.registration.value = advance(before, event)
    return this.registration.value !== before
  }

  private deskSurroundings(): DeskSurroundings {
    const { around } = this
    return {
      nowUs: () => around.nowMs() * 1000,
      openMicrophone: () => around.microphone.borrow(),
      dial: (number, stream) => this.line?.call(number, stream) ?? null,
      play: (id, stream) => around.sounds.play(id, stream),
      stopPlaying: (id) => around.sounds.stop(id),
      rings: (call) => {
        if (call) around.sounds.ring()
        else around.sounds.stopRinging()
        around.announce(call)
      },
      ended: (call) => this.keep(call),
    }
  }

  private keep(call: PhoneCall): void {
    if (call.role === 'consult') return
    const whole = this.watchQuality.finish()
    if (call.role === 'self_test') this.selfTestResult.value = whole.seconds > 0 ? whole : NOTHING_SEEN
    const callId = this.callId
    this.callId = null
    if (call.role === 'caller' && callId && whole.seconds > 0) void this.around.platform.keepQuality(callId, whole).catch(() => undefined)
  }
}
