/** Faults as people write them, in a configuration and while the simulator runs: `delay 200ms match=*IDN? times=3`. */
import { didYouMean } from '@sockio/core'
import { type Fault, faults, type Trigger } from '@sockio/sim'
import { duration } from '../arguments.ts'
import { CommandError, exitCodes, messageOf } from '../failure.ts'
import { Words } from './words.ts'

interface FaultKind {
  readonly usage: string
  readonly what: string
  make(words: Words): Fault
}

const TRIGGER = '[match=REQUEST|/EXPRESSION/] [every=N] [times=N]'

function trigger(words: Words): Trigger {
  return { match: words.pattern('match'), every: words.integer('every'), times: words.integer('times') }
}

function ms(words: Words): number {
  const text = words.take('ms', true)
  if (text === undefined) throw words.wrong('how long? a time such as 200ms is missing')
  return duration(text)
}

function needed<T>(words: Words, value: T | undefined, what: string): T {
  if (value === undefined) throw words.wrong(`${what} is missing`)
  return value
}

function where(words: Words): 'before' | 'instead' | undefined {
  const text = words.take('where')
  if (text === undefined || text === 'before' || text === 'instead') return text
  throw words.wrong(`where must be before or instead, not "${text}"`)
}

const kinds: Readonly<Record<string, FaultKind>> = {
  refuse: { usage: 'refuse', what: 'connections are refused; those that exist stay', make: () => faults.refuse() },
  reboot: {
    usage: `reboot TIME ${TRIGGER}`,
    what: 'all connections are reset, and the port refuses for so long: now, or instead of a reply',
    make: (words) => faults.reboot(ms(words), trigger(words)),
  },
  singleclient: {
    usage: 'single-client',
    what: 'while there is a client, others are closed at once',
    make: () => faults.singleClient(),
  },
  banner: {
    usage: 'banner TEXT',
    what: 'a line upon connecting',
    make: (words) => faults.banner(needed(words, words.take('text') ?? words.takeText(), 'a text')),
  },
  telnet: { usage: 'telnet', what: 'the options of a Telnet server upon connecting', make: () => faults.telnet() },
  prompt: {
    usage: 'prompt [TEXT]',
    what: 'a prompt without an end of line, upon connecting and behind each reply',
    make: (words) => faults.prompt(words.take('text') ?? words.takeText()),
  },
  echo: {
    usage: `echo ${TRIGGER}`,
    what: 'requests come back before their reply',
    make: (words) => faults.echo(trigger(words)),
  },
  delay: {
    usage: `delay TIME ${TRIGGER}`,
    what: 'replies come so much later',
    make: (words) => faults.delay(ms(words), trigger(words)),
  },
  silence: {
    usage: `silence ${TRIGGER}`,
    what: 'requests are swallowed',
    make: (words) => faults.silence(trigger(words)),
  },
  twice: { usage: `twice ${TRIGGER}`, what: 'replies come twice', make: (words) => faults.twice(trigger(words)) },
  garbage: {
    usage: `garbage [BYTES] [where=before|instead] [seed=N] ${TRIGGER}`,
    what: 'random bytes instead of the reply, or before it',
    make: (words) =>
      faults.garbage({
        bytes: words.integer('bytes', true),
        where: where(words),
        seed: words.integer('seed'),
        ...trigger(words),
      }),
  },
  split: {
    usage: 'split [SIZE]',
    what: 'replies come in pieces of so many bytes, by default one',
    make: (words) => faults.split(words.integer('size', true)),
  },
  close: {
    usage: `close ${TRIGGER}`,
    what: 'the connection is closed instead of a reply',
    make: (words) => faults.close(trigger(words)),
  },
  dropafter: {
    usage: `drop-after BYTES ${TRIGGER}`,
    what: 'the connection is closed after so many bytes',
    make: (words) => faults.dropAfter(needed(words, words.integer('bytes', true), 'a number of bytes'), trigger(words)),
  },
  reset: {
    usage: `reset [BYTES] ${TRIGGER}`,
    what: 'the connection is reset instead of a reply, or after so many bytes',
    make: (words) => faults.reset({ after: words.integer('after', true), ...trigger(words) }),
  },
  idle: {
    usage: 'idle TIME',
    what: 'who says nothing for so long is left',
    make: (words) => faults.idle(ms(words)),
  },
  hasty: {
    usage: 'hasty TIME',
    what: 'requests that come so soon behind a reply are lost',
    make: (words) => faults.hasty(ms(words)),
  },
  lateend: {
    usage: `late-end TIME ${TRIGGER}`,
    what: 'the last byte of a reply comes so much later, or when the client says something',
    make: (words) => faults.lateEnd(ms(words), trigger(words)),
  },
  stall: { usage: 'stall', what: 'the device does not read', make: () => faults.stall() },
  halfopen: { usage: 'half-open', what: 'it neither reads nor writes nor closes', make: () => faults.halfOpen() },
}

/** `single-client`, `singleClient` and `singleclient` are the same. */
function key(name: string): string {
  return name.replaceAll('-', '').toLowerCase()
}

export function isFault(name: string): boolean {
  return Object.hasOwn(kinds, key(name))
}

/** Are these names of the same kind of fault? */
export function isKind(fault: Fault, name: string): boolean {
  return key(fault.kind) === key(name)
}

/** What each is written like, and what it does. */
export const faultHelp: readonly (readonly [usage: string, what: string])[] = Object.values(kinds).map(
  ({ usage, what }) => [usage, what],
)

/** @throws {CommandError} that says what is wrong with it */
export function parseFault(line: string): Fault {
  const words = new Words(line)
  const kind = Object.hasOwn(kinds, key(words.name)) ? kinds[key(words.name)] : undefined
  if (kind === undefined) {
    const known = Object.values(kinds).flatMap(({ usage }) => usage.split(' ', 1))
    const meant = didYouMean(words.name, known)
    throw new CommandError(`"${words.name}" is no fault${meant || ';'} known: ${known.join(', ')}`, exitCodes.usage)
  }
  try {
    const fault = kind.make(words)
    words.done()
    return fault
  } catch (error) {
    if (error instanceof CommandError) throw error
    throw new CommandError(`${words.name}: ${messageOf(error)}`, exitCodes.usage, error)
  }
}

/** A fault as a line that could be read again. */
export function faultLine({ kind, ...fields }: Fault): string {
  const name = kind.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  const shown = Object.entries(fields).filter(([, value]) => value !== undefined)
  return [name, ...shown.map(([field, value]) => `${field}=${quoted(value)}`)].join(' ')
}

function quoted(value: unknown): string {
  const text = String(value)
  return typeof value === 'string' && /["'\s]|^$/.test(text) ? `"${text.replace(/["\\]/g, '\\$&')}"` : text
}
