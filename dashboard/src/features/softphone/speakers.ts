/** Plays what the far ends say, and the ring, each at its chosen device. */
export class Speakers {
  private readonly players = new Map<string, HTMLAudioElement>()
  private ringing: { context: AudioContext; element: HTMLAudioElement; timer: number } | null = null

  constructor(
    private readonly speaker: () => string,
    private readonly ringer: () => string,
    /** The browser plays nothing before the person has touched the page. */
    private readonly blocked: (on: boolean) => void,
  ) {}

  play(id: string, stream: MediaStream): void {
    const element = this.players.get(id) ?? new Audio()
    element.autoplay = true
    element.srcObject = stream
    element.dataset['softphone'] = id
    this.players.set(id, element)
    void toDevice(element, this.speaker()).then(() => this.start(element))
  }

  stop(id: string): void {
    const element = this.players.get(id)
    this.players.delete(id)
    if (element) element.srcObject = null
  }

  /** After another device was chosen. */
  move(): void {
    for (const element of this.players.values()) void toDevice(element, this.speaker())
    if (this.ringing) void toDevice(this.ringing.element, this.ringer())
  }

  ring(): void {
    if (this.ringing) return
    const context = new AudioContext()
    const out = context.createMediaStreamDestination()
    const element = new Audio()
    element.srcObject = out.stream
    strike(context, out)
    const timer = window.setInterval(() => strike(context, out), RING_EVERY_MS)
    this.ringing = { context, element, timer }
    void toDevice(element, this.ringer()).then(() => this.start(element))
    void context.resume()
  }

  stopRinging(): void {
    if (!this.ringing) return
    clearInterval(this.ringing.timer)
    this.ringing.element.srcObject = null
    void this.ringing.context.close()
    this.ringing = null
  }

  private start(element: HTMLAudioElement): void {
    element.play().then(
      () => this.blocked(false),
      (cause: unknown) => cause instanceof DOMException && cause.name === 'NotAllowedError' && this.blocked(true),
    )
  }
}

const RING_EVERY_MS = 3000

/** Our own ring: two rising pairs of soft bells, generated, so that nothing is loaded and nobody's rights touched. */
function strike(context: AudioContext, out: AudioNode): void {
  const notes = [[0, 660], [0.18, 880], [0.55, 660], [0.73, 880]] as const
  for (const [after, hertz] of notes) {
    const [tone, volume] = [context.createOscillator(), context.createGain()]
    const at = context.currentTime + 0.02 + after
    tone.type = 'triangle'
    tone.frequency.value = hertz
    volume.gain.setValueAtTime(0, at)
    volume.gain.linearRampToValueAtTime(0.4, at + 0.02)
    volume.gain.exponentialRampToValueAtTime(0.001, at + 0.4)
    tone.connect(volume).connect(out)
    tone.start(at)
    tone.stop(at + 0.42)
  }
}

async function toDevice(element: HTMLAudioElement, deviceId: string): Promise<void> {
  // Not every browser can choose; a device that is gone falls back to the usual one.
  if (deviceId && 'setSinkId' in element) await element.setSinkId(deviceId).catch(() => undefined)
}

/** One ring, to hear where it comes out. */
export function playTestRing(deviceId: string): void {
  const speakers = new Speakers(
    () => deviceId,
    () => deviceId,
    () => undefined,
  )
  speakers.ring()
  setTimeout(() => speakers.stopRinging(), RING_EVERY_MS / 2)
}
