import type { LineCall, LineCallWatcher } from '@/features/softphone/sip_call'

/** A call over no line: it remembers what it was asked, and its far end is the test. */
export class FakeLine implements LineCall {
  connection = null
  said: string[] = []
  private watcher: LineCallWatcher | null = null
  constructor(
    readonly id: string,
    readonly caller = '',
  ) {}
  get far(): LineCallWatcher {
    if (!this.watcher) throw new Error('nobody watches this call')
    return this.watcher
  }
  watch(watcher: LineCallWatcher) {
    this.watcher = watcher
  }
  answer() {
    this.said.push('answer')
  }
  reject() {
    this.said.push('reject')
    this.watcher?.ended('rejected')
  }
  hangUp() {
    this.said.push('bye')
    this.watcher?.ended('here')
  }
  hold() {
    this.said.push('hold')
    this.far.held(true)
  }
  resume() {
    this.said.push('resume')
    this.far.held(false)
  }
  mute(on: boolean) {
    this.said.push(on ? 'mute' : 'unmute')
  }
  key(digit: string) {
    this.said.push(`key ${digit}`)
  }
  refer(number: string, consult?: LineCall) {
    this.said.push(consult ? `refer ${number} replaces ${consult.id}` : `refer ${number}`)
  }
  speakInto() {
    this.said.push('speak')
  }
  probe() {
    this.said.push('probe')
  }
}
