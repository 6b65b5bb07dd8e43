/** Shows who called, in the stack of an error that a promise is rejected with. */
import { type Caller, calledBy, javaScriptCore } from './callers.ts'

/**
 * What a promise is to be resolved with, in place of its rejection: it rejects with `error`, whose stack then shows the
 * function that awaits, and not the turn of the engine that the error was made in. A call that succeeds pays nothing for
 * this: V8 finds its way from the job that runs to those who await its outcome, in which the promise of the call is
 * linked after one job of the queue, and this function is resumed after the second.
 *
 * @param error made for this call, and for nobody else
 * @param caller where the engine does not find that way
 */
export async function failed(error: Error, caller?: Caller): Promise<never> {
  if (javaScriptCore) throw calledBy(error, caller)
  await undefined
  await undefined
  Error.captureStackTrace(error, failed)
  throw error
}
