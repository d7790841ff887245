/** Calls `beat` every second, also while the tab is hidden; gives back how to stop it. */
export function everySecond(beat: () => void): () => void {
  const worker = new Worker(new URL('./beat_worker.ts', import.meta.url), { type: 'module' })
  worker.onmessage = beat
  return () => worker.terminate()
}
