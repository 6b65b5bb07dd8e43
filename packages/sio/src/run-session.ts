/** Runs the function of a transaction or of a hook in the caller's thread, and tells the other one how it ended. */
import { isThenable } from '@sockio/node'
import type { Bridge } from './bridge.ts'
import { Future } from './future.ts'
import { Ask } from './protocol.ts'

const BLOCKED =
  'the function returned a promise, which a blocked thread can not wait for: return a value (the calls of its session block), or use futures and await them'

const CUT = 'the function was cut short, as by a Ctrl-C of the REPL'

export interface Entered {
  readonly to: Bridge
  readonly socket: number
  readonly session: number
}

/** `value` is told what `run` gave, before the other thread hears that it is over. */
export function runSession<T>(
  { to, socket, session }: Entered,
  run: () => T,
  value: (value: T) => void = () => undefined,
): void {
  const visit = { socket }
  const end = (result: T) => {
    to.left(visit)
    value(result)
    to.tell(Ask.finish, session, [])
  }
  const fail = (error: unknown) => {
    to.left(visit)
    to.tell(Ask.finish, session, [to.own.keep(error)])
  }
  const inTime = (promise: Promise<unknown>) => {
    if (to.blockedFor(socket)) {
      promise.catch(() => undefined) // it is too late for what becomes of it
      fail(new TypeError(BLOCKED))
    } else promise.then((settled) => end(settled as T), fail)
  }
  const all = () => {
    to.entered(visit)
    let result: T
    let promise: Promise<unknown> | undefined
    try {
      result = run()
      if (result instanceof Future && to.blockedFor(socket)) result = result.result()
      if (isThenable(result)) promise = Promise.resolve(result) // of a make whose `then` may throw
    } catch (error) {
      fail(error)
      return
    }
    if (promise === undefined) end(result)
    else inTime(promise)
  }
  to.visit(all, () => fail(new Error(CUT)))
}
