// Estimated listening quality by the E-model (ITU-T G.107) with the G.113 values of G.711 with loss concealment,
// which browsers do. An estimate from the network only: it says nothing about a bad microphone.

const BASE_R = 93.2
const EQUIPMENT = 0
const LOSS_ROBUSTNESS = 25.1
const PACKET_MS = 20
const NOTICED_DELAY_MS = 177.3

export interface NetworkSeen {
  /** 0..1 */
  loss: number
  jitterMs: number
  rttMs: number
}

export function rFactor({ loss, jitterMs, rttMs }: NetworkSeen): number {
  // One way, and what a jitter buffer adds for that much jitter.
  const delay = rttMs / 2 + 2 * jitterMs + PACKET_MS
  const delayed = 0.024 * delay + (delay > NOTICED_DELAY_MS ? 0.11 * (delay - NOTICED_DELAY_MS) : 0)
  const percent = loss * 100
  const lost = EQUIPMENT + (95 - EQUIPMENT) * (percent / (percent + LOSS_ROBUSTNESS))
  return BASE_R - delayed - lost
}

/** 1 (bad) to 4.5. */
export function mos(seen: NetworkSeen): number {
  const r = rFactor(seen)
  if (r <= 0) return 1
  if (r >= 100) return 4.5
  return Math.max(1, 1 + 0.035 * r + 7e-6 * r * (r - 60) * (100 - r))
}
