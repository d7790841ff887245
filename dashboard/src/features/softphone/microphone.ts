import { microphoneHealth, type MicrophoneHealth, type MicrophoneSeen } from './microphone_health'

export interface MediaWays {
  getUserMedia(constraints: MediaStreamConstraints): Promise<MediaStream>
  enumerateDevices(): Promise<MediaDeviceInfo[]>
}

const AS_A_TELEPHONE = { echoCancellation: true, noiseSuppression: true, autoGainControl: true }

/** One opened microphone for all calls of this phone; open only while it is needed. */
export class Microphone {
  private stream: MediaStream | null = null
  private opening: Promise<MediaStream> | null = null
  private meter: LevelMeter | null = null
  private seen: MicrophoneSeen = { permission: 'unknown', present: null, track: null, silentForMs: 0 }
  private readonly borrowed = new Set<MediaStream>()

  constructor(
    private readonly media: () => MediaWays | undefined,
    private readonly chosen: () => string,
    private readonly makeContext: () => AudioContext,
  ) {}

  /** A copy for one call; the microphone closes when the last copy has ended and nobody looks at the meter. */
  async borrow(): Promise<MediaStream> {
    const copy = (await this.open()).clone()
    this.borrowed.add(copy)
    return copy
  }

  private async open(): Promise<MediaStream> {
    if (this.stream?.active) return this.stream
    this.opening ??= this.ask().finally(() => (this.opening = null))
    return this.opening
  }

  private async ask(): Promise<MediaStream> {
    const media = this.media()
    if (!media) throw new DOMException('no secure page', 'NotSupportedError')
    const deviceId = this.chosen()
    try {
      // `ideal`: a headset that is gone must not make the phone dumb.
      const audio = deviceId ? { ...AS_A_TELEPHONE, deviceId: { ideal: deviceId } } : AS_A_TELEPHONE
      this.stream = await media.getUserMedia({ audio })
      this.seen = { ...this.seen, permission: 'granted', silentForMs: 0 }
      this.meter = new LevelMeter(this.makeContext(), this.stream)
      return this.stream
    } catch (cause) {
      const name = cause instanceof DOMException ? cause.name : ''
      if (name === 'NotAllowedError') this.seen = { ...this.seen, permission: 'denied' }
      if (name === 'NotFoundError') this.seen = { ...this.seen, present: 0 }
      throw cause
    }
  }

  /** Another device was chosen: the copies given out are exchanged by their calls. */
  forget(): void {
    this.stream?.getTracks().forEach((track) => track.stop())
    this.meter?.close()
    this.stream = this.meter = null
  }

  /** Loudness of the last moment, 0..1; 0 while it is closed. */
  level(): number {
    return this.meter?.level() ?? 0
  }

  /** Asks for the right to the microphone once, so that the first call need not. */
  async prove(): Promise<void> {
    try {
      const copy = await this.borrow()
      copy.getTracks().forEach((track) => track.stop())
    } catch {
      // What was refused stands in `health`.
    }
    await this.look()
  }

  async look(): Promise<void> {
    const devices = (await this.media()?.enumerateDevices().catch(() => null)) ?? null
    if (devices) this.seen = { ...this.seen, present: devices.filter(({ kind }) => kind === 'audioinput').length }
  }

  /** Once a second. */
  tick(elapsedMs: number): MicrophoneHealth {
    for (const copy of this.borrowed) if (!copy.active) this.borrowed.delete(copy)
    if (this.stream && this.borrowed.size === 0 && this.watchers === 0) this.forget()
    const track = this.stream?.getAudioTracks()[0]
    const silent = this.meter?.silent() ?? false
    this.seen = {
      ...this.seen,
      track: track ? { ended: track.readyState === 'ended', muted: track.muted } : null,
      silentForMs: silent ? this.seen.silentForMs + elapsedMs : 0,
    }
    return microphoneHealth(this.seen)
  }

  private watchers = 0

  /** Keeps it open while somebody looks at its level. */
  async watchLevel(): Promise<() => void> {
    this.watchers += 1
    try {
      await this.open()
    } catch (cause) {
      this.watchers -= 1
      throw cause
    }
    return () => (this.watchers -= 1)
  }
}

/** How loud a stream is; reads it, plays nothing. */
export class LevelMeter {
  private readonly source: MediaStreamAudioSourceNode
  private readonly analyser: AnalyserNode
  private readonly samples: Float32Array<ArrayBuffer>

  constructor(
    private readonly context: AudioContext,
    stream: MediaStream,
  ) {
    this.source = context.createMediaStreamSource(stream)
    this.analyser = context.createAnalyser()
    this.analyser.fftSize = 2048
    this.samples = new Float32Array(this.analyser.fftSize)
    this.source.connect(this.analyser)
  }

  level(): number {
    this.analyser.getFloatTimeDomainData(this.samples)
    let sum = 0
    for (const sample of this.samples) sum += sample * sample
    const decibels = 10 * Math.log10(sum / this.samples.length + 1e-10)
    return Math.max(0, Math.min(1, 1 + decibels / 60))
  }

  silent(): boolean {
    // A context that was not allowed to start reads zeros: that says nothing about the microphone.
    if (this.context.state !== 'running') return false
    this.analyser.getFloatTimeDomainData(this.samples)
    return this.samples.every((sample) => sample === 0)
  }

  close(): void {
    this.source.disconnect()
  }
}
