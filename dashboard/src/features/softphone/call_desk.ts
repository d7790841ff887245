import { shallowRef } from 'vue'
import {
  advance, inFront, isUp, newCall, PhoneCallEvent as E, PhoneCallState as S, type CallRole, type EndReason, type PhoneCall, type PhoneCallEvent,
} from './phone_call'
import type { DeskSurroundings, DeskTrouble } from './desk_surroundings'
import type { LineCall } from './sip_call'

const THREE_WAY = 'three-way'

/** The calls of this phone, two at most: the one with the caller, and a consultation beside it. */
export class CallDesk {
  readonly calls = shallowRef<readonly PhoneCall[]>([])
  readonly lastEnded = shallowRef<PhoneCall | null>(null)
  readonly trouble = shallowRef<DeskTrouble | null>(null)
  private readonly lines = new Map<string, LineCall>()
  private opening: Promise<MediaStream> | null = null
  private joining: string | null = null

  constructor(private readonly surroundings: DeskSurroundings) {}

  get busy(): boolean {
    return this.calls.value.length > 0
  }

  get up(): boolean {
    return this.calls.value.some(isUp)
  }

  line(id: string): LineCall | undefined {
    return this.lines.get(id)
  }

  incoming(line: LineCall): void {
    // A phone in use is busy; the consultation place is for calls that we make.
    if (this.busy) return line.reject()
    this.take(line, newCall(line.id, 'caller', true, line.caller, this.surroundings.nowUs()))
    // Opened while it rings: the answer need not wait for it.
    this.opening = this.surroundings.openMicrophone()
    this.opening.catch(() => undefined)
    this.surroundings.rings(this.main() ?? null)
  }

  async answer(): Promise<void> {
    const call = this.main()
    if (call?.state !== S.RINGING) return
    const line = this.lines.get(call.id)
    this.happened(call.id, E.ACCEPTED)
    this.surroundings.rings(null)
    let microphone: MediaStream
    try {
      microphone = await (this.opening ?? this.surroundings.openMicrophone())
    } catch {
      this.trouble.value = 'no_microphone'
      line?.reject()
      return
    }
    this.opening = null
    if (this.find(call.id)) line?.answer(microphone)
    else stop(microphone)
  }

  reject(): void {
    const call = this.main()
    if (call?.state === S.RINGING) this.lines.get(call.id)?.reject()
  }

  hangUp(): void {
    const call = inFront(this.calls.value)
    if (call) this.lines.get(call.id)?.hangUp()
  }

  hold(): void {
    this.onMain(S.TALKING, (line) => line.hold())
  }

  resume(): void {
    this.onMain(S.HOLDING, (line) => line.resume())
  }

  mute(on: boolean): void {
    const call = inFront(this.calls.value)
    if (!call || !isUp(call)) return
    this.lines.get(call.id)?.mute(on)
    this.put({ ...call, muted: on })
  }

  key(digit: string): void {
    const call = inFront(this.calls.value)
    if (call?.state === S.TALKING) this.lines.get(call.id)?.key(digit)
  }

  async dial(number: string, role: CallRole): Promise<void> {
    let microphone: MediaStream
    try {
      microphone = await this.surroundings.openMicrophone()
    } catch {
      this.trouble.value = 'no_microphone'
      return
    }
    const line = this.surroundings.dial(number, microphone)
    if (line) this.take(line, newCall(line.id, role, false, number, this.surroundings.nowUs()))
    else stop(microphone)
  }

  blindTransfer(to: string): void {
    const call = this.main()
    if (!call || this.consultation()) return
    this.happened(call.id, E.TRANSFER_ASKED)
    this.lines.get(call.id)?.refer(to)
  }

  async consult(to: string): Promise<void> {
    const call = this.main()
    if (call?.role !== 'caller' || this.consultation()) return
    this.hold()
    await this.dial(to, 'consult')
  }

  completeTransfer(): void {
    const [call, consult] = [this.main(), this.consultation()]
    const line = consult && this.lines.get(consult.id)
    if (!call || !consult || !line) return
    this.happened(call.id, E.TRANSFER_ASKED)
    this.happened(consult.id, E.TRANSFER_ASKED)
    this.lines.get(call.id)?.refer(consult.party, line)
  }

  swap(): void {
    for (const call of this.calls.value) {
      const line = this.lines.get(call.id)
      if (call.state === S.TALKING) line?.hold()
      else if (call.state === S.HOLDING) line?.resume()
    }
  }

  /** Back to the caller, who hears the seat again at once. */
  cancelConsult(): void {
    const consult = this.consultation()
    if (!consult) return
    this.lines.get(consult.id)?.hangUp()
    this.resume()
  }

  /** Asterisk brings the colleague into the caller's bridge: this phone only hands the consultation over to it. */
  threeWay(): void {
    const consult = this.consultation()
    const main = this.main()
    if (!consult || main?.role !== 'caller') return
    this.joining = consult.id
    this.happened(consult.id, E.TRANSFER_ASKED)
    this.lines.get(consult.id)?.refer(THREE_WAY)
  }

  /** After our line to Asterisk was away: which of our calls are still there? */
  probe(): void {
    for (const line of this.lines.values()) line.probe()
  }

  forgetTrouble(): void {
    this.trouble.value = null
  }

  private take(line: LineCall, call: PhoneCall): void {
    this.lines.set(line.id, line)
    this.calls.value = [...this.calls.value, call]
    this.trouble.value = null
    line.watch({
      connected: () => this.happened(line.id, E.CONNECTED),
      held: (on) => this.happened(line.id, on ? E.HELD : E.RESUMED),
      ended: (because) => this.end(line, because),
      sound: (stream) => this.surroundings.play(line.id, stream),
      interrupted: (interrupted) => {
        const now = this.find(line.id)
        if (now) this.put({ ...now, interrupted })
      },
      transferred: () => this.joining === line.id && this.joined(line.id),
      transferRefused: () => {
        for (const { id } of this.calls.value) this.happened(id, E.TRANSFER_REFUSED)
        this.trouble.value = this.joining === line.id ? 'three_way_failed' : 'transfer_refused'
        this.joining = null
      },
    })
  }

  private joined(id: string): void {
    const [main, consult] = [this.main(), this.find(id)]
    this.joining = null
    if (!main || !consult) return
    this.put({ ...main, with: consult.party })
    this.resume()
  }

  private end(line: LineCall, because: EndReason): void {
    const call = this.find(line.id)
    this.lines.delete(line.id)
    if (!call) return
    const ended = advance(call, E.ENDED, this.surroundings.nowUs(), because)
    this.calls.value = this.calls.value.filter(({ id }) => id !== line.id)
    this.lastEnded.value = ended
    this.surroundings.stopPlaying(line.id)
    if (call.incoming) this.surroundings.rings(null)
    if (this.joining === line.id) this.joining = null
    if (!this.busy) this.release()
    if (because === 'lost') this.trouble.value = 'lost'
    else if (call.role === 'consult' && because !== 'here' && ended.ended !== 'transferred' && this.main()) this.trouble.value = 'consult_ended'
    this.surroundings.ended(ended, line)
  }

  private release(): void {
    void this.opening?.then(stop, () => undefined)
    this.opening = null
  }

  private happened(id: string, event: PhoneCallEvent): void {
    const call = this.find(id)
    if (call) this.put(advance(call, event, this.surroundings.nowUs()))
  }

  private put(call: PhoneCall): void {
    this.calls.value = this.calls.value.map((other) => (other.id === call.id ? call : other))
  }

  private find(id: string): PhoneCall | undefined {
    return this.calls.value.find((call) => call.id === id)
  }

  private main(): PhoneCall | undefined {
    return this.calls.value.find(({ role }) => role !== 'consult')
  }

  private consultation(): PhoneCall | undefined {
    return this.calls.value.find(({ role }) => role === 'consult')
  }

  private onMain(state: PhoneCall['state'], act: (line: LineCall) => void): void {
    const call = this.main()
    const line = call?.state === state ? this.lines.get(call.id) : undefined
    if (line) act(line)
  }
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop()
}
