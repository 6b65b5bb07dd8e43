/** Requests to an instrument without a session: a message of NATS each, and an answer. */
import { isUtf8 } from 'node:buffer'
import type { Msg, MsgHdrs } from '@nats-io/transport-node'
import { SockioError } from '@sockio/core'
import type { OneShotOptions, Owner } from '../contract.ts'
import { clientName } from './client-name.ts'
import { Header } from './subjects.ts'

/** What the client of NATS makes headers with. */
export type NewHeaders = () => MsgHdrs

/** Asks what the message says, and gives the reply, without the end of its line. */
export async function query(owner: Owner, message: Msg): Promise<Uint8Array> {
  return trimmed(await owner.ask(said(message), { ...wishes(message), role: 'read' }))
}

/** Writes what the message says; one that owes a reply is answered with it. */
export async function write(owner: Owner, message: Msg): Promise<Uint8Array> {
  const options: OneShotOptions = { ...wishes(message), role: 'full' }
  const text = said(message)
  try {
    await owner.write(text, options)
    return new Uint8Array(0)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error // which says that it owes a reply, before anything was sent
    return trimmed(await owner.ask(text, options))
  }
}

/** Text has its end of line put behind it where it has none; anything else is taken for what it is. */
function said({ data }: Msg): string | Uint8Array {
  return isUtf8(data) ? Buffer.from(data).toString() : data
}

function wishes({ headers }: Msg): OneShotOptions {
  const client = clientName(headers?.get(Header.client))
  const written = headers?.get(Header.timeout) ?? ''
  if (written === '') return { client }
  const timeout = Number(written)
  if (!(timeout > 0)) throw new TypeError(`${Header.timeout}: expected milliseconds, got "${written}"`)
  return { client, timeout }
}

const BLOCK = /^#\d/
const LF = 0x0a
const CR = 0x0d

/** Without the end of its line; a block is given whole, since any byte may be its last. */
function trimmed(reply: Buffer): Buffer {
  if (BLOCK.test(reply.toString('latin1', 0, 2)) || reply.at(-1) !== LF) return reply
  return reply.subarray(0, reply.at(-2) === CR ? -2 : -1)
}

/** Why there is no reply. */
export interface Failure {
  readonly code: string
  readonly message: string
  readonly phase: string
  readonly sent: string
  /** What had arrived, as text, at most its first KiB. */
  readonly partial?: string
}

const EXCERPT = 1024

/** Whatever ended a request, as its answer. */
export function failure(error: unknown): Failure {
  if (error instanceof SockioError) {
    const { code, message, phase, sent, partial } = error
    const excerpt = partial && { partial: Buffer.from(partial.subarray(0, EXCERPT)).toString() }
    return { code, message, phase, sent, ...excerpt }
  }
  const message = error instanceof Error ? error.message : String(error)
  return { code: 'SOCKIO_BAD_REQUEST', message, phase: 'queued', sent: 'no' }
}

/** A reply that NATS does not carry in one message. */
export function tooLarge(size: number, most: number): Failure {
  return {
    code: 'SOCKIO_LIMIT_OVERRUN',
    message: `the reply has ${size} bytes, and this server of NATS takes at most ${most}: ask for it in a session (nats://)`,
    phase: 'reading',
    sent: 'yes',
  }
}

/** Answers a request with what came of it. */
export async function answer(
  message: Msg,
  most: number,
  headers: NewHeaders,
  done: Promise<Uint8Array>,
): Promise<void> {
  let failed: Failure
  try {
    const reply = await done
    if (reply.length <= most) {
      message.respond(reply)
      return
    }
    failed = tooLarge(reply.length, most)
  } catch (error) {
    failed = failure(error)
  }
  const text = JSON.stringify(failed)
  const said = headers()
  // A header is one line of ASCII.
  said.set(
    Header.error,
    text.replace(/[^ -~]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`),
  )
  message.respond(text, { headers: said })
}
