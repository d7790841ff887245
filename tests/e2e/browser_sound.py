"""Tones in and out of a browser's calls: what its microphone says, and what it hears."""

import math
from typing import Final

from playwright.async_api import Page
from sip_audio import Audio, alaw

SEAT_HERTZ: Final = 1000
BERT_HERTZ: Final = 1400
"""A second seat."""
SUPERVISOR_HERTZ: Final = 700
CALLER_HERTZ: Final = 440
RATE: Final = 8000
LOUD: Final = 500
"""An amplitude that only a tone has."""

# The seat's voice is a tone of its own instead of a microphone's; the calls' connections can be listened to.
_MICROPHONE_IS_A_TONE: Final = """
(() => {
  window.connections = []
  const Real = window.RTCPeerConnection
  window.RTCPeerConnection = class extends Real {
    constructor(...settings) { super(...settings); window.connections.push(this) }
  }
  navigator.mediaDevices.getUserMedia = async () => {
    const context = (window.microphoneContext ??= new AudioContext())
    await context.resume()
    const tone = context.createOscillator()
    tone.frequency.value = HERTZ
    const volume = context.createGain()
    volume.gain.value = 0.3
    window.microphoneVolume = volume.gain
    const out = context.createMediaStreamDestination()
    tone.connect(volume).connect(out)
    tone.start()
    return out.stream
  }
  window.hears = async (hertz) => {
    const connection = window.connections.findLast((one) => one.connectionState === 'connected')
    const track = connection?.getReceivers().map(({ track }) => track).find(({ kind }) => kind === 'audio')
    if (!track) return false
    const context = (window.earContext ??= new AudioContext())
    await context.resume()
    const source = context.createMediaStreamSource(new MediaStream([track]))
    const ear = context.createAnalyser()
    ear.fftSize = 8192
    source.connect(ear)
    await new Promise((resolve) => setTimeout(resolve, 400))
    const levels = new Float32Array(ear.frequencyBinCount)
    ear.getFloatFrequencyData(levels)
    source.disconnect()
    const at = (asked) => Math.round((asked * ear.fftSize) / context.sampleRate)
    const loudest = (first, last) => Math.max(...levels.slice(at(first), at(last) + 1))
    const tone = loudest(hertz - 8, hertz + 8)
    const beside = Math.max(loudest(hertz - 90, hertz - 50), loudest(hertz + 50, hertz + 90))
    return tone > -60 && tone > beside + 15
  }
})()
"""


def microphone_is_a_tone(hertz: int) -> str:
    """What a page runs before anything of its own."""
    return _MICROPHONE_IS_A_TONE.replace("HERTZ", str(hertz))


_LOUDNESS: Final = {alaw(sample): sample for sample in range(-32_640, 32_640, 8)}


async def heard_in_browser(page: Page, hertz: int) -> bool:
    """Whether a tone is in what the call that is up brings, clearly above what is beside it."""
    return bool(await page.evaluate("(hertz) => window.hears(hertz)", hertz))


def power(samples: list[int], hertz: int) -> float:
    """Goertzel: the amplitude at one frequency."""
    step = 2 * math.cos(2 * math.pi * hertz / RATE)
    before = last = 0.0
    for sample in samples:
        before, last = last, sample + step * last - before
    return (
        2 * math.sqrt(max(last * last + before * before - step * last * before, 0.0)) / max(len(samples), 1)
    )


def heard_by_telephone(audio: Audio, hertz: int, *, packets: int = 25) -> float:
    """Amplitude of a tone in the last half second that a test's own telephone received."""
    samples = [_LOUDNESS.get(code, 0) for packet in audio.heard[-packets:] for code in packet]
    return power(samples, hertz)
