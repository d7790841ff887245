/** Quiet rooms stay below this; a voice at arm's length does not. */
const SPEECH = 0.06

export function loudness(level: number): 'quiet' | 'speech' {
  return level >= SPEECH ? 'speech' : 'quiet'
}

/** The microphone's loudness, 0 to 1, as often as the screen is drawn. */
export class MicrophoneLevel {
  private frame = 0

  private constructor(
    private readonly stream: MediaStream,
    private readonly context: AudioContext,
  ) {}

  static async open(heard: (level: number) => void): Promise<MicrophoneLevel> {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true })
    const context = new AudioContext()
    const meter = new MicrophoneLevel(stream, context)
    const analyser = context.createAnalyser()
    context.createMediaStreamSource(stream).connect(analyser)
    const samples = new Float32Array(analyser.fftSize)
    const look = () => {
      analyser.getFloatTimeDomainData(samples)
      const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length
      heard(Math.min(1, Math.sqrt(power) * 4))
      meter.frame = requestAnimationFrame(look)
    }
    look()
    return meter
  }

  close(): void {
    cancelAnimationFrame(this.frame)
    this.stream.getTracks().forEach((track) => track.stop())
    void this.context.close()
  }
}
