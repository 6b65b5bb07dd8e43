/** The lines of a stream that can be told from replies: taken as they come, also while a reply is waited for. */
import type { Connection } from '@sockio/node'

/** Many at once, so that a turn is paid once for many lines. */
const BATCH = 256

/** Takes the lines that match, for as long as the connection is used; it is made again whenever it was lost. */
export function streamFrom(connection: Connection, match: string | RegExp, take: (line: Buffer) => void): void {
  const expression = typeof match === 'string' ? new RegExp(match, 'i') : match
  const feed = connection.feeds.lines({ match: expression, reconnect: true })
  const pull = (): void => {
    for (let lines = feed.take(BATCH); lines.length > 0; lines = feed.take(BATCH)) {
      for (const line of lines) if (typeof line !== 'string') take(line)
    }
    if (!feed.ended) feed.wait(pull)
  }
  connection.subscribe(feed)
  pull()
}
