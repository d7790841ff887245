import type { UA } from 'jssip'
import type { RTCSessionEvent } from 'jssip/lib/UA'
import type { PhoneCredentials } from '@/data/phone'
import { SipCall, type LineCall } from './sip_call'
import { SipSocket } from './sip_socket'

export interface SipLineWatcher {
  registered(): void
  lost(): void
  /** The credentials are not taken. */
  rejected(): void
  /** Somebody calls. */
  incoming(call: LineCall): void
}

const REGISTER_SECONDS = 120
const RECONNECT_AT_MOST_SECONDS = 8
const ANSWER_TO_PING_MS = 4_000
const NOT_TAKEN: ReadonlySet<number> = new Set([401, 403, 404])

/** A registration and the calls over it, whoever carries it out. */
export interface PhoneLine {
  call(number: string, stream: MediaStream): LineCall
  register(password?: string): void
  check(): void
  close(): void
  abandon(): void
}

/** The registration at Asterisk and the calls over it. */
export class SipLine implements PhoneLine {
  private constructor(
    private readonly agent: UA,
    private readonly socket: SipSocket,
  ) {}

  /** JsSIP is loaded with the first line that is opened: other pages do not carry it. */
  static async open(credentials: PhoneCredentials, watcher: SipLineWatcher): Promise<SipLine> {
    const loaded = await import('jssip')
    const { UA } = 'default' in loaded ? (loaded.default as typeof loaded) : loaded
    const socket = new SipSocket(credentials.wss_url)
    const agent = new UA({
      sockets: socket, uri: credentials.sip_uri, authorization_user: credentials.endpoint, password: credentials.password,
      register_expires: REGISTER_SECONDS, connection_recovery_min_interval: 1,
      connection_recovery_max_interval: RECONNECT_AT_MOST_SECONDS, user_agent: 'callcenter',
    })
    const line = new SipLine(agent, socket)
    agent.on('registered', () => watcher.registered())
    agent.on('unregistered', () => watcher.lost())
    agent.on('disconnected', () => watcher.lost())
    agent.on('registrationFailed', ({ response }) => {
      const status = (response as { status_code?: number } | null)?.status_code ?? 0
      if (NOT_TAKEN.has(status)) watcher.rejected()
      else watcher.lost()
    })
    agent.on('newRTCSession', ({ originator, session }: RTCSessionEvent) => {
      if ((originator as string) !== 'remote') return
      watcher.incoming(new SipCall(session))
    })
    agent.start()
    return line
  }

  call(number: string, stream: MediaStream): LineCall {
    return new SipCall(this.agent.call(number, { mediaStream: stream, pcConfig: { iceServers: [] } }), stream)
  }

  /** With a password that has been renewed. */
  register(password?: string): void {
    if (password !== undefined) this.agent.set('password', password)
    if (this.agent.isConnected()) this.agent.register()
  }

  /** Whether Asterisk still hears us; a line that does not answer is opened anew. */
  check(): void {
    if (!this.agent.isConnected()) return
    const silent = setTimeout(() => this.socket.giveUp(), ANSWER_TO_PING_MS)
    const heard = () => clearTimeout(silent)
    const asking = this.agent as UA & { sendOptions(target: string, body: null, options: object): void }
    asking.sendOptions('echo', null, { eventHandlers: { succeeded: heard, failed: heard } })
  }

  /** Signing out; never called while a call is up, because it ends calls. */
  close(): void {
    this.agent.stop()
  }

  /** Another window has the phone: nothing is said to Asterisk, the registration is no more ours to end. */
  abandon(): void {
    this.agent.removeAllListeners()
    this.socket.onconnect = () => undefined
    this.socket.ondisconnect = () => undefined
    this.socket.ondata = () => undefined
    this.socket.disconnect()
  }
}
