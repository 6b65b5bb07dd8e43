/** The channels of a device: the same dialogues and properties for each, with values of its own. */
import { type Component, readComponent, type Said } from './component.ts'
import type { Entry } from './entry.ts'
import type { Value } from './format.ts'
import { asText } from './property.ts'
import { Values } from './values.ts'
import { wired } from './wire-text.ts'

/** Answers a request; undefined for one that it does not know. */
export type Answerer = (request: string) => Said | undefined

/** The property of the device that says which channel is meant, where requests don't. */
export const SELECTED = 'selected_channel'

/** What channels need to know of their device and their resource. */
export interface ChannelContext {
  readonly next: () => number
  /** The ids of the resource, in place of the channels' own. */
  readonly ids: Entry | undefined
  /** The device's property of that name. */
  selected(): Value | undefined
}

export function readChannels(entry: Entry, context: ChannelContext): Answerer {
  const fields = entry.fields(['ids', 'can_select', 'dialogues', 'properties', 'bases'])
  const ids = readIds(context.ids, fields.get('ids'), entry)
  const component = readComponent(fields, context.next)
  // Only this very word, as in pyvisa-sim; "false" of YAML read with types is the same to it.
  const byProperty = /^false$/i.test(fields.get('can_select')?.text() ?? '')
  if (byProperty) {
    if (context.selected() === undefined)
      throw entry.error(`can_select is false: the device needs the property ${SELECTED}`)
    return preselected(component, ids, () => asText(context.selected() ?? ''))
  }
  const deaf = component.setters.find(({ pattern }) => !pattern.namesChannel)
  if (deaf !== undefined) {
    throw entry.error(`the setter of ${deaf.property} does not say of which channel: "{ch_id}" is missing in it`)
  }
  return named(component, ids)
}

function readIds(given: Entry | undefined, own: Entry | undefined, entry: Entry): readonly string[] {
  const listed = given !== undefined && !given.empty ? given : own
  if (listed === undefined) throw entry.error('"ids" is missing')
  return listed.list().map((id) => wired(id.text()))
}

/** The request names the channel, by its place for `{ch_id}`. */
function named(component: Component, ids: readonly string[]): Answerer {
  const channels = new Map(ids.map((id) => [id, new Values(component, (query) => spelt(query, id))]))
  return (request) => {
    for (const channel of channels.values()) {
      const said = channel.answer(request)
      if (said !== undefined) return said
    }
    return set(component, request, (channel) => channels.get(channel ?? ''))
  }
}

/** The channel is the one that the device has selected. */
function preselected(component: Component, ids: readonly string[], selected: () => string): Answerer {
  const channels = new Map(ids.map((id) => [id, new Values(component)]))
  return (request) => {
    const channel = channels.get(selected())
    if (channel === undefined) return undefined
    return channel.answer(request) ?? set(component, request, (id) => (id === undefined ? channel : channels.get(id)))
  }
}

/** Of two setters that understand the request, the first has it. */
function set(component: Component, request: string, of: (channel: string | undefined) => Values | undefined) {
  for (const { property, pattern, done, refused } of component.setters) {
    const heard = pattern.hear(request)
    const values = heard === undefined ? undefined : of(heard.channel)
    if (heard === undefined || values === undefined) continue
    return values.set(property, heard.value) ? done : refused
  }
  return undefined
}

/** `{{` and `}}` are braces, as in every format. */
function spelt(query: string, id: string): string {
  return query.replace(/\{\{|\}\}|\{ch_id\}/g, (part) => (part.length === 2 ? part.charAt(0) : id))
}
