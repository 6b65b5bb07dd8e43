// @ts-check
/** The instruments that rows name: functions can't be sent to a worker, so they are registered here. */
import { block, delay, echo, raw, scope, scpi, silent, stream } from '@sockio/sim'

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

/**
 * The supply of `supply-driver.ts`. It takes up to 20 V, and complains twice of more; of `SPO` it complains three times; a
 * `MOVE` is under way for `travel` ms. It answers `SYST:ERR?` with what it `says` first.
 *
 * @param {{ travel?: number, says?: string[] }} parameters
 * @returns {DeviceFunction}
 */
function supply({ travel = 0, says = [] }) {
  const sayings = [...says]
  let volts = 0
  let amperes = 1
  let output = false
  let limits = '0,1'
  let waveform = ''
  const scales = [1, 1]
  const curve = Buffer.alloc(12)
  for (const [i, value] of [0.5, -2, 1024].entries()) curve.writeFloatBE(value, 4 * i)
  let moving = 0
  let events = 0
  /** @type {(() => void)[]} what waits until nothing moves */
  const rest = []
  const still = () => {
    if (moving > 0) return
    for (const then of rest.splice(0)) then()
  }
  const move = () => {
    if (travel === 0) return
    moving++
    setTimeout(() => {
      moving--
      still()
    }, travel)
  }
  const device = scpi(
    {
      VOLTage: (call) => {
        volts = call.number(0, 20)
      },
      'VOLTage?': () => String(volts),
      CURRent: (call) => {
        amperes = call.number(0, 5)
      },
      'CURRent?': (call) => (call.parameters[0] === 'MIN' ? '0' : call.parameters[0] === 'MAX' ? '5' : String(amperes)),
      OUTPut: (call) => {
        output = call.boolean()
      },
      'OUTPut?': () => (output ? '1' : '0'),
      LIMits: (call) => {
        limits = `${call.number()},${call.number(undefined, undefined, 1)}`
      },
      'LIMits?': () => limits,
      'CURVe?': () => block(curve),
      'WAVeform?': () => block(Buffer.from(waveform)),
      'CHANnel<n>:SCALe': (call) => {
        scales[call.suffix(2) - 1] = call.number()
      },
      'CHANnel<n>:SCALe?': (call) => String(scales[call.suffix(2) - 1]),
      MOVE: move,
      '*OPC': () => {
        rest.push(() => {
          events |= 1
        })
        still()
      },
      '*OPC?': () => {
        const complete = new Promise((resolve) => rest.push(() => resolve('1')))
        still()
        return complete
      },
      '*ESR?': () => {
        const known = events
        events = 0
        return String(known)
      },
    },
    {
      idn: 'SOCKIO,SUPPLY,0,1.0',
      reset: () => {
        volts = 0
      },
    },
  )
  return (request, session) => {
    const saying = request === 'SYST:ERR?' ? sayings.shift() : undefined
    if (saying !== undefined) return saying
    if (request.startsWith('WAV #')) waveform = request.slice(7)
    else if (request.startsWith('VOLT ') && Number(request.slice(5)) > 20)
      return device(`${request};${request}`, session)
    else if (request === 'SPO') for (const each of ['NONSENSE', 'VOLT 99', 'VOLT x']) device(each, session)
    else return device(request, session)
    return undefined
  }
}

/**
 * A radio as `rigctld` has it: `F <n>` is answered with `RPRT 0`, or `RPRT -1` when it is below 0; `F 7` with `ON AIR`.
 *
 * @returns {DeviceFunction}
 */
function rig() {
  let frequency = '0'
  return (request) => {
    if (request === 'f') return frequency
    const [, value = '-1'] = request.split(' ')
    if (value === '7') return 'ON AIR'
    if (Number(value) < 0) return 'RPRT -1'
    frequency = value
    return 'RPRT 0'
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
  supply,
  rig,
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
