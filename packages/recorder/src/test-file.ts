/** A test out of a recording: the session again, through a driver of `@sockio/instrument`, with the values that it gave. */
import { fields, type Rule, show } from '@sockio/core'
import { isLong, literal } from './literal.ts'
import { type Recorded, recordingOf } from './read.ts'
import { withoutOwn } from './said-by-driver.ts'
import { bare, type Spoken, spoken } from './spoken.ts'

/** Reads a value. */
interface DecoderLike {
  readonly framing?: object | undefined
  decode(frame: Uint8Array): unknown
}

/** A definition of `@sockio/instrument`, as far as it is needed: whichever copy of that package has made it. */
export interface DriverLike {
  readonly members: object
  readonly link: { readonly eol?: unknown; readonly writeEol?: unknown }
  readonly checkErrors?: { readonly query?: string | undefined } | { readonly reply: RegExp } | undefined
}

type Member = {
  readonly member: string
  readonly get?: string
  readonly set?: string
  readonly send?: unknown
  readonly codec?: DecoderLike
  readonly decoder?: DecoderLike
  readonly answer?: string | DecoderLike | undefined
  readonly limits?: unknown
  readonly settles?: unknown
}

export interface TestFileOptions {
  /** Where the recording is, as the test names it: relative to itself. */
  readonly recording: string
  /** The module of the driver, likewise, and what it exports it as. */
  readonly driver: string
  readonly name: string
}

/** What a line is: how the driver says it, and what it then takes of the replies. */
interface Known {
  readonly source: (parameters: string) => string
  readonly begins: string
  readonly ends: string
  readonly open: boolean
  readonly reads: DecoderLike | undefined
  readonly acknowledged: boolean
}

function membersOf(members: object, path: string): (readonly [path: string, member: Member])[] {
  return Object.entries(members).flatMap(([name, value]) => {
    if (typeof value !== 'object' || value === null) return []
    const own = /^\d+$/.test(name) ? `${path}[${name}]` : `${path}.${name}`
    return 'member' in value && typeof value.member === 'string'
      ? [[own, value as Member] as const]
      : membersOf(value, own)
  })
}

function knownOf([path, member]: readonly [string, Member]): Known[] {
  const { get, set, send, codec, decoder, answer } = member
  const known: Known[] = []
  const plain = { ends: '', open: false, acknowledged: false }
  if (get !== undefined) known.push({ ...plain, begins: get, reads: codec ?? decoder, source: () => `${path}.get()` })
  if (set !== undefined && codec !== undefined) {
    const [begins = '', ends = ''] = set.split('{}')
    const value = (text: string) => literal(codec.decode(Buffer.from(text, 'latin1')))
    const source = (text: string) => `${path}.set(${value(text)})`
    known.push({ begins, ends, open: true, reads: undefined, acknowledged: answer !== undefined, source })
  }
  if (typeof send === 'string') {
    const reads = typeof answer === 'object' ? answer : undefined
    known.push({ ...plain, begins: send, reads, acknowledged: typeof answer === 'string', source: () => `${path}()` })
  }
  return known
}

/** What stands for the parameters in a line that is this; undefined for another. */
function parametersOf({ line }: Spoken, { begins, ends, open }: Known): string | undefined {
  if (!open) return line === begins ? '' : undefined
  if (!line.startsWith(begins) || !line.endsWith(ends) || line.length < begins.length + ends.length) return undefined
  return line.slice(begins.length, line.length - ends.length)
}

/** The line of the test for one that was said; what is behind it of the check of errors is said by the driver itself. */
function statement(said: Spoken, known: readonly Known[], behind: Spoken | undefined): string {
  for (const each of known) {
    const parameters = parametersOf(said, each)
    if (parameters === undefined) continue
    let source: string
    try {
      source = each.source(parameters)
    } catch {
      continue // it looks like that, and its value can't be read
    }
    return outcome(source, each, said, behind)
  }
  return `// ${JSON.stringify(said.line)} is nothing that the driver has`
}

function outcome(source: string, { reads, acknowledged }: Known, said: Spoken, behind: Spoken | undefined): string {
  if (said.failed !== undefined) return `// ${source} failed with ${said.failed}`
  const reply = reads !== undefined || acknowledged ? said.replies.shift() : undefined
  const complaint = behind === undefined ? undefined : Buffer.from(behind.replies.shift() ?? []).toString('latin1')
  if (complaint !== undefined && !/^\s*[+-]?0\b/.test(complaint)) return `await expect(${source}).rejects.toThrow()`
  if (reads === undefined) return `await ${source}`
  if (reply === undefined) return `// ${source} had no reply`
  let value: unknown
  try {
    value = reads.decode(reads.framing === undefined ? bare(reply) : reply)
  } catch {
    return `await expect(${source}).rejects.toThrow()`
  }
  if (!isLong(value)) return `expect(await ${source}).toEqual(${literal(value)})`
  return `expect(await ${source}).toHaveLength(${value.length})`
}

const driverRule: Rule = (value, name) => {
  if (typeof value === 'object' && value !== null && 'members' in value && 'link' in value) return
  throw new TypeError(`${name}: expected a definition of @sockio/instrument, got ${show(value)}`)
}

const text: Rule = (value, name) => {
  if (typeof value !== 'string') throw new TypeError(`${name}: expected a string, got ${show(value)}`)
}
const optionsRule = fields({ recording: text, driver: text, name: text }, 'option')

/** What asks for errors, which is said behind what sets something. */
function queryOf({ checkErrors }: DriverLike): string | undefined {
  if (checkErrors === undefined || 'reply' in checkErrors) return undefined
  return checkErrors.query ?? 'SYST:ERR?'
}

/**
 * The source of a test for vitest, which plays the recording as the instrument, says what was said through the driver, and
 * expects the values that it gave. What the driver has no member for is a comment, and the test then fails where that
 * was said: the recording is played in its order.
 *
 * @throws {TypeError | RecordingError} that names the wrong argument, or says why it is no recording
 */
export function testFile(recording: Recorded | string, driver: DriverLike, options: TestFileOptions): string {
  const recorded = recordingOf(recording, 'recording')
  driverRule(driver, 'driver')
  optionsRule(options, 'options')
  const { recording: file, driver: module, name } = options
  for (const [key, given] of Object.entries({ recording: file, driver: module, name })) text(given, `options.${key}`)
  const members = membersOf(driver.members, 'instrument')
  const known = members.flatMap(knownOf)
  const query = queryOf(driver)
  const { eol, writeEol = eol } = driver.link
  const all = spoken(recorded, typeof writeEol === 'string' ? writeEol : undefined)
  const own = members.map(([, member]) => member)
  const lines = withoutOwn(all, own, query)
  const statements = lines.flatMap((said, i) => {
    if (said.line === query) return [] // the driver says that itself
    const next = lines[i + 1]
    return [`  ${statement(said, known, next?.line === query ? next : undefined)}`]
  })
  const imported = name === 'default' ? 'driver' : name === 'driver' ? '{ driver }' : `{ ${name} as driver }`
  return `/** Made of ${file}: the session again, through the driver, with the values that it gave. */
import { fileURLToPath } from 'node:url'
import { socketForUrl } from '@sockio/aio'
import { replay } from '@sockio/recorder'
import { simulate } from '@sockio/sim'
import { expect, test } from 'vitest'
import ${imported} from ${JSON.stringify(module)}

test(${JSON.stringify(file)}, async () => {
  const recording = replay(fileURLToPath(new URL(${JSON.stringify(file)}, import.meta.url)))
  await using device = await simulate(recording)
  await using sock = socketForUrl(device.url, driver.link)
  const instrument = driver.on(sock)
${statements.join('\n')}
  expect(device.errors).toEqual([])
  expect(recording.left).toBe(0)
})
`
}
