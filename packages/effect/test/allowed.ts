/** The error channels as lists, which the compiler keeps equal to their types: no call may end with another error. */
import assert from 'node:assert/strict'
import type { SubjectSession } from '@sockio/conformance'
import type {
  AbortError,
  AnySockioError,
  BlockError,
  DecodeError,
  InstrumentError,
  LineError,
  OpenError,
  OverflowError,
  ReadError,
  SessionError,
  TransactionError,
  WriteError,
} from '../src/index.ts'

type Tags<E extends AnySockioError> = Readonly<Record<E['_tag'], true>>

const write: Tags<WriteError> = {
  ConnectError: true,
  ConnectTimeoutError: true,
  InitError: true,
  ClosedError: true,
  NotConnectedError: true,
  TimeoutError: true,
  ConnectionLostError: true,
  ConnectionEOFError: true,
  QueueFullError: true,
}
const read: Tags<ReadError> = { ...write, StreamActiveError: true }
const line: Tags<LineError> = { ...read, LimitOverrunError: true }
const block: Tags<BlockError> = { ...line, FramingError: true }
const open: Tags<OpenError> = {
  ConnectError: true,
  ConnectTimeoutError: true,
  InitError: true,
  ClosedError: true,
  NotConnectedError: true,
  TimeoutError: true,
  AlreadyOpenError: true,
}
const transaction: Tags<TransactionError> = {
  ConnectError: true,
  ConnectTimeoutError: true,
  InitError: true,
  ClosedError: true,
  NotConnectedError: true,
  TimeoutError: true,
  StreamActiveError: true,
}
const session: Tags<SessionError> = {
  TimeoutError: true,
  AbortError: true,
  ConnectionLostError: true,
  ConnectionEOFError: true,
  ClosedError: true,
  NotConnectedError: true,
}
const aborted: Tags<AbortError> = { AbortError: true }
const decoded: Tags<DecodeError> = { DecodeError: true }
const complained: Tags<InstrumentError> = { InstrumentError: true }
const overflowed: Tags<OverflowError> = { OverflowError: true }
const search = { LimitOverrunError: true }

/** Each verb with its own: the compiler asks for that of a new one. */
const kinds: Readonly<
  Record<Exclude<keyof SubjectSession, symbol> | 'driver' | 'open' | 'transaction' | 'lines', object>
> = {
  read,
  readExactly: read,
  writeRead: read,
  readLine: line,
  readLines: line,
  readUntil: line,
  writeReadLine: line,
  writeReadLines: line,
  writeLinesReadLines: line,
  query: line,
  lines: line,
  write,
  writeLines: write,
  command: write,
  readBlock: block,
  writeReadBlock: block,
  exchange: block,
  driver: block,
  open,
  transaction,
}

function kindOf(verb: string, [limit]: readonly unknown[]): object {
  if (verb === 'blocks') return typeof limit === 'number' ? read : line
  assert(verb in kinds, `which errors has ${verb}?`)
  return kinds[verb as keyof typeof kinds]
}

/** What a call of `verb` with these arguments may end with. */
function channel(verb: string, args: readonly unknown[], inSession: boolean): object {
  const options: object = Object.assign(
    {},
    ...args.filter((arg) => typeof arg === 'object' && !ArrayBuffer.isView(arg) && !Array.isArray(arg)),
  )
  const kind = kindOf(verb, args)
  const finds = kind === line || kind === block ? search : {}
  const frames = kind === block ? { FramingError: true } : {}
  return {
    ...(inSession ? { ...session, ...finds, ...frames } : kind),
    ...('as' in options ? (verb === 'lines' ? decoded : { ...decoded, FramingError: true }) : {}),
    ...(verb === 'driver' ? { ...decoded, ...complained, ...aborted } : {}),
    ...('signal' in options ? aborted : {}),
    ...(verb === 'readExactly' && 'encoding' in options ? { FramingError: true } : {}),
    ...('overflow' in options && options.overflow === 'error' ? overflowed : {}),
  }
}

/** Asserts that the error is one of the declared ones. */
export function allowed(error: unknown, verb: string, args: readonly unknown[], inSession: boolean): void {
  assert(error instanceof Error && '_tag' in error && typeof error._tag === 'string', `not tagged: ${error}`)
  const tags = Object.keys(channel(verb, args, inSession))
  assert(tags.includes(error._tag), `${error._tag} is not in the error channel of ${verb}: ${tags.join(', ')}`)
}
