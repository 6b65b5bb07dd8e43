/** An instrument as a configuration has it, and what its messages and replies look like. */
import { optionTable } from '@sockio/core'
import { rulesOf, type SomeDefinition } from './definition-rules.ts'
import type { Parsed } from './jobs.ts'
import type { LinkOptions } from './link.ts'
import { type MessageForm, message } from './messages.ts'
import { Replies } from './replies.ts'
import { DEFAULT_TIMEOUT, type RuleSettings, Rules, rule } from './rules.ts'

/** What an owner is told of its instrument. */
export interface InstrumentSettings {
  /** Where it is: all that `socketForUrl` takes. */
  readonly url: string
  /** Of the connection, as in every flavour, but for functions. `timeout` is 10 s where none is given. */
  readonly options?: LinkOptions | undefined
  /** What messages owe, where that is not one line or block for each query. The first that matches applies. */
  readonly rules?: readonly RuleSettings[] | undefined
  /** A definition of `@sockio/instrument`: rules for what its members ask and tell, after those of `rules`. */
  readonly definition?: SomeDefinition | undefined
  /** Are lines that begin with `++` for the hub? Default true. */
  readonly control?: boolean | undefined
  /** May messages and replies hold IEEE 488.2 blocks? Default true. */
  readonly blocks?: boolean | undefined
  /**
   * Lines that match are those of a stream, also while a reply is waited for; the instrument is then connected at once, and
   * again whenever it was lost. Default: lines that come while no reply is waited for.
   */
  readonly stream?: string | RegExp | undefined
  /** Lines sent on each connection, before anything else; those that end in `?` are answered. */
  readonly init?: readonly string[] | undefined
}

/** How an instrument is spoken to. */
export class Dialect {
  readonly form: MessageForm
  readonly eol: Buffer
  readonly timeout: number
  readonly replies: Replies
  readonly rules: Rules
  readonly #encoding: BufferEncoding
  readonly #message: ReturnType<typeof message>

  constructor({ options = {}, rules = [], definition, blocks = true }: InstrumentSettings) {
    const { bufferSize = optionTable.bufferSize.default, maxBlock = optionTable.maxBlock.default } = options
    this.#encoding = options.encoding ?? 'utf8'
    const bytes = (text: string | Uint8Array) =>
      typeof text === 'string' ? Buffer.from(text, this.#encoding) : Buffer.from(text)
    this.eol = bytes(options.eol ?? '\n')
    const writeEol = options.writeEol === undefined ? this.eol : bytes(options.writeEol)
    this.form = { eol: writeEol, blocks, bufferSize, maxBlock }
    this.#message = message(this.form)
    this.timeout = options.timeout ?? DEFAULT_TIMEOUT
    this.replies = new Replies({ eol: this.eol, blocks, maxBlock })
    const defined = definition === undefined ? [] : rulesOf(definition, this.timeout)
    this.rules = new Rules([...rules.map(rule), ...defined], blocks)
  }

  /** One message with its end of line, and what it comes to. */
  parse(bytes: Buffer): Parsed {
    const { eol } = this.form
    let end = bytes.length - eol.length
    if (bytes[end - 1] === CR) end--
    const text = bytes.toString('latin1', 0, Math.max(0, end))
    const kind = this.rules.of(text)
    return { bytes, text, kind, owed: this.replies.owed(kind) }
  }

  /**
   * One message, its end of line appended where text lacks it.
   *
   * @throws {TypeError} when it is none, or more than one
   */
  one(given: string | Uint8Array): Parsed {
    const { eol } = this.form
    let bytes = typeof given === 'string' ? Buffer.from(given, this.#encoding) : Buffer.from(given)
    if (typeof given === 'string' && !bytes.subarray(-eol.length).equals(eol)) bytes = Buffer.concat([bytes, eol])
    if (bytes.length <= eol.length) throw new TypeError('message: it is empty')
    const end = this.#message.end(bytes, 0, 0)
    if (end === bytes.length) return this.parse(bytes)
    throw new TypeError(
      end < 0 ? 'message: it has no end of line, or its block is not whole' : 'message: expected one, got more',
    )
  }

  /** Text of a reply, without the end of its last line. */
  text(reply: Buffer): string {
    const ended = reply.subarray(-this.eol.length).equals(this.eol)
    const end = ended ? reply.length - this.eol.length : reply.length
    return reply.toString(this.#encoding, 0, ended && reply[end - 1] === CR ? end - 1 : end)
  }
}

const CR = 13
