/** Runs lines of SCPI commands, and keeps their errors. */
import type { DeviceSession } from '../device.ts'
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

export class ScpiDevice {
  readonly #tree = new CommandTree<Reply | ScpiHandler>()
  readonly #status: Status
  readonly #refused: string | undefined

  /** @param refused what is replied where something is refused; nothing, as with most instruments, where there is none */
  constructor(commands: ScpiCommands, options: ScpiOptions, refused?: string) {
    this.#refused = refused
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
          const settled = Promise.resolve(reply).catch((error: unknown) => this.refuse(error))
          return settled.then((later) => {
            replies.push(checkedReply(later, unit))
            return this.#run(list.slice(index + 1), path, replies, session)
          })
        }
        replies.push(checkedReply(reply, unit))
      } catch (error) {
        replies.push(this.refuse(error))
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

  /** The oldest error, which is forgotten. */
  nextError(): string {
    return this.#status.shift().toString()
  }

  /** A SCPI error goes into the queue; anything else is a mistake in the device. What is replied. */
  refuse(error: unknown): Reply {
    if (!(error instanceof ScpiError)) throw error
    this.#status.push(error)
    return this.#refused
  }
}
