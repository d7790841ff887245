/** demo01-consult → consult: what is left of a name when the client company in front is known. */
export function bareQueue(queue: string): string {
  return queue.slice(queue.indexOf('-') + 1)
}
