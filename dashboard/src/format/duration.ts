const pad = (n: number) => String(n).padStart(2, '0')

/** 00:04:09; whole seconds are cut, not rounded, so that a timer never runs ahead. */
export function timer(us: number | null | undefined): string {
  if (us === null || us === undefined) return '—'
  const total = Math.max(0, Math.floor(us / 1_000_000))
  return `${pad(Math.floor(total / 3600))}:${pad(Math.floor(total / 60) % 60)}:${pad(total % 60)}`
}

/** 04:09 while below an hour: for places where hours are the exception. */
export function shortTimer(us: number | null | undefined): string {
  const full = timer(us)
  return full.startsWith('00:') ? full.slice(3) : full
}

/** 12.4 s below a minute, 00:04:09 from there on. */
export function measured(us: number | null | undefined): string {
  if (us === null || us === undefined) return '—'
  if (us >= 60_000_000) return timer(us)
  return `${(Math.floor(us / 100_000) / 10).toFixed(1)} s`
}

/** Offset within a call: +12.345 s or +00:01:02.345. */
export function offset(us: number): string {
  const sign = us < 0 ? '−' : '+'
  const ms = Math.floor(Math.abs(us) / 1000)
  const fraction = String(ms % 1000).padStart(3, '0')
  const seconds = Math.floor(ms / 1000)
  if (seconds < 60) return `${sign}${seconds}.${fraction} s`
  return `${sign}${timer(seconds * 1_000_000)}.${fraction}`
}
