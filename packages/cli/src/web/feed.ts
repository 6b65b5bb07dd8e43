/** What the command tells the plot's page, as it comes. */
import { openEvents } from './events.ts'
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
  const on = openEvents(handlers)
  on('hello', handlers.hello)
  on('points', handlers.points)
  on('status', handlers.status)
}
