/** `sockio set`: sets values of an instrument, by the names of its driver. */
import type { Command } from 'commander'
import { type Driver, loadDriver } from '../driver/definition.ts'
import { memberOf } from '../driver/members.ts'
import { DriverSession, driverLink } from '../driver/session.ts'
import { type Setting, settingOf } from '../driver/setting.ts'
import { withExamples } from '../examples.ts'
import { CommandError, exitCodes } from '../failure.ts'
import { withLink } from '../link.ts'
import { type DriverOptions, instrumentCommand } from './get.ts'

export function setCommand(signal: AbortSignal): Command {
  const command = instrumentCommand('set')
    .summary('set values, by the names of a driver')
    .description(
      'Sets each value, one after the other, and finds out whether the instrument took it, where its driver checks errors. ' +
        'A value that can not be is refused before anything is sent.',
    )
    .argument('<name>', 'which: voltage, channel.1.scale')
    .argument('<value>', 'to what: 5, on, 1,2, {"low":1,"high":2}')
    .argument('[more...]', 'further names and values')
    .action(
      (file: string, name: string, value: string, more: readonly string[], options: DriverOptions, own: Command) =>
        set(file, [name, value, ...more], options, own, signal),
    )
  return withExamples(withLink(command), [
    ['a voltage', 'sockio set supply.ts voltage 5 --url supply.lab:5025'],
    ['two values', 'sockio set supply.ts voltage 5 output on --url supply.lab:5025'],
  ])
}

async function set(
  file: string,
  words: readonly string[],
  options: DriverOptions,
  command: Command,
  signal: AbortSignal,
): Promise<void> {
  const driver = await loadDriver(file, options.export)
  const settings = settingsOf(driver, words)
  await using sock = driverLink(driver, options.url, options, command)
  const session = new DriverSession(driver, sock)
  for (const { named, value } of settings) await session.set(named, value, { signal })
}

function settingsOf(driver: Driver, words: readonly string[]): readonly Setting[] {
  const last = words.at(-1)
  if (words.length % 2 === 1)
    throw new CommandError(`to what shall ${last} be set? (a value is missing)`, exitCodes.usage)
  return words.flatMap((name, i) => (i % 2 === 0 ? [settingOf(memberOf(driver, name), words[i + 1] ?? '')] : []))
}
