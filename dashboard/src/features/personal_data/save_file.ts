/** Into the folder of downloads; the page keeps nothing of it. */
export function saveFile(content: Blob, name: string): void {
  const address = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // A browser that has not begun to read by the time of revoking would save nothing.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
