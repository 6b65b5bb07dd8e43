/** The audit log: one line of JSON for each write, of who, when, what and how it ended. It never stops a call. */
import { createWriteStream, type WriteStream } from 'node:fs'
import { printable } from '@sockio/core'
import { functionRule, textRule } from './given.ts'

/** One write. */
export interface AuditEntry {
  readonly instrument: string
  readonly client: string
  readonly role: string
  /** The bytes, as what `redact` leaves of them. */
  readonly message: Uint8Array
  /** `ok`; the code of the error; `refused`; `forgotten`, when its client had gone before its turn. */
  readonly outcome: string
  /** Did it reach the instrument? */
  readonly sent: 'yes' | 'maybe' | 'no'
  /** From its begin to its end, in ms. */
  readonly took?: number | undefined
}

/** What of a message is logged, in bytes: a waveform is not. */
const MOST = 512
/** Bytes that wait for a slow disk; what is more is dropped and counted, since memory is not endless. */
const BACKLOG = 16 * 1024 * 1024

export class Audit {
  readonly #stream: WriteStream
  readonly #broken: (error: Error) => void
  #over = false
  /** Entries that were not written, since the disk was full or too slow. */
  lost = 0

  /**
   * Appends to `file`; `broken` is told, once, when it can't be written any more.
   *
   * @throws {TypeError | RangeError} that names the wrong argument
   */
  constructor(file: string, broken: (error: Error) => void) {
    textRule(file, 'file')
    functionRule(broken, 'broken')
    this.#broken = broken
    this.#stream = createWriteStream(file, { flags: 'a', mode: 0o600 })
    this.#stream.on('error', (error) => {
      if (!this.#over) this.#broken(error)
      this.#over = true
    })
  }

  write({ message, took, ...entry }: AuditEntry): void {
    if (this.#over || this.#stream.writableLength > BACKLOG) {
      this.lost++
      return
    }
    const { instrument, client, role, outcome, sent } = entry
    const line = {
      time: new Date().toISOString(),
      instrument,
      client,
      role,
      message: shown(message),
      outcome,
      sent,
      ...(took === undefined ? {} : { took: Math.round(took * 1000) / 1000 }),
    }
    this.#stream.write(`${JSON.stringify(line)}\n`)
  }

  /** Done when all of it is with the system. */
  async close(): Promise<void> {
    if (this.#over) return
    await new Promise<void>((resolve) => {
      this.#stream.once('close', resolve)
      this.#stream.end()
    })
  }
}

function shown(message: Uint8Array): string {
  const text = Buffer.from(message.buffer, message.byteOffset, message.byteLength)
  const isText = /^[\t\r\n -~]*$/.test(text.toString('latin1', 0, MOST))
  return isText && text.length <= MOST ? text.toString('latin1').trimEnd() : printable(message, MOST)
}
