import type { Hit } from '@/data/setup'

export interface Piece {
  text: string
  hit: Hit | null
}

/** The text cut at its forbidden places. The platform counts Unicode characters, not halves of them. */
export function pieces(text: string, hits: readonly Hit[]): Piece[] {
  const signs = Array.from(text)
  const cut: Piece[] = []
  let at = 0
  for (const hit of [...hits].sort((a, b) => a.start - b.start)) {
    if (hit.start < at || hit.end > signs.length) continue
    if (hit.start > at) cut.push({ text: signs.slice(at, hit.start).join(''), hit: null })
    cut.push({ text: signs.slice(hit.start, hit.end).join(''), hit })
    at = hit.end
  }
  if (at < signs.length) cut.push({ text: signs.slice(at).join(''), hit: null })
  return cut
}

/** A list that is edited: the entry one place up or down. */
export function moved<T>(list: readonly T[], index: number, by: -1 | 1): T[] {
  const next = [...list]
  const [entry] = next.splice(index, 1)
  if (entry === undefined || index + by < 0 || index + by > next.length) return [...list]
  next.splice(index + by, 0, entry)
  return next
}
