/** Replies that are there at once, as bytes. */
import { isBytes } from './realm.ts'
import type { BlockReply, Reply } from './reply.ts'

const INDEFINITE = Buffer.from('#0')

/** The header and the payload of an IEEE 488.2 block, without the end of line (8.7.9 and 8.7.10). */
export function encodeBlock(reply: BlockReply): Buffer {
  if (reply.indefinite) return Buffer.concat([INDEFINITE, reply.bytes])
  const length = String(reply.bytes.length)
  return Buffer.concat([Buffer.from(`#${length.length}${length}`), reply.bytes])
}

/** A reply that neither waits nor goes on. */
export type ImmediateReply = Exclude<Reply, { readonly kind: 'delay' | 'sequence' | 'stream' }>

/** Texts and bytes to send for it, in order. */
export function encode(reply: ImmediateReply, eol: string): readonly (string | Uint8Array)[] {
  if (reply === undefined) return []
  if (typeof reply === 'string') return [reply + eol]
  if (isBytes(reply)) return [reply]
  if (!('kind' in reply)) return reply.map((line) => line + eol)
  if (reply.kind === 'block') return [encodeBlock(reply), eol]
  return reply.ended ? [reply.bytes, eol] : [reply.bytes]
}
