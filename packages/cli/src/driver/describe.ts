/** A driver in words: its members, what they are, and what is sent for them. */
import type { Description } from '@sockio/core'
import type { MemberDescription } from '@sockio/instrument'
import { safe } from '../readable.ts'
import type { Named } from './members.ts'

/** `number, 0 to 30 V`; `off | on`; `low: number, high: number`. */
export function kindOf({ kind, unit, min, max, choices, items }: Description): string {
  if (choices !== undefined) return choices.join(' | ')
  if (kind === 'boolean') return 'true | false'
  const what = items === undefined ? kind : itemsOf(kind, items)
  return [what, [rangeOf(min, max), unit].filter(Boolean).join(' ')].filter(Boolean).join(', ')
}

function rangeOf(min: number | undefined, max: number | undefined): string {
  if (min !== undefined && max !== undefined) return `${min} to ${max}`
  if (min !== undefined) return `at least ${min}`
  return max === undefined ? '' : `at most ${max}`
}

type Items = NonNullable<Description['items']>
type Tuple = Extract<Items, readonly unknown[]>

const isTuple = (items: Items): items is Tuple => Array.isArray(items)
const isOne = (items: Exclude<Items, Tuple>): items is Description => typeof items.kind === 'string'

function itemsOf(kind: string, items: Items): string {
  if (isTuple(items)) return `(${items.map(kindOf).join(', ')})`
  if (isOne(items)) return `${kind} of ${kindOf(items)}`
  const fields = Object.entries(items).map(([name, own]) => `${name}: ${kindOf(own)}`)
  return `{ ${fields.join(', ')} }`
}

function what(description: MemberDescription): string {
  if ('value' in description) return kindOf(description.value)
  const { member, parameters } = description
  return parameters === 0 ? member : `${member} of ${parameters}`
}

function sent(description: MemberDescription): string {
  switch (description.member) {
    case 'property':
      return `${description.get}  ${description.set}`
    case 'reading':
      return description.get
    case 'action':
      return description.send ?? ''
    case 'procedure':
      return ''
  }
}

/** A row for each member, in columns. */
export function tableOf(members: readonly Named[]): string {
  const rows = members.map(({ name, description }) => [name, what(description), sent(description)].map(safe))
  const width = (column: number) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0))
  const [first, second] = [width(0), width(1)]
  return rows
    .map(([name = '', own = '', line = '']) => `${name.padEnd(first)}  ${own.padEnd(second)}  ${line}`.trimEnd())
    .join('\n')
}
