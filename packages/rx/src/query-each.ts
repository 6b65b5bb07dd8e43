/** The operator `queryEach`: texts in, replies out. */
import { type CallOptions, checkAsked, type DecodeOptions } from '@sockio/node'
import { concatMap, type OperatorFunction } from 'rxjs'
import type { Session } from './session.ts'

/**
 * Queries each text that comes, one after the other, and gives the replies in their order. The first that fails ends
 * it; unsubscribing cancels the query under way, and the texts that wait are never sent.
 *
 * @param sock a socket, or the session of a hook or of a transaction
 * @param options of each query
 * @throws {TypeError} what is no socket
 *
 * @example
 * from(['MEAS:VOLT?', 'MEAS:CURR?']).pipe(queryEach(sock), map(Number), toArray()).subscribe(console.log)
 */
export function queryEach<T>(sock: Pick<Session, 'query'>, options: DecodeOptions<T>): OperatorFunction<string, T>
export function queryEach(sock: Pick<Session, 'query'>, options?: CallOptions): OperatorFunction<string, string>
export function queryEach(sock: Pick<Session, 'query'>, options?: CallOptions): OperatorFunction<string, unknown> {
  checkAsked(sock, undefined)
  return concatMap((text) => sock.query(text, options))
}
