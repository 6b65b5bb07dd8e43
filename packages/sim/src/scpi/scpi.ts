/** SCPI devices from a table of command patterns. */
import { checkFields, checkInteger, checkText } from '../check.ts'
import type { DeviceFunction, DeviceSession } from '../device.ts'
import { withOverrun } from '../overrun.ts'
import { isPromise } from '../perform.ts'
import { type Answer, checkReply, type Reply } from '../reply.ts'
import { ScpiCall } from './call.ts'
import { CommandTree } from './command-tree.ts'
import type { ScpiCommands, ScpiHandler } from './commands.ts'
import { commonCommands } from './common-commands.ts'
import { compose } from './compose.ts'
import { type Unit, units } from './message.ts'
import { ScpiError } from './scpi-error.ts'
import { Status } from './status.ts'

/** What a SCPI device is besides its commands. */
export interface ScpiOptions {
  /** What `*IDN?` answers; default `'SOCKIO,SIMULATOR,0,1.0'`. */
  readonly idn?: string | undefined
  /** What `*RST` does; default: nothing. */
  readonly reset?: (() => void) | undefined
  /** How many errors the queue holds; what is too much becomes one -350. Default 20. */
  readonly errors?: number | undefined
}

/** A header path that the next command of the line may be relative to. */
interface Path {
  current: string
  /** A common command has come in between. */
  loose: boolean
}

function checkedReply(value: unknown, unit: Unit): Reply {
  checkReply(`what ${unit.header} returned`, value)
  return value
}

class ScpiDevice {
  readonly #tree = new CommandTree<Reply | ScpiHandler>()
  readonly #status: Status

  constructor(commands: ScpiCommands, options: ScpiOptions) {
    const { idn = 'SOCKIO,SIMULATOR,0,1.0', reset = () => undefined, errors = 20 } = options
    this.#status = new Status(errors)
    for (const [pattern, command] of Object.entries({ ...commonCommands(this.#status, idn, reset), ...commands })) {
      if (typeof command !== 'function') checkReply(`commands[${JSON.stringify(pattern)}]`, command)
      this.#tree.add(pattern, command)
    }
  }

  answer(line: string, session: DeviceSession): Answer {
    return this.#run(units(line), { current: '', loose: false }, [], session)
  }

  /** A line was longer than the input buffer. */
  overrun(): void {
    this.#status.push(new ScpiError(-363))
  }

  /** Runs the commands of a line; goes on in a promise after one that returned a promise. */
  #run(list: readonly Unit[], path: Path, replies: Reply[], session: DeviceSession): Answer {
    for (const [index, unit] of list.entries()) {
      try {
        const reply = this.#perform(unit, path, session)
        if (isPromise(reply)) {
          const settled = Promise.resolve(reply).catch((error: unknown) => this.#report(error))
          return settled.then((later) => {
            replies.push(checkedReply(later, unit))
            return this.#run(list.slice(index + 1), path, replies, session)
          })
        }
        replies.push(checkedReply(reply, unit))
      } catch (error) {
        this.#report(error)
        if (error instanceof ScpiError && error.number === -113) break // what follows can't be understood
      }
    }
    return compose(replies)
  }

  #perform(unit: Unit, path: Path, session: DeviceSession): Answer {
    const { command, suffixes } = this.#find(unit.header.toUpperCase(), path)
    return typeof command === 'function' ? command(new ScpiCall(unit, suffixes, session)) : command
  }

  /**
   * Headers are relative to the path of the one before (SCPI-99, volume 1, 6.2.4); a colon goes back to the root.
   * Common commands leave the path as it is; what does not exist there behind one is looked up from the root, since
   * many instruments, and their users, take them to reset the path.
   */
  #find(header: string, path: Path) {
    if (header.startsWith('*')) {
      path.loose = true
      return this.#tree.find(header) ?? this.#undefined()
    }
    const absolute = header.startsWith(':')
    const candidates = absolute ? [header.slice(1)] : [path.current + header, ...(path.loose ? [header] : [])]
    for (const candidate of candidates) {
      const found = this.#tree.find(candidate)
      if (found === undefined) continue
      path.current = candidate.slice(0, candidate.lastIndexOf(':') + 1)
      path.loose = false
      return found
    }
    return this.#undefined()
  }

  #undefined(): never {
    throw new ScpiError(-113)
  }

  /** A SCPI error goes into the queue; anything else is a mistake in the device. */
  #report(error: unknown): undefined {
    if (!(error instanceof ScpiError)) throw error
    this.#status.push(error)
  }
}

/**
 * A device that speaks SCPI, from a table of patterns.
 *
 * In a pattern the capitals are the short form of a mnemonic, `[...]` is optional, `<n>` is a numeric suffix (1 where
 * it is omitted), and a final `?` makes it a query: `MEASure:VOLTage[:DC]?`, `OUTPut<n>[:STATe]`. Clients may write
 * either form in any case, with a leading colon or not, and several commands in a line with `;` between them, each
 * relative to the path of the one before; the replies to the queries in a line are joined by `;`.
 *
 * The common commands (`*IDN?`, `*RST`, `*CLS`, `*ESE`, `*ESR?`, `*OPC`, `*SRE`, `*STB?`, `*TST?`, `*WAI`),
 * `SYSTem:ERRor[:NEXT]?`, `SYSTem:ERRor:COUNt?` and `SYSTem:VERSion?` are there already; a table may replace them. A
 * header that nobody has defined gets no reply, as with real instruments: it puts -113 into the error queue and ends
 * its line.
 *
 * @throws {TypeError | RangeError} on a bad pattern, two patterns that can't be told apart, or a bad option
 * @example
 * let level = 0
 * const supply = scpi({
 *   '[SOURce:]VOLTage': (call) => { level = call.number(0, 30) },
 *   '[SOURce:]VOLTage?': () => String(level),
 * }, { idn: 'ACME,SUPPLY,1,1.0' })
 * await using device = await simulate(supply)
 */
export function scpi(commands: ScpiCommands, options: ScpiOptions = {}): DeviceFunction {
  checkFields('options', options, {
    idn: (name, value) => checkText(name, value),
    reset(name, value) {
      if (typeof value !== 'function') throw new TypeError(`${name} must be a function`)
    },
    errors: (name, value) => checkInteger(name, value, 1),
  })
  const device = new ScpiDevice(commands, options)
  return withOverrun(
    (request, session) => device.answer(request, session),
    () => device.overrun(),
  )
}
