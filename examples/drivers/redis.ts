/** Redis by its inline commands: no instrument, but what is asked for in lines and answered in lengths and bytes. */
import { type Codec, type Decoder, Undecodable } from '@sockio/core'
import { action, instrument, integer, property } from '@sockio/instrument'
import { parse, type Reply } from './resp.ts'

const framing = { module: new URL('./resp.ts', import.meta.url).href }

/** A reply of which `is` says whether it is what was expected. */
function reply<T extends Reply>(kind: string, is: (reply: Reply) => reply is T): Decoder<T> {
  return {
    framing,
    decode(frame) {
      const value = parse(frame)
      if (is(value)) return value
      throw new Undecodable(kind)
    },
    describe: () => ({ kind }),
  }
}

const count = reply('a count', (value) => typeof value === 'number')
const value = reply('a value or none', (value) => typeof value === 'string' || value === undefined)
const values = reply(
  'values',
  (value): value is readonly string[] => Array.isArray(value) && value.every((item) => typeof item === 'string'),
)

/** The second of two values, of which the first is a name. */
function setting<T>(codec: Codec<T>): Codec<T> {
  return {
    framing,
    decode: (frame) => codec.decode(new TextEncoder().encode(values.decode(frame)[1])),
    encode: (value) => codec.encode(value),
    describe: () => codec.describe(),
  }
}

/** An argument, whatever is in it. */
function quoted(argument: string): string {
  const hex = (byte: string) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what would end the line
  return `"${argument.replace(/["\\]/g, '\\$&').replace(/[\0-\x1f]/g, hex)}"`
}

export const redis = instrument(
  {
    ping: action('PING', { answer: '+PONG' }),
    set: action((key: string, value: string) => `SET ${quoted(key)} ${quoted(value)}`, { answer: '+OK' }),
    /** The value of a key; undefined when it has none. */
    get: action((key: string) => `GET ${quoted(key)}`, { answer: value }),
    /** How many there were. */
    delete: action((key: string) => `DEL ${quoted(key)}`, { answer: count }),
    /** What it is then. */
    increment: action((key: string, by: number) => `INCRBY ${quoted(key)} ${by}`, { answer: count }),
    append: action((key: string, value: string) => `RPUSH ${quoted(key)} ${quoted(value)}`, { answer: count }),
    list: action((key: string) => `LRANGE ${quoted(key)} 0 -1`, { answer: values }),
    samples: property(
      { get: 'CONFIG GET maxmemory-samples', set: 'CONFIG SET maxmemory-samples {}', answer: '+OK' },
      setting(integer({ min: 1 })),
    ),
  },
  { link: { eol: '\r\n' }, checkErrors: { reply: /^-(?<text>.*)/ } },
).extend((db) => ({
  /** Takes `n` of a stock, or none when there are fewer; what is left. */
  *take(stock: string, n: number) {
    const left = yield* db.increment(stock, -n)
    if (left >= 0) return left
    const there = yield* db.increment(stock, n)
    throw new RangeError(`${stock}: there are ${there}, not ${n}`)
  },
}))
