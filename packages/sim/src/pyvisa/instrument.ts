/** A device of a definition, as a function of the request. */
import type { DeviceFunction } from '../device.ts'
import { type Reply, raw } from '../reply.ts'
import { type Answerer, readChannels, SELECTED } from './channels.ts'
import { NOTHING, REFUSED, readComponent, type Said } from './component.ts'
import type { Ends } from './ends.ts'
import type { Entry } from './entry.ts'
import { readErrors } from './error-model.ts'
import { Values } from './values.ts'
import { isAscii, isBinary, wired } from './wire-text.ts'

const KEYS = ['eom', 'error', 'dialogues', 'properties', 'channels', 'delimiter', 'bases']

/** What the resource, and who plays it, say of a device. */
export interface InstrumentOptions {
  readonly next: () => number
  /** The ids of its channels by the name of the group, in place of their own. */
  readonly channelIds: Entry | undefined
  readonly ends: Ends
}

export interface Instrument {
  readonly answer: DeviceFunction
  /** `'latin1'` where bytes that are no text are heard: a request then comes as one character for each of its bytes. */
  readonly encoding: 'utf8' | 'latin1'
}

export function readInstrument(entry: Entry, { next, channelIds, ends }: InstrumentOptions): Instrument {
  const fields = entry.fields(KEYS)
  const bases = fields.get('bases')
  if (bases !== undefined && !bases.empty) throw bases.error('bases are not understood (nor are they by pyvisa-sim)')
  const component = readComponent(fields, next)
  const values = new Values(component)
  const errors = readErrors(fields.get('error'))
  const ids = channelIds?.mapping()
  const channels = [...(fields.get('channels')?.mapping() ?? [])].map(([name, own]) =>
    readChannels(own, { next, ids: ids?.get(name), selected: () => values.get(SELECTED) }),
  )
  const answerers: readonly Answerer[] = [
    (request) => values.answer(request),
    errors.answer,
    (request) => set(request),
    ...channels,
  ]
  /** A setter that refuses without a word of its own leaves the request to the next. */
  function set(request: string): Said | undefined {
    for (const { property, pattern, done, refused } of component.setters) {
      const heard = pattern.hear(request)
      if (heard === undefined) continue
      if (values.set(property, heard.value)) return done
      if (refused !== REFUSED) return refused
    }
    return undefined
  }
  function said(request: string): string | undefined {
    for (const answerer of answerers) {
      const said = answerer(request)
      if (said === REFUSED) break
      if (said !== undefined) return said === NOTHING ? undefined : said
    }
    const refused = errors.refuse()
    return typeof refused === 'string' ? refused : undefined
  }
  const delimiter = wired(fields.get('delimiter')?.text() ?? ';')
  const heard = [ends.eol, ends.replyEol, ...[...component.dialogues, ...component.getters].map(({ query }) => query)]
  const encoding = heard.some(isBinary) ? 'latin1' : 'utf8'
  return {
    encoding,
    answer(request) {
      const wire = encoding === 'latin1' ? request : wired(request)
      const parts = delimiter === '' ? [wire] : wire.split(delimiter)
      const replies = parts.map(said).filter((part) => part !== undefined)
      return reply(replies, ends.replyEol)
    },
  }
}

/** Each part is a line. */
function reply(parts: readonly string[], eol: string): Reply {
  if (parts.length === 0) return undefined
  if (eol !== '' && parts.every(isAscii)) return parts.length === 1 ? parts[0] : parts
  return { ...raw(Buffer.from(parts.join(eol), 'latin1')), ended: eol !== '' }
}
