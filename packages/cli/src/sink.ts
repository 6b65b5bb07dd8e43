/** Where results are written: stdout, or a file. */
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { finished } from 'node:stream/promises'
import { print } from './console.ts'
import { CommandError, messageOf } from './failure.ts'

export interface Sink extends AsyncDisposable {
  /** Waits where the reader, or the disk, is slow. */
  write(data: string | Uint8Array): Promise<void>
}

const stdout: Sink = { write: print, [Symbol.asyncDispose]: async () => undefined }

class FileSink implements Sink {
  readonly #stream: ReturnType<typeof createWriteStream>
  readonly #failed: Promise<never>

  constructor(stream: ReturnType<typeof createWriteStream>) {
    this.#stream = stream
    this.#failed = once(stream, 'error').then(([error]) => {
      throw new CommandError(messageOf(error))
    })
    this.#failed.catch(() => undefined) // it is thrown to the next who writes
  }

  async write(data: string | Uint8Array): Promise<void> {
    if (this.#stream.errored !== null) return this.#failed
    if (!this.#stream.write(data)) await Promise.race([once(this.#stream, 'drain'), this.#failed])
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#stream.errored !== null) return
    this.#stream.end()
    await finished(this.#stream).catch((error: unknown) => {
      throw new CommandError(messageOf(error))
    })
  }
}

/** What can be known before there is anything to write: that no file is in the way, and that there is a folder. */
export async function checkSink(path: string | undefined, append: boolean): Promise<void> {
  if (path === undefined) return
  await stat(dirname(path)).catch((error: unknown) => {
    throw new CommandError(messageOf(error))
  })
  const there = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw new CommandError(messageOf(error))
  })
  if (there !== undefined && !append) throw new CommandError(inTheWay(path))
}

const inTheWay = (path: string) => `${path} exists: --append adds to it`

/** A new file at `path`; with `append`, also one that is there: what was measured is never overwritten. */
export async function openSink(path: string | undefined, append: boolean): Promise<Sink> {
  if (path === undefined) return stdout
  const stream = createWriteStream(path, { flags: append ? 'a' : 'wx' })
  try {
    await once(stream, 'open')
  } catch (error) {
    const exists = error instanceof Error && 'code' in error && error.code === 'EEXIST'
    throw new CommandError(exists ? inTheWay(path) : messageOf(error))
  }
  return new FileSink(stream)
}
