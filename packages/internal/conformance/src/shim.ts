/** What the shims of the flavours are made of: a flavour's options, sessions and sockets as the suite has them. */
import { type Kind, type Paradigm, paradigm, type Way } from '@sockio/core'
import type {
  Promised,
  Readings,
  SubjectOptions,
  SubjectPollOptions,
  SubjectSession,
  SubjectSocket,
  SubjectStream,
  SubjectStreamOptions,
} from './subject.ts'

/** The operations: the compiler says when one is missing. */
export const VERBS = [
  'read',
  'readLine',
  'readLines',
  'readExactly',
  'readUntil',
  'readBlock',
  'write',
  'writeLines',
  'writeRead',
  'writeReadLine',
  'writeReadLines',
  'writeLinesReadLines',
  'writeReadBlock',
  'exchange',
  'query',
  'command',
] as const satisfies readonly (keyof SubjectSession)[]

/** What a socket tells of itself. */
const TOLD = ['state', 'connected', 'atEof', 'inWaiting', 'connectionCounter', 'socketOptions'] as const

type Verb = (...args: unknown[]) => unknown
type Named<N extends PropertyKey> = { readonly [name in N]: unknown }

/** Calls an operation of the flavour, which has that name, and makes a promise of what it gives or throws. */
export type CallVerb = (verb: Verb, args: readonly unknown[], name: string) => Promise<unknown>

/** Pulls what polls of the flavour give, where that is not pulled as it is. */
export type Pull = (stream: never) => Readings

/** A function of the suite that is given a session: a hook, or what runs in a transaction. */
export type Work = (session: SubjectSession) => unknown

/** What all sessions of a flavour have. */
type AnySession = Named<(typeof VERBS)[number]> & Paradigm<Kind>

/** A session of a flavour as the suite sees it. */
export function subjectSession(session: AnySession, call: CallVerb, pull?: Pull): SubjectSession {
  const verbs: Readonly<Record<Exclude<keyof SubjectSession, typeof paradigm>, unknown>> = Object.fromEntries(
    VERBS.map((name) => [name, bound(session, name, call)]),
  ) as Record<(typeof VERBS)[number], unknown>
  return { ...verbs, [paradigm]: promised(session, call, pull) } as SubjectSession
}

/** How drivers run on it, with a promise for each use of a method. */
function promised(session: AnySession, call: CallVerb, pull: Pull = (stream) => stream): Way<Promised> {
  const way = session[paradigm]
  const verbs = new Map<unknown, Verb>()
  return {
    method: (name, plan) => {
      const verb = way.method(name, plan) as Verb
      const method = (...args: readonly unknown[]) => call(verb, args, 'driver') as never
      verbs.set(method, verb)
      return method
    },
    streams: (get) => {
      const polled = way.streams?.(verbs.get(get)) as { poll(period: number): never }
      return { poll: (period) => pull(polled.poll(period)) as Readings<never> }
    },
  }
}

const bound = <N extends PropertyKey>(of: Named<N>, name: N & string, call: CallVerb) => {
  const verb = (of[name] as Verb).bind(of)
  return (...args: unknown[]) => call(verb, args, name)
}

/** The options of a flavour, whose hook is what `own` makes of the suite's; what is no function stays what it is. */
export function optionsOf<O extends { readonly onConnectionMade?: unknown }>(
  options: SubjectOptions | undefined,
  own: (hook: Work) => O['onConnectionMade'],
): O {
  const { onConnectionMade: hook } = options ?? {}
  return (typeof hook === 'function' ? { ...options, onConnectionMade: own(hook) } : options) as O
}

type SocketVerb = (typeof VERBS)[number] | 'open' | 'close' | 'readBuffer' | 'resetInputBuffer'
type TransactionOptions = Parameters<SubjectSocket['transaction']>[1]

/** What has a shape of its own in each flavour. `W` is what its transactions run. */
export interface OwnShape<W> {
  lines(options: SubjectStreamOptions | undefined): SubjectStream
  blocks(limit: number | string | Uint8Array, options: SubjectStreamOptions | undefined): SubjectStream
  poll(request: string, period: number, options: SubjectPollOptions | undefined): Readings
  /** What the readings of drivers give, where it is not pulled as it is. */
  pull?: Pull
  /** A function of the suite as one of the flavour. */
  work(fn: Work): W
  transaction(work: W, options: TransactionOptions): Promise<unknown>
  dispose(): Promise<void>
  /** Where that is no call like the others. */
  close?(): Promise<void>
  /** What a property is, or the input buffer, where they are not values. */
  tell?(told: unknown): unknown
}

/** A socket of a flavour as the suite sees it. */
export function subjectSocket<W>(
  sock: Named<SocketVerb | (typeof TOLD)[number]> & Paradigm<Kind>,
  call: CallVerb,
  own: OwnShape<W>,
): SubjectSocket {
  const { tell = (told) => told } = own
  const given = (name: 'readBuffer' | 'resetInputBuffer') => () => tell((sock[name] as Verb)())
  const socket = Object.assign(subjectSession(sock, call, own.pull), {
    open: bound(sock, 'open', call),
    close: own.close ?? bound(sock, 'close', call),
    readBuffer: given('readBuffer'),
    resetInputBuffer: given('resetInputBuffer'),
    lines: own.lines,
    blocks: own.blocks,
    poll: own.poll,
    transaction: (fn: unknown, options: TransactionOptions) =>
      own.transaction((typeof fn === 'function' ? own.work(fn as Work) : fn) as W, options),
    [Symbol.asyncDispose]: own.dispose,
  })
  for (const name of TOLD) Object.defineProperty(socket, name, { get: () => tell(sock[name]) })
  return socket as unknown as SubjectSocket
}
