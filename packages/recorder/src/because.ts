/** Why a call ended without its value, in a sentence: what the engine saw. */
import { duration, type Failure, type Happening, type Part, type Story } from './story.ts'

type Reason = (part: Part & { readonly failure: Failure }, story: Story) => string

/** What happened until it ended, the latest first. */
function before({ endedAt = 0 }: Part, { happenings }: Story): Happening[] {
  return happenings.filter(({ at }) => at <= endedAt).reverse()
}

const named = (story: Story, n: number): string => {
  const part = story.parts.get(n)
  return part?.request === undefined ? `call ${n}` : `call ${n} ${part.request}`
}

/** What came of its reply. */
function came(part: Part): string {
  const { arrived, arrivedAt, written, endedAt = 0 } = part
  const since = duration(endedAt - (written.at(-1) ?? part.at))
  if (arrived === 0) return `nothing came in ${since}`
  const quiet = duration(endedAt - (arrivedAt ?? endedAt))
  return `${arrived} byte${arrived === 1 ? '' : 's'} came, the last ${quiet} before that, and the end of the reply did not`
}

/** Who was ahead of it, and had not ended. */
function ahead(part: Part, story: Story): string {
  const there = part.behind.filter((n) => (story.parts.get(n)?.endedAt ?? Number.POSITIVE_INFINITY) > part.at)
  const [first] = there
  if (first === undefined) return 'it had not begun'
  const more = there.length > 1 ? `, and ${there.length - 1} more,` : ''
  return `${named(story, first)}${more} was ahead of it`
}

/** The attempts at a connection, and what became of the last. */
const attempts: Reason = (part, story) => {
  const before_ = before(part, story).filter(({ at }) => at >= part.at)
  const tried = before_.filter(({ from, text }) => from === 'engine' && text.startsWith('connects (')).length
  const gone = before_.find(({ from, text }) => from === 'instrument' && text.startsWith('the connection is gone'))
  const last = gone === undefined ? 'nobody has answered' : gone.text.replace('the connection is gone: ', '')
  return `${tried <= 1 ? 'the attempt at a connection failed' : `${tried} attempts at a connection failed`}: ${last}`
}

/** How the connection went that it was on. */
const gone: Reason = (part, story) => {
  const ends = before(part, story).find(
    ({ from, to, tone }) => from === 'instrument' && to === 'engine' && tone === 'note',
  )
  // Another call's failure in the same turn is why the engine gave the connection up.
  const other = [...story.parts.values()].find(
    ({ number, endedAt, failure }) =>
      number !== part.number && endedAt === part.endedAt && failure?.code === 'SOCKIO_TIMEOUT',
  )
  const written = part.written.at(-1)
  const when =
    written === undefined ? 'before it was written' : `${duration((part.endedAt ?? 0) - written)} after it was written`
  if (other !== undefined)
    return `${named(story, other.number)} had timed out, and its late reply must not be taken for another: ${when}, the connection was given up`
  const what = ends?.text.startsWith('it closes') ? 'the instrument closed the connection' : 'the connection broke'
  return `${what} ${when}; ${part.arrived === 0 ? 'nothing had come' : `${part.arrived} bytes had come`}`
}

const timeout: Reason = (part, story) => {
  const { phase } = part.failure
  if (phase === 'connecting' || phase === 'initialising') return attempts(part, story)
  if (phase === 'queued') return ahead(part, story)
  if (phase === 'writing') return 'the instrument did not take what was written'
  return part.written.length > 0 ? `it was written, and ${came(part)}` : `it only reads, and ${came(part)}`
}

const reasons: Readonly<Record<string, Reason>> = {
  SOCKIO_CONNECT: attempts,
  SOCKIO_CONNECT_TIMEOUT: attempts,
  SOCKIO_TIMEOUT: timeout,
  SOCKIO_CONNECTION_LOST: gone,
  SOCKIO_CONNECTION_EOF: gone,
  SOCKIO_INIT(part, story) {
    const hook = before(part, story).find(({ tone, text }) => tone === 'bad' && text.startsWith('the hook'))
    return hook?.text ?? gone(part, story)
  },
  SOCKIO_LIMIT_OVERRUN: (part) => `${part.arrived} bytes came, and the end of the reply was not among them`,
  SOCKIO_FRAMING(part, story) {
    const bytes = before(part, story).find(({ from, call }) => from === 'instrument' && call === part.number)
    return `what came is no reply of that kind: ${bytes?.text ?? 'something else'}`
  },
  SOCKIO_ABORTED: () => 'the program has ended it',
  SOCKIO_CLOSED: () => 'the program has closed the connection',
  SOCKIO_QUEUE_FULL: (part) => `${part.behind.length} calls waited already`,
  SOCKIO_STREAM_ACTIVE(part, story) {
    const stream = part.behind.find((n) => story.parts.get(n)?.kind === 'stream')
    return stream === undefined ? 'a stream had the right to read' : `stream ${stream} had the right to read`
  },
  SOCKIO_OVERFLOW: (part) => `${part.arrived} bytes came, faster than they were read`,
  SOCKIO_ALREADY_OPEN: () => 'there was a connection',
  SOCKIO_NOT_CONNECTED(part, story) {
    const last = before(part, story).find(({ from, tone }) => from === 'instrument' && tone === 'note')
    return last === undefined
      ? 'there was no connection, and none was to be made'
      : `there was no connection any more: ${last.text}`
  },
}

/** The reason, without a full stop; undefined for a call that came to its value. */
export function because(part: Part, story: Story): string | undefined {
  const { failure } = part
  if (failure === undefined) return undefined
  return reasons[failure.code]?.({ ...part, failure }, story)
}
