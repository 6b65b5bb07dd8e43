/** The options as a program says them, in each flavour. */
import type { Greeting, Profile } from './profile.ts'

export interface Place {
  readonly host: string
  readonly port: number
  readonly tls: boolean
  readonly query: string
}

export const FLAVOURS = ['aio', 'sio', 'rx', 'effect', 'legacy'] as const
export type Flavour = (typeof FLAVOURS)[number]

const TIMEOUT = 2000
/** Ms of silence that end a reply which has no end. */
const SILENCE = 100

/** A string, number or object of these, as code. */
function literal(value: unknown): string {
  if (typeof value === 'string') {
    const inner = JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")
    return `'${inner}'`
  }
  if (typeof value !== 'object' || value === null) return String(value)
  const fields = Object.entries(value).filter(([, field]) => field !== undefined)
  return `{ ${fields.map(([key, field]) => `${key}: ${literal(field)}`).join(', ')} }`
}

/** What is called on the session of the hook. */
function reading(greeting: Greeting): { readonly verb: string; readonly args: readonly string[] } {
  if ('until' in greeting) return { verb: 'readUntil', args: [literal(greeting.until)] }
  if ('exactly' in greeting) return { verb: 'readExactly', args: [literal(greeting.exactly)] }
  return greeting.lines === 1 ? { verb: 'readLine', args: [] } : { verb: 'readLines', args: [literal(greeting.lines)] }
}

/** The call that asks, and what takes the reply out of its value. */
function asking({ query }: Place, { call, link }: Profile): { readonly call: string; readonly pick: string } {
  const encoding = literal({ encoding: link?.encoding ?? 'utf8' })
  const request = literal(query + (link?.writeEol ?? link?.eol ?? '\n'))
  if (call === 'echoed') return { call: `writeReadLines(${request}, 2, ${encoding}`, pick: '[1]' }
  if (call === 'within') return { call: `query(${literal(query)}`, pick: '.split(/[\\r\\n]+/).pop()' }
  if (call === 'unended') return { call: `exchange(${request}, { idle: ${SILENCE} }, ${encoding}`, pick: '' }
  return { call: `query(${literal(query)}`, pick: '' }
}

function options(
  { tls }: Place,
  { link, reconnect, greeting }: Profile,
  hook: (verb: string, args: readonly string[]) => string,
): string[] {
  const plain = { timeout: TIMEOUT, ...link, reconnect, ...(tls && { tls: true }) }
  const lines = Object.entries(plain).filter(([, value]) => value !== undefined)
  const read = greeting && reading(greeting)
  return [
    ...lines.map(([name, value]) => `${name}: ${literal(value)},`),
    ...(read === undefined ? [] : [`onConnectionMade: ${hook(read.verb, read.args)},`]),
  ]
}

const arrow = (verb: string, args: readonly string[]) => `(session) => session.${verb}(${args.join(', ')})`
const withDone = (verb: string, args: readonly string[]) =>
  `function (session, done) { session.${verb}(${[...args, 'done'].join(', ')}) }`

const indented = (lines: readonly string[]) => lines.map((line) => `  ${line}`)

/** `new TCP(host, port, { ... })` */
function socket({ host, port }: Place, lines: readonly string[]): string[] {
  const [first = '', second] = lines
  const opening = `new TCP(${literal(host)}, ${port}, {`
  if (second === undefined) return [`${opening} ${first.replace(/,$/, '')} })`]
  return [opening, ...indented(lines), '})']
}

/** A program that asks, for `query`, as text. */
export function codeFor(flavour: Flavour, place: Place, profile: Profile): string {
  const lines = options(place, profile, flavour === 'legacy' ? withDone : arrow)
  const { call, pick } = asking(place, profile)
  const made = (before: string) => {
    const [first = '', ...rest] = socket(place, lines)
    return [`${before}${first}`, ...rest]
  }
  const value = (given: string) => (pick === '' ? given : `(${given})${pick}`)
  const programs: Readonly<Record<Flavour, () => readonly string[]>> = {
    aio: () => [
      "import { TCP } from '@sockio/aio'",
      '',
      ...made('await using sock = '),
      `console.log(${value(`await sock.${call})`)})`,
    ],
    sio: () => ["import { TCP } from '@sockio/sio'", '', ...made('const sock = '), `console.log(sock.${call})${pick})`],
    rx: () => [
      "import { TCP } from '@sockio/rx'",
      "import { lastValueFrom } from 'rxjs'",
      '',
      ...made('await using sock = '),
      `console.log(${value(`await lastValueFrom(sock.${call}))`)})`,
    ],
    effect: () => [
      "import { Tcp } from '@sockio/effect'",
      "import { Effect } from 'effect'",
      '',
      'const Instrument = Tcp.layer({',
      ...indented([`host: ${literal(place.host)},`, `port: ${place.port},`, ...lines]),
      '})',
      'const program = Effect.gen(function* () {',
      '  const tcp = yield* Tcp',
      `  console.log(${value(`yield* tcp.${call})`)})`,
      '})',
      'await Effect.runPromise(Effect.provide(program, Instrument))',
    ],
    legacy: () => [
      "var TCP = require('@sockio/legacy').TCP",
      '',
      ...made('var sock = '),
      `sock.${call}, function (err, reply) {`,
      `  console.log(err ? err.message : reply${pick})`,
      '  sock.close()',
      '})',
    ],
  }
  return `${programs[flavour]().join('\n')}\n`
}
