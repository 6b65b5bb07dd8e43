/** `sockio describe`: what a driver has. */
import { Command } from 'commander'
import { print } from '../console.ts'
import { loadDriver } from '../driver/definition.ts'
import { tableOf } from '../driver/describe.ts'
import { membersOf } from '../driver/members.ts'
import { withExamples } from '../examples.ts'
import { type FormatOptions, wantsJson, withFormat } from '../formats.ts'
import { jsonLine } from '../readable.ts'

interface DescribeOptions extends FormatOptions {
  readonly export?: string
}

/** A command whose first argument is a driver. */
export function driverCommand(name: string): Command {
  return new Command(name)
    .argument('<driver>', 'a module, .ts or .js, that exports what instrument() of @sockio/instrument makes')
    .option('--export <name>', 'which of its drivers (default: its default export, or the only one)')
}

export function describeCommand(): Command {
  const command = driverCommand('describe')
    .summary('tell what a driver has')
    .description('A row for each member of a driver: its name, what it is, and what is sent for it.')
    .action(describe)
  return withExamples(withFormat(command, ['text', 'json']), [
    ['what can be asked for, set and done?', 'sockio describe supply.ts'],
    ['for another program', 'sockio describe supply.ts --json'],
  ])
}

async function describe(file: string, options: DescribeOptions): Promise<void> {
  const inJson = wantsJson(options)
  const driver = await loadDriver(file, options.export)
  await print(inJson ? jsonLine(driver.describe()) : `${tableOf(membersOf(driver))}\n`)
}
