// A day as a band: what of it was live, and what lies upon it.
import type { IntegrityBand, IntegrityDay, IntegrityMark } from '@/data/integrity'

export interface Piece {
  state: 'live' | 'recovered' | 'unknown' | 'before'
  /** In percent of the day. */
  left: number
  width: number
  band: IntegrityBand | null
}

/** From the bottom up: unknown lies upon recovered, recovered upon live. What is still to come has no piece. */
export function bandOf(day: IntegrityDay, sinceUs: number | null, asOfUs: number): Piece[] {
  const { from_us, to_us } = day.period
  const piece = (state: Piece['state'], from: number, to: number, band: IntegrityBand | null = null): Piece => {
    const [left, right] = [Math.max(from, from_us), Math.min(to, to_us)].map((at) => ((at - from_us) / (to_us - from_us)) * 100) as [number, number]
    return { state, left, width: Math.max(0, right - left), band }
  }
  const now = Math.min(asOfUs, to_us)
  const begun = Math.min(Math.max(sinceUs ?? asOfUs, from_us), now)
  return [
    ...(begun > from_us ? [piece('before', from_us, begun)] : []),
    ...(now > begun ? [piece('live', begun, now)] : []),
    ...day.bands.map((band) => piece(band.state, band.from_us, band.to_us, band)),
  ]
}

/** Those that touch the day; a mark of no length still makes its day unknown. */
export function marksOf(day: IntegrityDay, marks: readonly IntegrityMark[]): IntegrityMark[] {
  return marks.filter((mark) => mark.from_us < day.period.to_us && mark.to_us >= day.period.from_us)
}
