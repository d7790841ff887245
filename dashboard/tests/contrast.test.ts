import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

/** The colours that a style sheet names. */
function tokens(path: string): Map<string, string> {
  const css = readFileSync(path, 'utf-8')
  return new Map([...css.matchAll(/--([\w-]+):\s*(#[0-9a-f]{3,6})\b/g)].map(([, name, colour]) => [name as string, colour as string]))
}

function luminance(colour: string): number {
  const full = colour.length === 4 ? colour.replace(/[0-9a-f]/g, '$&$&') : colour
  const [r, g, b] = [1, 3, 5].map((at) => {
    const c = parseInt(full.slice(at, at + 2), 16) / 255
    return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

describe('contrast', () => {
  const work = tokens('src/app/theme.css')
  const wall = tokens('src/features/wall/wall.css')

  it.each(['ink-1', 'ink-2', 'ink-3', 'accent', 'green', 'amber', 'blue', 'violet', 'grey', 'red'])(
    'of %s on a card is at least 4.5', (name) => expect(contrast(work.get(name) as string, work.get('card') as string)).toBeGreaterThanOrEqual(4.5))

  it.each([...wall.keys()].filter((name) => /^(st-|wall-ink|wall-soft|lamp-)/.test(name)))(
    'of %s on the wall is at least 7', (name) => expect(contrast(wall.get(name) as string, wall.get('wall-panel') as string)).toBeGreaterThanOrEqual(7))
})
