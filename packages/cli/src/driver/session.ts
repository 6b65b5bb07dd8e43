/** A driver that is bound to a connection: its members are called by their names. */
import type { Options, TCP } from '@sockio/aio'
import type { Command } from 'commander'
import { CommandError, exitCodes, messageOf } from '../failure.ts'
import { type LinkOptions, link } from '../link.ts'
import type { Driver } from './definition.ts'
import type { Named } from './members.ts'

/** How a value is asked for or set. */
export interface CallOptions {
  readonly signal: AbortSignal
  /** In the place of the limits that the driver and the connection have. */
  readonly timeout?: number
}

type Method = (...args: unknown[]) => Promise<unknown>

export class DriverSession {
  readonly #driver: Driver
  readonly #sock: TCP

  constructor(driver: Driver, sock: TCP) {
    this.#driver = driver
    this.#sock = sock
  }

  get({ name }: Named, options: CallOptions): Promise<unknown> {
    return this.#call(`${name}.get`, options)
  }

  set({ name }: Named, value: unknown, options: CallOptions): Promise<unknown> {
    return this.#call(`${name}.set`, options, value)
  }

  /** An action or a procedure; what the latter returns. */
  run({ name }: Named, args: readonly unknown[], options: CallOptions): Promise<unknown> {
    return this.#call(name, options, ...args)
  }

  /** What the driver finds wrong with an argument is wrong with the command line. */
  async #call(path: string, options: CallOptions, ...args: readonly unknown[]): Promise<unknown> {
    const bound: object = this.#driver.on(this.#sock, options) // an action takes no options of its own
    const method = path.split('.').reduce<unknown>((value, key) => Reflect.get(Object(value), key), bound) as Method
    try {
      return await method(...args)
    } catch (error) {
      if (!(error instanceof TypeError || error instanceof RangeError)) throw error
      throw new CommandError(messageOf(error), exitCodes.usage, error)
    }
  }
}

/** What the command line says of the connection, and where it says nothing, what the driver does. */
export function driverOptions(driver: Driver, options: LinkOptions, command: Command): LinkOptions {
  const said = (name: string) => !['default', undefined].includes(command.getOptionValueSource(name))
  const { encoding, timeout } = driver.link
  const [eol, writeEol] = [driver.link.eol, driver.link.writeEol].map(textOf)
  return {
    ...options,
    ...(eol !== undefined && !said('eol') && { eol }),
    ...(writeEol !== undefined && !said('writeEol') && !said('eol') && { writeEol }),
    ...(encoding !== undefined && !said('encoding') && { encoding }),
    ...(timeout !== undefined && !said('timeout') && { timeout }),
  }
}

function textOf(eol: string | Uint8Array | undefined): string | undefined {
  return eol === undefined || typeof eol === 'string' ? eol : Buffer.from(eol).toString('latin1')
}

/** What the driver says of its connections besides those. */
export function otherOptions(driver: Driver): Options {
  const { eol, writeEol, encoding, timeout, ...others } = driver.link
  return others
}

/** A connection to an instrument of the driver; nothing is opened yet. */
export function driverLink(driver: Driver, url: string, options: LinkOptions, command: Command): TCP {
  return link(url, driverOptions(driver, options, command), otherOptions(driver))
}
