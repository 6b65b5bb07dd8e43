/** Lines that begin with `++`: what a client says to the hub, as to a Prologix adapter. */
import { didYouMean } from '@sockio/core'
import type { StreamOverflow } from './contract.ts'

/** What is asked of the hub. */
export type Command =
  | { readonly name: 'hold'; readonly ms: number | undefined }
  | { readonly name: 'release' }
  | { readonly name: 'stream'; readonly set: 'on' | 'off' | undefined; readonly overflow: StreamOverflow | undefined }
  | { readonly name: 'who' }
  | { readonly name: 'state' }
  | { readonly name: 'help' }
  | { readonly name: 'token'; readonly token: string }
  | { readonly name: 'wrong'; readonly message: string }

const NAMES = ['hold', 'release', 'stream', 'who', 'state', 'help', 'token']
/** An hour: a hold that is forgotten must end some day. */
const LONGEST_HOLD = 3_600_000
const OVERFLOWS: readonly StreamOverflow[] = ['dropOldest', 'latest', 'error']

/** What `++help` says: one line, as each answer. */
export const HELP =
  '++hold <ms>: the instrument for you alone; ++release; ++hold: ms left of it; ++stream on|off: lines that nobody is owed; ' +
  '++who: clients; ++state: figures; +++...: sends ++...'

/** What stands behind the `++`, without an end of line. */
export function command(text: string): Command {
  const [name = '', first, second, ...more] = text.trim().split(/\s+/)
  if (more.length > 0) return wrong(`++${name} takes no more than two words`)
  switch (name) {
    case 'hold':
      return hold(first)
    case 'stream':
      return stream(first, second)
    case 'token':
      return first === undefined ? wrong('++token <token>') : { name, token: first }
    case 'release':
    case 'who':
    case 'state':
    case 'help':
      return first === undefined ? { name } : wrong(`++${name} takes nothing behind it`)
    default:
      return wrong(`unknown command "++${name.slice(0, 32)}"${didYouMean(name, NAMES)}; ++help lists them`)
  }
}

function hold(text: string | undefined): Command {
  if (text === undefined) return { name: 'hold', ms: undefined }
  const ms = Number(text)
  if (Number.isFinite(ms) && ms > 0 && ms <= LONGEST_HOLD) return { name: 'hold', ms }
  return wrong(`++hold <ms>: expected ms from 1 to ${LONGEST_HOLD}, got "${text.slice(0, 32)}"`)
}

function stream(set: string | undefined, policy: string | undefined): Command {
  if (set !== undefined && set !== 'on' && set !== 'off') return wrong(`++stream: expected on or off, got "${set}"`)
  const overflow = OVERFLOWS.find((each) => each === policy)
  if (policy === undefined || (overflow !== undefined && set === 'on')) return { name: 'stream', set, overflow }
  return wrong(`++stream on: expected ${OVERFLOWS.join(', ')} behind it, or nothing, got "${policy}"`)
}

function wrong(message: string): Command {
  return { name: 'wrong', message }
}
