/** What the command tells its page; the browser connects again by itself when the command is gone for a while. */

/** Opens the feed; what comes back listens for an event of that name. */
export function openEvents(ends: {
  over(): void
  lost(): void
}): <T>(name: string, handle: (message: T) => void) => void {
  const events = new EventSource('events')
  events.addEventListener('over', () => {
    events.close()
    ends.over()
  })
  events.addEventListener('error', () => ends.lost())
  return (name, handle) => events.addEventListener(name, (event) => handle(JSON.parse(event.data)))
}
