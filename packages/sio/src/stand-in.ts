/** Stands in for a connection of the driver, which is in another thread: its sessions ask here, and this asks there. */
import type { Plan } from '@sockio/core'
import { type CallOptions, type Connection, Operations, type Run, Socket, type Streaming } from '@sockio/node'
import { Drive } from './drive.ts'
import { noteFutures } from './futures-noted.ts'
import type { Remote } from './remote.ts'
import { type Blocking, given, polled } from './result.ts'
import { Session } from './session.ts'

/** What is to be asked for, in place of a call. */
interface Asked {
  readonly verb: string
  readonly args: readonly unknown[]
  readonly options: CallOptions | undefined
}

/** Says what is to be asked for. A session hands over all that an operation takes, the options last. */
const operation =
  (verb: string) =>
  (...args: [...unknown[], options: CallOptions | undefined]): Asked => ({
    verb,
    args: args.slice(0, -1),
    options: args.at(-1) as CallOptions | undefined,
  })

const verbs = Object.entries(Object.getOwnPropertyDescriptors(Operations.prototype)).filter(
  ([, { value }]) => typeof value === 'function',
)

const operations = {
  ...Object.fromEntries(verbs.map(([verb]) => [verb, operation(verb)])),
  plan: (plan: Plan<unknown>) => plan,
}

/**
 * What a session is made with: a connection whose properties and operations are those of the other thread, and what
 * runs an operation. The types of the driver can't say that an operation is asked for and not called: the one cast is
 * here.
 */
export function standIn<F extends boolean>(
  remote: Remote,
  session: number,
  futures: boolean,
): readonly [connection: Connection, run: Run<Blocking<F>>, streams: Streaming<Blocking<F>>] {
  const connection = {
    operations,
    address: remote.address,
    get shown() {
      return remote.shown
    },
    get state() {
      return remote.get('state')
    },
    get connected() {
      return remote.get('connected')
    },
    get atEof() {
      return remote.get('atEof')
    },
    get inWaiting() {
      return remote.get('inWaiting')
    },
    get connectionCounter() {
      return remote.get('connectionCounter')
    },
    get socketOptions() {
      return remote.get('socketOptions')
    },
    takeInput: () =>
      given<true, Buffer>(false, remote, () => remote.call<Buffer>(0, 'takeInput', []), Socket.prototype.readBuffer),
  }
  const drive = new Drive(remote, session, futures)
  const run = (_: unknown, make: () => Asked | Plan<unknown>) => {
    const made = make()
    if ('run' in made) return drive.run(made, run)
    const { verb, args, options } = made
    const ask = () => remote.call(session, verb, args, options)
    return given<F, unknown>(futures, remote, ask, Reflect.get(Socket.prototype, verb))
  }
  return [connection, run, polled<F>(futures)] as unknown as ReturnType<typeof standIn<F>>
}

/** The session of that number. */
export function session<F extends boolean>(remote: Remote, number: number, futures: boolean): Session<F> {
  const [connection, ...how] = standIn<F>(remote, number, futures)
  return noteFutures(new Session(connection, connection.operations, ...how), futures)
}
