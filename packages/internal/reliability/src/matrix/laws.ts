/** What must be true of every call, whatever the fault: nothing is late, no reply goes astray, and no error lies. */
import { isTyped } from '../typed-error.ts'
import { type Cell, expected } from './expectation.ts'
import { describe, type Outcome } from './outcome.ts'

/** How much later than a timer of the same limit a call may end, in ms. */
const SLACK_MS = 2000

const BEFORE_SENDING = ['queued', 'connecting', 'initialising']

/** A value is that of its own request; where the instrument itself says something false, nobody can tell. */
function wrongValue({ fault, operation, situation }: Cell, { role, n, value }: Outcome): string | undefined {
  if (role !== 'operation') return undefined
  const own = operation.gives(n)
  if (value === own || fault.reply === 'false') return undefined
  // A stream that the peer ends between two lines ends without an error.
  const ends = fault.reply === 'cut' || fault.existing === 'ends' || fault.fresh === 'ended'
  if (operation.reads === 'stream' && ends && value === 'ended') return undefined
  return `gave ${JSON.stringify(value)} for ${JSON.stringify(own)} (${situation.name})`
}

/** `sent` and `phase` say the same, and the truth as the instrument knows it. */
function falseError({ operation }: Cell, { role, n, error }: Outcome, received: readonly string[]): string | undefined {
  if (!isTyped(error)) return 'is no error of this library'
  const { sent, phase, message, address } = error
  if (BEFORE_SENDING.includes(phase) && sent !== 'no') return `says sent "${sent}" in phase "${phase}"`
  if (!message.includes(String(address.port))) return 'does not say where'
  if (role !== 'operation' || operation.apart === true || n === 0) return undefined
  const times = received.filter((request) => request.slice(1) === String(n) && !request.startsWith('L')).length
  if (sent === 'no' && times > 0) return `says that request ${n} was not sent, but it was received`
  return undefined
}

/** The laws that these outcomes break, each in a sentence. */
export function breaches(cell: Cell, outcomes: readonly Outcome[], received: readonly string[]): readonly string[] {
  const broken: string[] = []
  const counts = new Map<string, number>()
  for (const request of received) counts.set(request, (counts.get(request) ?? 0) + 1)
  for (const [request, times] of counts) {
    if (times > 1 && request !== 'START') broken.push(`${request} was sent ${times} times, though retries is 0`)
  }
  for (const made of outcomes) {
    const allowed = expected(made.role, cell)
    if (!allowed.has(made.ending)) broken.push(`${describe(made)}, allowed: ${[...allowed].join(', ')}`)
    if (made.late > SLACK_MS) broken.push(`${describe(made)}: ${Math.round(made.late)} ms too late`)
    const breach = made.ending === 'value' ? wrongValue(cell, made) : falseError(cell, made, received)
    if (breach !== undefined) broken.push(`${describe(made)}: ${breach}`)
  }
  return broken
}
