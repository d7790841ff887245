import type { Socket } from 'jssip'

/** JsSIP's socket, with one thing more: it can be given up at once when it is known to be dead, where a WebSocket
 *  over a dead network takes minutes to notice. */
export class SipSocket implements Socket {
  via_transport: string
  readonly sip_uri: string
  onconnect: () => void = () => undefined
  ondisconnect: (error: boolean, code?: number, reason?: string) => void = () => undefined
  ondata: <T>(event: T) => void = () => undefined
  private socket: WebSocket | null = null

  constructor(readonly url: string) {
    const { host, protocol } = new URL(url)
    this.via_transport = protocol === 'wss:' ? 'WSS' : 'WS'
    this.sip_uri = `sip:${host};transport=ws`
  }

  connect(): void {
    if (this.socket) return
    const socket = new WebSocket(this.url, 'sip')
    socket.binaryType = 'arraybuffer'
    socket.onopen = () => this.onconnect()
    socket.onmessage = ({ data }) => this.ondata(data as unknown)
    socket.onclose = ({ wasClean, code, reason }) => {
      this.socket = null
      this.ondisconnect(!wasClean, code, reason)
    }
    this.socket = socket
  }

  disconnect(): void {
    this.drop()
  }

  /** JsSIP sees a broken line and connects anew. */
  giveUp(): void {
    if (this.drop()) this.ondisconnect(true)
  }

  send(message: string | ArrayBufferLike | Blob | ArrayBufferView): boolean {
    if (!this.isConnected()) return false
    this.socket?.send(message as string)
    return true
  }

  isConnected(): boolean {
    return this.socket?.readyState === WebSocket.OPEN
  }

  isConnecting(): boolean {
    return this.socket?.readyState === WebSocket.CONNECTING
  }

  private drop(): boolean {
    const socket = this.socket
    this.socket = null
    if (!socket) return false
    socket.onopen = socket.onmessage = socket.onclose = null
    socket.close()
    return true
  }
}
