/** The conformance suite's view of the flavour in fp-ts: it runs each task, and throws what is on its left. */
import {
  type Reply,
  type Subject,
  type SubjectOptions,
  type SubjectSession,
  type SubjectSocket,
  type SubjectStream,
  subjectSession,
} from '@sockio/conformance'
import { parseUrl, type Session } from '@sockio/node'
import { isLeft } from 'fp-ts/lib/Either.js'
import { isSome } from 'fp-ts/lib/Option.js'
import { type TaskEither, tryCatch } from 'fp-ts/lib/TaskEither.js'
import { type InTasks, type Lines, type Options, TCP } from '../fp-ts/tcp.ts'

async function run<A>(task: TaskEither<unknown, A>): Promise<A> {
  const result = await task()
  if (isLeft(result)) throw result.left
  return result.right
}

const sessionOf = (session: Session<InTasks>): SubjectSession =>
  subjectSession(session, async (verb, args) => run(verb(...args) as TaskEither<unknown, unknown>))

const streamOf = (lines: Lines): SubjectStream => ({
  get dropped() {
    return lines.dropped()
  },
  next: async () => {
    const line = await run(lines.next)
    return isSome(line) ? { value: line.value satisfies Reply, done: false } : { value: undefined, done: true }
  },
  return: async () => {
    lines.leave()
    return { value: undefined, done: true }
  },
  [Symbol.asyncIterator]() {
    return this
  },
})

/** The suite's function, as one that gives a task. */
const workOf =
  <T>(fn: (session: SubjectSession) => T | PromiseLike<T>) =>
  (session: Session<InTasks>) =>
    tryCatch(
      async () => fn(sessionOf(session)),
      (error) => error,
    )

function optionsOf(options: SubjectOptions | undefined): Options {
  const { onConnectionMade } = options ?? {}
  if (typeof onConnectionMade !== 'function') return options as object
  return { ...options, onConnectionMade: workOf(onConnectionMade) }
}

function socketOf(sock: TCP): SubjectSocket {
  const own: Omit<SubjectSocket, keyof SubjectSession> = {
    get state() {
      return sock.state
    },
    get connected() {
      return sock.connected
    },
    get atEof() {
      return sock.atEof
    },
    get inWaiting() {
      return sock.inWaiting
    },
    get connectionCounter() {
      return sock.connectionCounter
    },
    get socketOptions() {
      return sock.socketOptions
    },
    open: async (options) => run(sock.open(options)),
    close: () => sock.close(),
    readBuffer: () => sock.readBuffer(),
    resetInputBuffer: () => sock.resetInputBuffer(),
    lines: (options) => streamOf(sock.lines(options)),
    blocks: (limit, options) => streamOf(sock.blocks(limit, options)),
    transaction: async (fn, options) => run(sock.transaction(typeof fn === 'function' ? workOf(fn) : fn, options)),
    [Symbol.asyncDispose]: () => sock.dispose(),
  }
  return Object.defineProperties(sessionOf(sock), Object.getOwnPropertyDescriptors(own)) as SubjectSocket
}

export const fpTs: Subject = {
  name: 'fp-ts',
  connect: (host, port, options) => socketOf(new TCP(host, port, optionsOf(options))),
  connectUrl: (url, options) => {
    const parsed = parseUrl(url, optionsOf(options))
    return socketOf(new TCP(parsed.host, parsed.port, parsed.options))
  },
}
