import type { RTCSession } from 'jssip/lib/RTCSession'
import type { DTMF_TRANSPORT } from 'jssip/lib/Constants'
import type { EndReason } from './phone_call'

export interface LineCallWatcher {
  connected(): void
  held(on: boolean): void
  ended(because: EndReason): void
  /** Sound of the far end, to be played. */
  sound(stream: MediaStream): void
  /** The media way broke or came back. */
  interrupted(on: boolean): void
  transferRefused(): void
  /** The far end has been handed over; the call ends here. */
  transferred(): void
}

/** What a call over some line can be asked to do. */
export interface LineCall {
  readonly id: string
  readonly caller: string
  readonly connection: RTCPeerConnection | null
  watch(watcher: LineCallWatcher): void
  answer(stream: MediaStream): void
  reject(): void
  hangUp(): void
  hold(): void
  resume(): void
  mute(on: boolean): void
  key(digit: string): void
  refer(number: string, consult?: LineCall): void
  speakInto(stream: MediaStream): void
  probe(): void
}

interface Referral {
  on(event: 'accepted' | 'failed' | 'requestFailed', listener: () => void): void
}

// JsSIP's own description leaves these out.
interface WholeSession extends Omit<RTCSession, 'refer'> {
  sendRequest(method: string, options?: object): void
  refer(target: string, options?: object): Referral | false
}

const RFC_4733 = 'RFC2833' as DTMF_TRANSPORT
const REJECTED = 486
const ASK_AGAIN_MS = 100

function endReason(cause: string, originator: string, connected: boolean): EndReason {
  if (cause === 'Dialog Error' || cause === 'Request Timeout' || cause === 'Connection Error') return 'lost'
  if (cause === 'User Denied Media Access') return 'no_microphone'
  if (cause === 'Busy') return 'busy'
  if (cause === 'Canceled' && originator !== 'local') return 'missed'
  if (cause === 'Rejected') return originator === 'local' ? 'rejected' : 'busy'
  if (connected || cause === 'Canceled') return originator === 'local' ? 'here' : 'there'
  return cause === 'No Answer' || cause === 'Expires' ? 'missed' : 'unreachable'
}

/** One SIP dialogue; it knows SIP and media, not what the call is for. */
export class SipCall implements LineCall {
  private readonly session: WholeSession
  private connected = false
  private over = false
  private silenced = false
  private waiting: ReturnType<typeof setTimeout> | undefined
  private watcher: LineCallWatcher | null = null

  constructor(
    session: RTCSession,
    private microphone: MediaStream | null = null,
  ) {
    this.session = session as unknown as WholeSession
    session.on('confirmed', () => {
      if (this.connected) return
      this.connected = true
      this.watcher?.connected()
    })
    session.on('ended', ({ cause, originator }) => {
      // A goodbye that waited for the network to come back: what ended the talk is that it was away.
      const late = this.silenced && (originator as string) === 'remote'
      this.finish(late ? 'lost' : endReason(cause, originator, true))
    })
    session.on('failed', ({ cause, originator }) => this.finish(endReason(cause, originator, false)))
    session.on('hold', ({ originator }) => (originator as string) === 'local' && this.watcher?.held(true))
    session.on('unhold', ({ originator }) => (originator as string) === 'local' && this.watcher?.held(false))
    session.on('peerconnection', ({ peerconnection }) => this.listen(peerconnection))
    // An outgoing call has its connection before anybody could listen for it.
    if (session.connection) this.listen(session.connection)
  }

  get id(): string {
    return this.session.id
  }

  get caller(): string {
    return String(this.session.remote_identity.uri.user ?? '')
  }

  get connection(): RTCPeerConnection | null {
    return this.session.connection ?? null
  }

  /** To be called in the same turn in which the call came to be: nothing has happened to it yet. */
  watch(watcher: LineCallWatcher): void {
    this.watcher = watcher
  }

  answer(stream: MediaStream): void {
    this.microphone = stream
    this.session.answer({ mediaStream: stream, pcConfig: { iceServers: [] } })
  }

  reject(): void {
    if (this.session.isInProgress()) this.session.terminate({ status_code: REJECTED })
  }

  hangUp(): void {
    if (!this.session.isEnded()) this.session.terminate()
  }

  hold(): void {
    this.want(true)
  }

  resume(): void {
    this.want(false)
  }

  /** One change of the session at a time: a second wish waits for the answer to the first. */
  private want(held: boolean): void {
    clearTimeout(this.waiting)
    if (this.over || this.session.isOnHold().local === held) return
    const asked = held ? this.session.hold() : this.session.unhold()
    if (!asked) this.waiting = setTimeout(() => this.want(held), ASK_AGAIN_MS)
  }

  mute(on: boolean): void {
    if (on) this.session.mute({ audio: true })
    else this.session.unmute({ audio: true })
  }

  key(digit: string): void {
    const sender = this.connection?.getSenders().find(({ track }) => track?.kind === 'audio')
    // In the stream as RFC 4733 where it was agreed; by INFO otherwise: the phone system takes both.
    const inStream = sender?.dtmf?.canInsertDTMF === true
    this.session.sendDTMF(digit, inStream ? { transportType: RFC_4733, duration: 160, interToneGap: 100 } : { duration: 160 })
  }

  /** Hands the far end over; with `consult`, to whoever that call is with. */
  refer(number: string, consult?: LineCall): void {
    const referral = this.session.refer(number, consult instanceof SipCall ? { replaces: consult.session } : {})
    if (!referral) {
      this.watcher?.transferRefused()
      return
    }
    // Asterisk leaves it to us to end a call that was handed over; it would wait for that for a minute.
    referral.on('accepted', () => {
      this.watcher?.transferred()
      this.hangUp()
      consult?.hangUp()
    })
    referral.on('failed', () => this.watcher?.transferRefused())
    referral.on('requestFailed', () => this.watcher?.transferRefused())
  }

  /** Another microphone in the middle of a call; nothing is negotiated anew. */
  speakInto(stream: MediaStream): void {
    const track = stream.getAudioTracks()[0]
    const sender = this.connection?.getSenders().find(({ track: sent }) => sent?.kind === 'audio')
    if (!track || !sender) return
    track.enabled = sender.track?.enabled ?? true
    const before = this.microphone
    this.microphone = stream
    void sender.replaceTrack(track).then(() => before?.getTracks().forEach((old) => old.stop()))
  }

  /** After our line was away: tells Asterisk where we are now. It answers 481 when the call is no more there, and JsSIP ends it here. */
  probe(): void {
    if (this.connected && !this.over) this.session.sendRequest('UPDATE', { extraHeaders: [`Contact: ${this.session.contact}`], eventHandlers: this.probed })
  }

  private readonly probed = {
    onSuccessResponse: () => undefined,
    onErrorResponse: () => undefined,
    onTransportError: () => undefined,
    onRequestTimeout: () => undefined,
    onDialogError: () => this.goneThere(),
  }

  private goneThere(): void {
    // Nothing is left there to say goodbye to; this only frees what is here.
    this.finish('lost')
    this.hangUp()
  }

  private listen(connection: RTCPeerConnection): void {
    connection.addEventListener('track', ({ track, streams }) => this.watcher?.sound(streams[0] ?? new MediaStream([track])))
    connection.addEventListener('connectionstatechange', () => {
      const state = connection.connectionState
      if (state !== 'connected' && state !== 'disconnected' && state !== 'failed') return
      this.silenced = state !== 'connected'
      this.watcher?.interrupted(this.silenced)
    })
  }

  private finish(because: EndReason): void {
    if (this.over) return
    this.over = true
    clearTimeout(this.waiting)
    for (const track of this.microphone?.getTracks() ?? []) track.stop()
    this.watcher?.ended(because)
  }
}
