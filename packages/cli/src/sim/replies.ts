/** Replies as a configuration writes them. */
import { block, type DeviceSession, delay, type Reply, raw, type StreamItem, sequence, stream } from '@sockio/sim'
import { unescaped } from '../arguments.ts'
import type { Noise } from './noise.ts'
import { at, integer, list, mapping, number, text, time, wrong } from './read.ts'

/** A reply that is the same each time, or one that is made anew. */
export type Answer = Reply | ((session: DeviceSession) => Reply)

const FORMS = ['block', 'raw', 'delay', 'sequence', 'stream', 'around', 'stop'] as const
const KEYS = [...FORMS, 'reply', 'period', 'by']

/** A line, a list of lines, or a mapping with one of the keys that say what it is; what is empty is no reply. */
export function answer(value: unknown, path: string, noise: Noise): Answer {
  if (value === '') return undefined
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return value.map((line, i) => text(line, at(path, i)))
  const fields = mapping(value, path, KEYS)
  const forms = FORMS.filter((key) => fields.has(key))
  const [form] = forms
  if (form === undefined || forms.length > 1) throw wrong(path, `one of the keys ${FORMS.join(', ')}`, value)
  return makers[form](fields, path, noise)
}

/** A reply within another: one that is made anew each time can't stand there. */
function fixed(value: unknown, path: string, noise: Noise): Reply {
  const reply = answer(value, path, noise)
  if (typeof reply === 'function') throw wrong(path, 'a reply that is the same each time', value)
  return reply
}

type Maker = (fields: ReadonlyMap<string, unknown>, path: string, noise: Noise) => Answer

const makers: Readonly<Record<(typeof FORMS)[number], Maker>> = {
  block: (fields, path) => block(bytes(fields.get('block'), at(path, 'block'))),
  raw: (fields, path) => raw(bytes(fields.get('raw'), at(path, 'raw'))),
  delay: (fields, path, noise) =>
    delay(time(fields.get('delay'), at(path, 'delay')), fixed(fields.get('reply') ?? '', at(path, 'reply'), noise)),
  sequence(fields, path, noise) {
    const own = at(path, 'sequence')
    return sequence(...list(fields.get('sequence'), own).map((part, i) => fixed(part, at(own, i), noise)))
  },
  stream(fields, path) {
    const period = fields.get('period')
    const source = streamLines(fields.get('stream'), at(path, 'stream'))
    return stream(source, { period: period === undefined ? 100 : time(period, at(path, 'period')) })
  },
  around(fields, path, noise) {
    const mean = number(fields.get('around'), at(path, 'around'))
    const by = fields.get('by')
    const spread = by === undefined ? Math.abs(mean) / 100 : number(by, at(path, 'by'))
    const next = noise()
    return () => (mean + spread * (2 * next() - 1)).toExponential(6).toUpperCase()
  },
  stop(fields, path) {
    if (fields.get('stop') !== 'stream') throw wrong(at(path, 'stop'), '"stream"', fields.get('stop'))
    return (session) => {
      session.stopStream()
      return undefined
    }
  },
}

/** A sine with some noise, to look at. */
export function sine(index: number): string {
  return (Math.sin(index / 25) + 0.1 * Math.sin(index * 1.7)).toFixed(4)
}

/** Lines that begin anew when they are through, or one of the two that are made. */
function streamLines(value: unknown, path: string): (index: number) => StreamItem {
  if (value === 'sine') return sine
  if (value === 'count') return (index) => `${index}`
  if (!Array.isArray(value) || value.length === 0) throw wrong(path, 'sine, count or a list of lines', value)
  const lines = value.map((line, i) => text(line, at(path, i)))
  return (index) => lines[index % lines.length] ?? ''
}

/** A text with its escapes; or a mapping: digits in `hex`, `base64`, or a waveform of some `size`. */
function bytes(value: unknown, path: string): Buffer {
  if (typeof value === 'string') return Buffer.from(unescaped(value))
  const fields = mapping(value, path, ['hex', 'base64', 'size'])
  const [entry, ...others] = fields
  if (entry === undefined || others.length > 0) throw wrong(path, 'one of the keys hex, base64, size', value)
  const [kind, content] = entry
  if (kind === 'size') return waveform(integer(content, at(path, kind), 0, 100_000_000))
  const written = text(content, at(path, kind))
  const plain = written.replaceAll(/\s/g, '')
  const form = kind === 'hex' ? /^([0-9a-f]{2})*$/i : /^[a-z0-9+/]*=*$/i
  if (!form.test(plain)) throw wrong(at(path, kind), kind === 'hex' ? 'pairs of hexadecimal digits' : 'base64', content)
  return Buffer.from(plain, kind === 'hex' ? 'hex' : 'base64')
}

/** A sine in unsigned bytes. */
function waveform(size: number): Buffer {
  return Buffer.from(Uint8Array.from({ length: size }, (_, i) => Math.round(127.5 + 127.5 * Math.sin(i / 20))))
}
