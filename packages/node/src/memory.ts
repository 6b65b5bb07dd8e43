/** Memory for the engine, which receives into it and hands out replies that are views of it. */
import { Buffer } from 'node:buffer'

let mark: ((object: object) => void) | undefined

/**
 * As fast as memory can be had. Who transfers the memory of a reply to a worker would take it from under the engine; that
 * is refused, as it is for Node's own pool, where small pieces come from (what is posted without a transfer is copied).
 */
export function allocate(size: number): Buffer {
  const pooled = Buffer.allocUnsafe(size)
  // Where a platform's pool begins anywhere, a block would not be aligned.
  const memory = (pooled.byteOffset & 7) === 0 ? pooled : Buffer.allocUnsafeSlow(size)
  if (size > 0 && memory.buffer.byteLength === size) {
    // Loaded when needed: most replies are small, and the module costs start-up time.
    mark ??= process.getBuiltinModule('node:worker_threads').markAsUntransferable
    mark(memory.buffer)
  }
  return memory
}
