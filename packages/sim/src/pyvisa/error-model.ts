/** What a device says, and remembers, of requests that it does not take. */
import { NOTHING, type Said } from './component.ts'
import type { Entry, Fields } from './entry.ts'
import { replyText, wireText } from './wire-text.ts'

/** So many errors at most are kept in a queue: a client that makes them without end must not fill the memory. */
const MOST = 1000
const COMMAND_ERROR = 'command_error'
/** Never met over TCP: it is of a client that reads where nothing was asked. */
const QUERY_ERROR = 'query_error'

export interface ErrorModel {
  /** Remembers that a request was not taken; what is said to it. */
  refuse(): Said
  /** The answer of a status register or an error queue; undefined for a request of another kind. */
  answer(request: string): string | undefined
}

/** Remembers errors until it is asked. */
interface Memory {
  push(): void
  take(): string
}

/** @param entry a text that is said, or a mapping of `response`, `status_register` and `error_queue` */
export function readErrors(entry: Entry | undefined): ErrorModel {
  if (entry === undefined || !entry.isMapping) return errorModel(replyText(entry), new Map())
  const fields = entry.fields(['response', 'status_register', 'error_queue'])
  const said = fields.get('response')?.fields([COMMAND_ERROR, QUERY_ERROR]).get(COMMAND_ERROR)
  const registers = fields.get('status_register')?.list() ?? []
  const queues = fields.get('error_queue')?.list() ?? []
  // Where both have the same query, the register answers.
  return errorModel(
    replyText(said),
    new Map([...queues.map((each) => memory(each, queue)), ...registers.map((each) => memory(each, register))]),
  )
}

function errorModel(said: string | undefined, memories: ReadonlyMap<string, Memory>): ErrorModel {
  return {
    refuse() {
      for (const each of memories.values()) each.push()
      return said ?? NOTHING
    },
    answer: (request) => memories.get(request)?.take(),
  }
}

function memory(entry: Entry, make: (fields: Fields) => Memory): [query: string, memory: Memory] {
  const fields = entry.fields(['q', 'default', COMMAND_ERROR, QUERY_ERROR, 'strict'])
  return [wireText(fields.need('q')), make(fields)]
}

/** A number whose bits say what has happened; reading clears it. */
function register(fields: Fields): Memory {
  const entry = fields.get(COMMAND_ERROR)
  const bits = Number(entry?.text('an integer') ?? 0)
  if (!Number.isInteger(bits) || bits < 0) throw entry?.wrong('an integer of at least 0')
  let value = 0
  return {
    push() {
      value = bits
    },
    take() {
      const taken = value
      value = 0
      return String(taken)
    },
  }
}

/** Errors in the order in which they came; when there is none, its default. */
function queue(fields: Fields): Memory {
  const none = wireText(fields.need('default'))
  const entry = fields.get(COMMAND_ERROR)
  const text = entry === undefined ? undefined : wireText(entry)
  let length = 0 // there is one kind of error, so that their number is all there is to keep
  return {
    push() {
      if (text !== undefined && length < MOST) length++
    },
    take() {
      if (length === 0 || text === undefined) return none
      length--
      return text
    },
  }
}
