/** What the command tells the page, as it comes; the browser connects again by itself when the command is gone for a while. */
import type { Hello, Points, Status } from './messages.ts'

export interface FeedHandlers {
  hello(message: Hello): void
  points(message: Points): void
  status(message: Status): void
  /** The command has ended. */
  over(): void
  /** The command does not answer. */
  lost(): void
}

export function listen(handlers: FeedHandlers): void {
  const events = new EventSource('events')
  const on = <T>(name: string, handle: (message: T) => void) =>
    events.addEventListener(name, (event) => handle(JSON.parse(event.data)))
  on('hello', handlers.hello)
  on('points', handlers.points)
  on('status', handlers.status)
  events.addEventListener('over', () => {
    events.close()
    handlers.over()
  })
  events.addEventListener('error', () => handlers.lost())
}
