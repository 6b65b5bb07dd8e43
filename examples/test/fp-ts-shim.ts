/** The conformance suite's view of the flavour in fp-ts: it runs each task, and throws what is on its left. */
import {
  type CallVerb,
  optionsOf,
  type Subject,
  type SubjectBatches,
  type SubjectOptions,
  type SubjectSession,
  type SubjectStream,
  subjectSession,
  subjectSocket,
} from '@sockio/conformance'
import { checkPoll, parseUrl, readings, type Session } from '@sockio/node'
import { isLeft } from 'fp-ts/lib/Either.js'
import { isSome } from 'fp-ts/lib/Option.js'
import { type TaskEither, tryCatch } from 'fp-ts/lib/TaskEither.js'
import { type InTasks, type Lines, type Options, TCP, type Values } from '../fp-ts/tcp.ts'

async function run<A>(task: TaskEither<unknown, A>): Promise<A> {
  const result = await task()
  if (isLeft(result)) throw result.left
  return result.right
}

const call: CallVerb = async (verb, args) => run(verb(...args) as TaskEither<unknown, unknown>)

const pull = ({ next, leave }: Values<unknown>) => ({
  next: async () => {
    const item = await run(next)
    return isSome(item) ? { value: item.value, done: false as const } : { value: undefined, done: true as const }
  },
  return: async () => {
    leave()
    return { value: undefined, done: true as const }
  },
})

const streamOf = (lines: Lines): SubjectStream => ({
  get dropped() {
    return lines.dropped()
  },
  ...(pull(lines) as Pick<SubjectStream, 'next' | 'return'>),
  [Symbol.asyncIterator]() {
    return this
  },
  batches: () => {
    const batches = lines.batches()
    return {
      get dropped() {
        return batches.dropped()
      },
      ...(pull(batches) as Pick<SubjectBatches, 'next' | 'return'>),
    }
  },
})

/** The suite's function, as one that gives a task. */
const work = (fn: (session: SubjectSession) => unknown) => (session: Session<InTasks>) =>
  tryCatch(
    async () => fn(subjectSession(session, call, pull)),
    (error) => error,
  )

const socketOf = (sock: TCP) =>
  subjectSocket(sock, call, {
    lines: (options) => streamOf(sock.lines(options)),
    blocks: (limit, options) => streamOf(sock.blocks(limit, options)),
    poll: (request, period, options) => {
      checkPoll(request, period)
      return readings(() => run(sock.query(request, options)), period, options?.signal)
    },
    pull,
    work,
    transaction: async (fn, options) => run(sock.transaction(fn, options)),
    close: sock.close, // a task that can't fail
    dispose: sock.dispose,
  })

const own = (options: SubjectOptions | undefined) => optionsOf<Options>(options, work)

export const fpTs: Subject = {
  name: 'fp-ts',
  connect: (host, port, options) => socketOf(new TCP(host, port, own(options))),
  connectUrl: (url, options) => {
    const parsed = parseUrl(url, own(options))
    return socketOf(new TCP(parsed.host, parsed.port, parsed.options))
  },
}
