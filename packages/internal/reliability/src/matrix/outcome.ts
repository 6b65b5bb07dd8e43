/** What became of a call: its value, or its error by the code. */
import { ControlTimer } from '../control-timer.ts'
import { isTyped } from '../typed-error.ts'

/** The code of an error of this library without its prefix; `untyped` for any other error, which no cell allows. */
export type Ending =
  | 'value'
  | 'untyped'
  | 'ABORTED'
  | 'ALREADY_OPEN'
  | 'CLOSED'
  | 'CONNECT'
  | 'CONNECTION_EOF'
  | 'CONNECTION_LOST'
  | 'CONNECT_TIMEOUT'
  | 'FRAMING'
  | 'INIT'
  | 'NOT_CONNECTED'
  | 'STREAM_ACTIVE'
  | 'TIMEOUT'

/** Who called: the operation of the cell, or what its situation had under way. */
export type Role = 'operation' | 'trigger' | 'held' | 'stream' | 'transaction'

export interface Outcome {
  readonly role: Role
  /** The number of its request; 0 where it has none. */
  readonly n: number
  readonly ending: Ending
  readonly value?: unknown
  readonly error?: unknown
  /** From the call to its end, in ms. */
  readonly took: number
  /** So much later than a timer of its limit that was started with it, in ms: 0 when it was in time. */
  readonly late: number
}

/** What the caller grants: the timeouts of all the calls that it makes one after the other, in ms. */
export type Patience = number

function endingOf(error: unknown): Ending {
  return isTyped(error) ? (error.code.replace('SOCKIO_', '') as Ending) : 'untyped'
}

async function ended(call: () => Promise<unknown>): Promise<Pick<Outcome, 'ending' | 'value' | 'error'>> {
  try {
    return { ending: 'value', value: await call() }
  } catch (error) {
    return { ending: endingOf(error), error }
  }
}

/** Waits for a call, however it ends, and sees whether that is in time. */
export async function outcome(
  role: Role,
  n: number,
  patience: Patience,
  call: () => Promise<unknown>,
): Promise<Outcome> {
  const begin = performance.now()
  const control = new ControlTimer(patience)
  const end = await ended(call)
  return { ...end, role, n, took: performance.now() - begin, late: control.stop() }
}

export function describe({ role, ending, value, error, took }: Outcome): string {
  const what = ending === 'value' ? JSON.stringify(value) : String(error)
  return `${role}: ${ending} after ${Math.round(took)} ms (${what})`
}
