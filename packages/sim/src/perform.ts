/** Replies that take time: what is to be sent when. */
import { encode } from './encode.ts'
import type { Reply, StreamReply } from './reply.ts'
import { timers } from './timers.ts'

/** Where replies are performed: a connection. */
export interface Stage {
  readonly eol: string
  add(content: string | Uint8Array): void
  flush(): void
  wait(ms: number): Promise<void>
  stream(reply: StreamReply): void
}

export function isPromise<T>(value: T): value is T & Promise<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => timers.setImmediate(resolve))
}

async function performAll(replies: readonly Reply[], stage: Stage): Promise<void> {
  for (const reply of replies) {
    await nextTurn() // the loop polls between two of them, so that each is a write, and mostly a segment, of its own
    await perform(reply, stage)
    stage.flush()
  }
}

async function performLater(ms: number, reply: Reply, stage: Stage): Promise<void> {
  await stage.wait(ms)
  await perform(reply, stage)
  stage.flush()
}

/** Sends a reply; returns a promise only when that takes time. A stream goes on by itself and takes none. */
export function perform(reply: Reply, stage: Stage): Promise<void> | undefined {
  if (typeof reply === 'object' && 'kind' in reply) {
    if (reply.kind === 'delay') return performLater(reply.ms, reply.reply, stage)
    if (reply.kind === 'sequence') return performAll(reply.replies, stage)
    if (reply.kind === 'stream') {
      stage.stream(reply)
      return undefined
    }
  }
  for (const content of encode(reply, stage.eol)) stage.add(content)
  return undefined
}
