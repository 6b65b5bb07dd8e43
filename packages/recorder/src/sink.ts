/** All of a recording, to a file, as it comes. */
import { appendFileSync, writeFileSync } from 'node:fs'
import { extname } from 'node:path'
import { setImmediate, setTimeout } from 'node:timers'
import { isMainThread } from 'node:worker_threads'
import type { Sink } from './tape-line.ts'

/** Written after so many ms, however little there is. */
const SOON_MS = 100

/** The numbers that were given to names last, so that the next is found at once. */
const numbers = new Map<string, number>()

/** Creates the file, or one with the next number that is free: `night-2.jsonl`; its name. */
export function create(file: string): string {
  const extension = extname(file)
  const stem = file.slice(0, file.length - extension.length)
  for (let n = numbers.get(file) ?? 1; ; n++) {
    const name = n === 1 ? file : `${stem}-${n}${extension}`
    try {
      writeFileSync(name, '', { flag: 'wx' })
      numbers.set(file, n)
      return name
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    }
  }
}

/** What is to be written when the program ends. */
const unwritten = new Set<() => void>()
let watching = false

function watchExit(): void {
  if (watching) return
  watching = true
  process.on('exit', () => {
    for (const write of unwritten) write()
  })
}

/** What a thread has not written when it is ended from outside is lost: another than the main one writes at each turn of its loop. */
function soon(write: () => void): void {
  if (isMainThread) setTimeout(write, SOON_MS).unref()
  else setImmediate(write)
}

/** `ended` is told, once, why it can't be written any more. */
export class FileSink implements Sink {
  readonly #wanted: string
  readonly #ended: (error: unknown) => void
  #file: string | undefined
  /** There will be a look at what is not written. */
  #looking = false

  constructor(file: string, ended: (error: unknown) => void) {
    this.#wanted = file
    this.#ended = ended
  }

  waiting(write: () => void): void {
    if (this.#looking) return
    this.#looking = true
    watchExit()
    unwritten.add(write)
    soon(() => {
      this.#looking = false
      unwritten.delete(write)
      write()
    })
  }

  lines(lines: Buffer): void {
    try {
      this.#file ??= create(this.#wanted)
      appendFileSync(this.#file, lines)
    } catch (error) {
      this.#ended(error)
    }
  }

  failed(): void {
    // It is written.
  }
}
