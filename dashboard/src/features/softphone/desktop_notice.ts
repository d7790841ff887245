import type { PhoneCall } from './phone_call'

let shown: Notification | null = null

/** Beside the ring, for a person who looks at another window. Never the number: notices stay in the machine's own lists. */
export function showNotice(call: PhoneCall | null, title: string): void {
  shown?.close()
  shown = null
  if (!call || !document.hidden || !('Notification' in window) || Notification.permission !== 'granted') return
  shown = new Notification(title, { tag: 'softphone', requireInteraction: true })
  shown.onclick = () => window.focus()
}

export function askForNotices(): void {
  if ('Notification' in window && Notification.permission === 'default') void Notification.requestPermission().catch(() => undefined)
}
