/** Clients of one instrument, in a process: each asks without end, and knows what its reply must be. */
import '../../src/nats/index.ts'
import { setTimeout as wait } from 'node:timers/promises'
import { socketForUrl, type TCP } from '@sockio/aio'
import { settings } from './child.ts'
import { isTyped } from './typed-error.ts'

export interface ClientSettings {
  /** Where each client finds it. */
  readonly urls: readonly string[]
  readonly name: string
  /** Ends by itself after so many calls; default: when it is told to. */
  readonly calls?: number
  /** Random limits, goodbyes and holds. */
  readonly rough?: boolean
  readonly timeout: number
  readonly seed: number
}

/** What became of the calls. */
export interface Outcome {
  /** Tokens whose own reply came. */
  readonly done: readonly string[]
  /** Tokens of calls that say that nothing of them was sent. */
  readonly unsent: readonly string[]
  readonly failed: Readonly<Record<string, number>>
  /** What must not be: another's reply, an error that is not typed, a call that never ends. */
  readonly wrong: readonly string[]
  readonly calls: number
  /** Longest call, in ms. */
  readonly longest: number
}

export interface ClientMessage {
  readonly ready?: boolean
  readonly outcome?: Outcome
}

const { urls, name, calls = Number.POSITIVE_INFINITY, rough = false, timeout, seed } = settings<ClientSettings>()
const reconnect = { retries: Number.POSITIVE_INFINITY, minDelay: 10, maxDelay: 100 }
let stopping = false
process.on('message', () => {
  stopping = true
})

let state = seed + name.length * 7919
const random = () => {
  state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
  return state / 2_147_483_648
}

const done: string[] = []
const unsent: string[] = []
const wrong: string[] = []
const failed: Record<string, number> = {}
let made = 0
let longest = 0

async function call(sock: TCP, token: string): Promise<void> {
  const verb = random() < 0.5 ? 'GET?' : 'SET?'
  const limit = rough && random() < 0.02 ? 1 + random() * 5 : timeout
  const begin = performance.now()
  try {
    const reply = await sock.query(`${verb} ${token}`, { timeout: limit })
    if (reply === token) done.push(token)
    else wrong.push(`${token} was answered with ${reply}`)
  } catch (error) {
    if (!isTyped(error)) wrong.push(`${token}: ${String(error)}`)
    else {
      if (error.sent === 'no') unsent.push(token)
      failed[`${error.code} ${error.sent}`] = (failed[`${error.code} ${error.sent}`] ?? 0) + 1
    }
    // As a program that is refused does, in place of asking without a pause.
    if (limit === timeout) await wait(5)
  }
  longest = Math.max(longest, performance.now() - begin)
}

async function client(url: string, index: number): Promise<void> {
  const sock = socketForUrl(url, { reconnect, timeout })
  for (let n = 0; !stopping && made < calls; n++) {
    made++
    if (rough && random() < 0.005) await sock.close()
    if (rough && random() < 0.002) await sock.write('++hold 20\n').catch(() => undefined)
    await call(sock, `${name}.${index}.${n}`)
  }
  await sock[Symbol.asyncDispose]()
}

process.send?.({ ready: true } satisfies ClientMessage)
await Promise.all(urls.map(client))
const outcome: Outcome = { done, unsent, failed, wrong, calls: made, longest: Math.round(longest) }
process.send?.({ outcome } satisfies ClientMessage, () => process.disconnect())
