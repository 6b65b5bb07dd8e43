/**
 * The rule of the matrix: how a call may end, from what the fault does, what the operation waits for, and what is under
 * way. Everything else is a failure of the cell, and so is an error that breaks one of the laws in `laws.ts`.
 */
import type { FaultRow } from './fault-rows.ts'
import { LONG_MS, SHORT_MS } from './limits.ts'
import type { Operation } from './operations.ts'
import type { Ending, Role } from './outcome.ts'
import type { Situation } from './situations.ts'

export interface Cell {
  readonly fault: FaultRow
  readonly operation: Operation
  readonly situation: Situation
}

type Endings = readonly Ending[]

/** Nothing comes in time. */
const silent = ({ reply }: FaultRow) => reply === 'none' || reply === 'late'

const LOST: Endings = ['CONNECTION_EOF', 'CONNECTION_LOST']
/** A stream whose peer says goodbye between two lines just ends. */
const STREAM_LOST: Endings = ['value', ...LOST]

/** Asked for over a connection that is there, while the fault is in force. */
function asked({ fault, operation }: Cell): Endings {
  const { reads, apart } = operation
  if (reads === 'nothing') return ['value']
  const lost = reads === 'stream' ? STREAM_LOST : LOST
  // A block or a stream has a form, which something false may not have.
  const shaped = reads === 'block' || reads === 'stream'
  const replies: Readonly<Record<FaultRow['reply'], Endings>> = {
    whole: ['value'],
    none: ['TIMEOUT'],
    // On a machine that has no time for timers, the reply is there before its timeout is noticed.
    late: ['TIMEOUT', 'value'],
    // A read of its own may come when the connection is gone already: then it waits for the next one to say something.
    cut: apart === true ? [...lost, 'TIMEOUT'] : lost,
    false: shaped ? ['value', 'FRAMING', 'TIMEOUT'] : ['value'],
  }
  return replies[fault.reply]
}

/** How an operation may end where a connection must be made first. */
function afresh(cell: Cell): Endings {
  const { fault, operation } = cell
  if (operation.name === 'close') return ['value']
  if (fault.fresh === 'made') return asked(cell)
  if (fault.fresh === 'refused') return fault.options?.reconnect === undefined ? ['CONNECT'] : asked(cell)
  // Ended as soon as it is made: some of it may be seen as a failure to connect, and a write may be gone before that.
  const before: Endings = operation.reads === 'nothing' || operation.reads === 'stream' ? ['value'] : []
  return [...before, ...LOST, 'CONNECT', ...(operation.apart === true ? (['TIMEOUT'] as const) : [])]
}

/** Over a connection that was there when the fault struck. */
function overExisting(cell: Cell): Endings {
  const { fault, operation } = cell
  if (operation.name === 'open') return fault.existing === 'ends' ? ['ALREADY_OPEN', ...afresh(cell)] : ['ALREADY_OPEN']
  // A write a while after anything was heard is done behind a look at the socket, which may show the end that it brought.
  const seen = operation.name === 'write' && fault.reply === 'cut' ? LOST : []
  if (fault.existing === 'stays') return [...asked(cell), ...seen]
  if (fault.existing === 'mute') return operation.reads === 'nothing' ? ['value'] : ['TIMEOUT']
  // The end may come before the call, in its middle, or between its write and its read.
  const between: Endings = operation.apart === true ? ['TIMEOUT'] : []
  return operation.reads === 'nothing' ? ['value', ...LOST, ...afresh(cell)] : [...LOST, ...between, ...afresh(cell)]
}

/** With a request in flight ahead of it: what ends that one's connection ends this one's too. */
function inFlight(cell: Cell): Endings {
  const endings = overExisting(cell)
  return endings.includes('TIMEOUT') ? [...endings, 'CONNECTION_LOST'] : endings
}

/** With a stream in the read lane, or, with `match`, beside it: then it stands in the way of other streams only. */
function inStream(cell: Cell): Endings {
  const { fault, operation, situation } = cell
  const free = operation.reads === 'nothing' || (situation.name === 'beside a stream' && operation.reads !== 'stream')
  if (free) return overExisting(cell)
  // A lost connection ends the stream, and then nothing stands in the way; the write of what reads apart may bring it.
  const ends = fault.existing === 'ends' || (fault.reply === 'cut' && operation.apart === true)
  return ends ? ['STREAM_ACTIVE', ...overExisting(cell)] : ['STREAM_ACTIVE']
}

/** In a session, which never moves to another connection. */
function inSession(cell: Cell): Endings {
  const { fault, operation } = cell
  const endings = overExisting(cell)
  return fault.existing === 'ends' || (fault.reply === 'cut' && operation.apart === true)
    ? [...endings.filter((ending) => ending !== 'CONNECT'), 'NOT_CONNECTED']
    : endings
}

function ofOperation(cell: Cell): Endings {
  const endings = inSituation(cell)
  const { fault, operation } = cell
  // A transaction has its turn, and then its connection may be gone before its first call.
  const ends = fault.existing === 'ends' || fault.fresh === 'ended'
  return operation.name === 'transaction' && ends ? [...endings, 'NOT_CONNECTED'] : endings
}

function inSituation(cell: Cell): Endings {
  switch (cell.situation.name) {
    case 'closed':
      return afresh(cell)
    case 'in flight':
      return inFlight(cell)
    case 'in the hook':
      return inSession({ ...cell, fault: { ...cell.fault, existing: cell.fault.fresh === 'ended' ? 'ends' : 'stays' } })
    case 'in a stream':
    case 'beside a stream':
      return inStream(cell)
    case 'in a transaction':
      return inSession(cell)
    case 'queue of 1000': {
      // Some come before the fault, and one that is cut takes the time of those behind it.
      const cut = cell.fault.reply === 'cut' || cell.fault.existing === 'ends'
      return ['value', ...inFlight(cell), ...(cut ? (['TIMEOUT', 'CONNECT', ...LOST] as const) : [])]
    }
    default:
      return overExisting(cell)
  }
}

/** The call whose connection runs the hook with the operation in it. */
function ofTrigger(cell: Cell): Endings {
  const { fault } = cell
  if (fault.fresh === 'refused' && fault.options?.reconnect === undefined) return ['CONNECT']
  const within = ofOperation(cell)
  const endings: Ending[] = within.includes('value') ? ['value'] : []
  // The cut that a write brings about may come before the hook is over.
  if (fault.reply === 'cut' || within.some((ending) => ending !== 'value')) endings.push('INIT')
  if (fault.fresh === 'ended') endings.push('INIT', 'CONNECT')
  return endings
}

function ofStream(cell: Cell): Endings {
  const { fault, operation } = cell
  // What had arrived before is still there to be taken.
  if (operation.name === 'close') return fault.existing === 'ends' ? ['value', 'CLOSED', ...LOST] : ['value', 'CLOSED']
  if (fault.existing === 'ends') return ['value', ...LOST]
  if (fault.existing === 'mute') return ['value', 'ABORTED', ...LOST]
  if (fault.reply === 'cut' && operation.name !== 'open') return ['value', ...LOST]
  // A request beside it that times out gives the connection up, for itself and the stream.
  const gaveUp = cell.situation.name === 'beside a stream' && operation.reads !== 'nothing' && silent(fault)
  return gaveUp ? ['value', ...LOST] : ['value']
}

/** The timeout of its calls: short where one of them may have to run into it. */
export function timeoutOf(cell: Cell): number {
  const mute = cell.fault.existing === 'mute' && cell.situation.name !== 'closed'
  return mute || ofOperation(cell).includes('TIMEOUT') ? SHORT_MS : LONG_MS
}

/** How a call of this role may end. */
export function expected(role: Role, cell: Cell): ReadonlySet<Ending> {
  const { fault, operation } = cell
  const endings: Readonly<Record<Role, () => Endings>> = {
    operation: () => ofOperation(cell),
    trigger: () => ofTrigger(cell),
    stream: () => ofStream(cell),
    // The transaction ends as its function does.
    transaction: () => ofOperation(cell),
    // Its reply may be there before the fault.
    held: () => {
      const closed: Endings = operation.name === 'close' ? ['CLOSED'] : []
      const lost: Endings = fault.existing === 'ends' ? LOST : []
      const late: Endings = timeoutOf(cell) === SHORT_MS ? ['TIMEOUT', 'CONNECTION_LOST'] : []
      return ['value', ...closed, ...lost, ...late]
    },
  }
  return new Set(endings[role]())
}
