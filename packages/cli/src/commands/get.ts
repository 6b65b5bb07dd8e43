/** `sockio get`: asks an instrument for values, by the names of its driver. */
import { type Command, Option } from 'commander'
import { print } from '../console.ts'
import { type Driver, loadDriver } from '../driver/definition.ts'
import { memberOf, membersOf, type Named, valueOfMember } from '../driver/members.ts'
import { DriverSession, driverLink } from '../driver/session.ts'
import { asJson, shownValue } from '../driver/value.ts'
import { withExamples } from '../examples.ts'
import { type FormatOptions, wantsJson, withFormat } from '../formats.ts'
import { type LinkOptions, withLink } from '../link.ts'
import { jsonLine } from '../readable.ts'
import { driverCommand } from './describe.ts'

/** What `get` and `set` take. */
export interface DriverOptions extends LinkOptions {
  readonly url: string
  readonly export?: string
}

/** A driver, and where its instrument is. */
export function instrumentCommand(name: string): Command {
  const url = new Option('-u, --url <url>', 'where the instrument is: host, host:port, tcp://host:port...').env(
    'SOCKIO_URL',
  )
  return driverCommand(name).addOption(url.makeOptionMandatory())
}

export function getCommand(signal: AbortSignal): Command {
  const command = instrumentCommand('get')
    .summary('ask for values, by the names of a driver')
    .description('Asks for each value, one after the other, and prints it. Without names: for all that the driver has.')
    .argument('[name...]', 'which: voltage, channel.1.scale')
    .action((file: string, names: readonly string[], options: DriverOptions & FormatOptions, command: Command) =>
      get(file, names, options, command, signal),
    )
  return withExamples(withLink(withFormat(command, ['text', 'json'])), [
    ['a voltage', 'sockio get supply.ts voltage --url supply.lab:5025'],
    ['all there is, for another program', 'sockio get supply.ts --url supply.lab:5025 --json'],
    ['the instrument of this shell', 'export SOCKIO_URL=supply.lab:5025; sockio get supply.ts voltage'],
  ])
}

async function get(
  file: string,
  names: readonly string[],
  options: DriverOptions & FormatOptions,
  command: Command,
  signal: AbortSignal,
): Promise<void> {
  const inJson = wantsJson(options)
  const driver = await loadDriver(file, options.export)
  const asked = names.length > 0 ? names.map((name) => memberOf(driver, name)) : readable(driver)
  for (const each of asked) valueOfMember(each)
  const width = Math.max(0, ...asked.map(({ name }) => name.length))
  await using sock = driverLink(driver, options.url, options, command)
  const session = new DriverSession(driver, sock)
  for (const each of asked) {
    const { unit } = valueOfMember(each)
    const value = await session.get(each, { signal })
    if (inJson) await print(jsonLine({ name: each.name, value: asJson(value), ...(unit !== undefined && { unit }) }))
    else if (names.length === 1) await print(`${shownValue(value)}\n`)
    else await print(`${`${each.name.padEnd(width)}  ${shownValue(value, unit)}`.trimEnd()}\n`)
  }
}

/** Those that asking changes nothing of: not the event status, which is cleared by being read. */
function readable(driver: Driver): readonly Named[] {
  return membersOf(driver).filter(({ member }) => 'get' in member && !/^\*(ESR|TST|CAL)\?/i.test(member.get))
}
