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
  const inTime = (result: T) => {
    if (!isThenable(result)) end(result)
    else if (to.blockedFor(socket)) {
      result.then(undefined, () => undefined) // it is too late for what becomes of it
      fail(new TypeError(BLOCKED))
    } else result.then((settled) => end(settled as T), fail)
  }
  const all = () => {
    to.entered(visit)
    let result: T
    try {
      result = run()
      if (result instanceof Future && to.blockedFor(socket)) result = result.result()
    } catch (error) {
      fail(error)
      return
    }
    inTime(result)
  }
  to.visit(all, () => fail(new Error(CUT)))
}
