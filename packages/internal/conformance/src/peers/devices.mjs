// @ts-check
/** The instruments that rows name: functions can't be sent to a worker, so they are registered here. */
import { block, delay, echo, raw, scope, silent, stream } from '@sockio/sim'

/** @typedef {import('@sockio/sim').Device} Device */
/** @typedef {import('@sockio/sim').DeviceFunction} DeviceFunction */
/**
 * @typedef {{ produced: number, held: (() => void)[] }} Tally what the streams of a device have produced, and the
 * replies that it holds back
 */

/**
 * A small generator (mulberry32), so that runs can be repeated.
 * @param {number} seed
 * @returns {() => number} from 0 to below 1
 */
function random(seed) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/**
 * `Q<n>` is answered with `A<n>`; `L<ms> <text>` with the text, that much later; `S<ms> <text>` sends the text unasked,
 * that much later, and holds nothing up; `HOLD <text>` with the text, and what came after it with its own reply, when
 * the row calls `release()`; `M<n>` with n lines `1`, `2`...; `B<n>` with a block of `A<n>`; anything else with nothing.
 * `share` of the replies to `Q` come up to `longest` ms late.
 *
 * @param {{ share?: number, longest?: number, seed?: number }} parameters
 * @param {Tally} tally
 * @returns {DeviceFunction}
 */
function numbered({ share = 0, longest = 0, seed = 1 }, tally) {
  const next = random(seed)
  return (request, session) => {
    if (request.startsWith('HOLD ')) return new Promise((resolve) => tally.held.push(() => resolve(request.slice(5))))
    const rest = request.slice(1)
    if (request.startsWith('Q')) return next() < share ? delay(next() * longest, `A${rest}`) : `A${rest}`
    if (request.startsWith('M')) return Array.from({ length: Number(rest) }, (_, index) => `${index + 1}`)
    if (request.startsWith('B')) return block(Buffer.from(`A${rest}`))
    const [ms = '0', ...words] = rest.split(' ')
    const text = words.join(' ')
    if (request.startsWith('L')) return delay(Number(ms), text)
    if (request.startsWith('S')) setTimeout(() => session.send(text), Number(ms))
    return undefined
  }
}

/**
 * `START` sends `<prefix><index>`, padded with `.` to `size`, one each `period` ms, `count` of them or without end;
 * then `last`, if any, as a line. `STOP` stops. Requests are answered as by `numbered`.
 *
 * @param {{ prefix?: string, period?: number, size?: number, count?: number, hangUp?: boolean }} parameters
 * @param {Tally} tally
 * @returns {DeviceFunction}
 */
function lines({ prefix = '', period = 1, size = 0, count = Number.POSITIVE_INFINITY, hangUp = false }, tally) {
  const others = numbered({}, tally)
  return (request, session) => {
    if (request === 'STOP') return session.stopStream()
    if (request !== 'START') return others(request, session)
    /** @param {number} index */
    const source = (index) => {
      if (index >= count) {
        if (hangUp) setImmediate(() => session.close())
        return undefined
      }
      tally.produced++
      return `${prefix}${index}`.padEnd(size, '.')
    }
    return stream(source, { period })
  }
}

/**
 * As `lines`, one that takes a while to stop: what is under way when `STOP` comes, `more` lines, goes out behind it, and
 * then the answers to what was asked next. `STOP?` is answered by `OK`, behind them all.
 *
 * @param {{ prefix?: string, more?: number }} parameters
 * @param {Tally} tally
 * @returns {DeviceFunction}
 */
function trailing({ prefix = '', more = 50, ...others }, tally) {
  const device = lines({ prefix, ...others }, tally)
  return (request, session) => {
    if (!request.startsWith('STOP')) return device(request, session)
    session.stopStream()
    const trail = Array.from({ length: more }, (_, index) => `${prefix}late ${index}`)
    return request === 'STOP?' ? [...trail, 'OK'] : trail
  }
}

/**
 * `START` sends bytes without an end of line, without end, as fast as they are taken. Anything else is answered with
 * `reply`, as it is.
 *
 * @param {{ reply?: string }} parameters
 * @param {Tally} tally
 * @returns {DeviceFunction}
 */
function flood({ reply = '' }, tally) {
  const chunk = Buffer.alloc(65536, 'x')
  return (request) => {
    if (request !== 'START') return raw(reply)
    return stream(() => {
      tally.produced++
      return chunk
    })
  }
}

/** @type {Record<string, (parameters: any, tally: Tally) => Device>} */
const devices = {
  flood,
  numbered,
  lines,
  trailing,
  scope: ({ name: _name, ...options }) => scope(options),
  echo,
  silent,
}

/**
 * @param {any} description a name, `{ name, ...parameters }` or `{ replies }`
 * @param {Tally} tally
 * @returns {Device}
 */
export function makeDevice(description, tally) {
  if (typeof description === 'string') return makeDevice({ name: description }, tally)
  if (description.replies !== undefined) return description.replies
  const make = devices[description.name]
  if (make === undefined) throw new TypeError(`no device is named ${JSON.stringify(description.name)}`)
  return make(description, tally)
}
