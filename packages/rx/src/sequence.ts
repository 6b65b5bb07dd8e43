/** `sequence`: commands and queries one after the other, of which only the replies are given. */
import { show } from '@sockio/core'
import { type CallOptions, checkAsked } from '@sockio/node'
import { concatMap, from, ignoreElements, type Observable } from 'rxjs'
import type { Session } from './session.ts'

const QUOTED = /"[^"]*"|'[^']*'/g
/** The header of a SCPI message, or of one of its parts, that ends in a question mark. */
const QUESTION = /(?:^|;)\s*[^\s;]*\?/

/**
 * Sends each text, one after the other, and gives the replies alone, in their order: what has a header with a question
 * mark (`MEAS:VOLT?`, `VOLT 5;VOLT?`) is queried, and all else is a command, which gives nothing. The first that fails
 * ends it. Other callers may come in between; within `sock.transaction((session) => sequence(session, [...]))` none does.
 *
 * @param sock a socket, or the session of a hook or of a transaction
 * @param texts several; a text alone would be sent letter by letter, and is refused
 * @param options of each call
 * @throws {TypeError} that names a wrong `sock` or `texts`
 *
 * @example
 * sequence(sock, ['VOLT 5', 'MEAS:VOLT?', 'VOLT 6', 'MEAS:VOLT?']).pipe(map(Number)).subscribe(console.log)
 */
export function sequence(
  sock: Pick<Session, 'command' | 'query'>,
  texts: Iterable<string>,
  options?: CallOptions,
): Observable<string> {
  checkAsked(sock, undefined)
  const several = typeof texts === 'object' && texts !== null && Symbol.iterator in texts
  if (!several) throw new TypeError(`texts: expected a list of texts, got ${show(texts)}`)
  const one = (text: string): Observable<string> =>
    QUESTION.test(text.replaceAll(QUOTED, ''))
      ? sock.query(text, options)
      : sock.command(text, options).pipe(ignoreElements())
  return from(texts).pipe(concatMap(one))
}
