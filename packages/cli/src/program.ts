/** The program: its commands, its help, and what becomes of their failures. */
import { readFileSync } from 'node:fs'
import { Command, CommanderError } from 'commander'
import { several } from './arguments.ts'
import { benchCommand } from './commands/bench.ts'
import { describeCommand } from './commands/describe.ts'
import { doctorCommand } from './commands/doctor.ts'
import { explainCommand } from './commands/explain.ts'
import { getCommand } from './commands/get.ts'
import { hubCommand } from './commands/hub.ts'
import { plotCommand } from './commands/plot.ts'
import { queryCommand } from './commands/query.ts'
import { recordCommand } from './commands/record.ts'
import { setCommand } from './commands/set.ts'
import { shellCommand } from './commands/shell.ts'
import { simCommand } from './commands/sim.ts'
import { streamCommand } from './commands/stream.ts'
import { watchCommand } from './commands/watch.ts'
import { wireCommand } from './commands/wire.ts'
import { paint } from './console.ts'
import { CommandError, complain, exitCodeOf, exitCodes, Interrupted, Told } from './failure.ts'
import { checkRecording, learnSchemes } from './link.ts'

const HELP = `
Exit codes:
  0    done
  1    failed otherwise: a file, a port, a reply of the wrong kind
  2    wrong arguments or a wrong configuration
  3    no connection: refused, unreachable, unknown, TLS
  4    no reply in time
  5    the connection was lost before the reply was whole
  130  interrupted (128 and the number of the signal)
`

function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : ''
}

/** An option that is given twice would silently be the last one given: which of them was meant? */
function refuseTwice(command: Command): void {
  for (const option of command.options) {
    let given = false
    if (option.parseArg === several) continue
    command.on(`option:${option.name()}`, () => {
      if (given) command.error(`error: option '${option.flags}' is given twice`)
      given = true
    })
  }
}

function program(signal: AbortSignal): Command {
  const sockio = new Command('sockio')
    .description('Talks to laboratory instruments over TCP.')
    .version(version(), '-V, --version')
    .addHelpText('after', HELP)
  const commands = [
    queryCommand(signal),
    shellCommand(signal),
    streamCommand(signal),
    plotCommand(signal),
    simCommand(signal),
    hubCommand(signal),
    getCommand(signal),
    setCommand(signal),
    describeCommand(),
    benchCommand(signal),
    doctorCommand(signal),
    watchCommand(signal),
    wireCommand(signal),
    recordCommand(signal),
    explainCommand(),
  ]
  for (const command of [sockio, ...commands, ...commands.flatMap((each) => each.commands)]) {
    refuseTwice(command)
    command
      .exitOverride()
      .showSuggestionAfterError()
      .configureHelp({ styleTitle: (title) => paint(process.stdout, 'bold', title) })
      .configureOutput({
        outputError: (text, write) =>
          write(text.replace(/^error: /, `${command === sockio ? '' : 'sockio '}${command.name()}: `)),
      })
  }
  for (const command of commands) sockio.addCommand(command)
  sockio.hook('preAction', async (_, command) => {
    const { record, url } = command.opts<{ readonly record?: string; readonly url?: string }>()
    checkRecording(record)
    await learnSchemes([...command.args, url])
  })
  return sockio
}

/** Runs the program; its exit code. */
export async function run(args: readonly string[], signal: AbortSignal): Promise<number> {
  try {
    await program(signal).parseAsync(args, { from: 'user' })
    if (signal.reason instanceof CommandError) throw signal.reason
    return exitCodes.done
  } catch (thrown) {
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? exitCodes.done : exitCodes.usage
    // What was aborted failed for that reason; but not what the command itself found, such as a disk that is full.
    const error: unknown = signal.aborted && !(thrown instanceof CommandError) ? signal.reason : thrown
    if (!(error instanceof Interrupted || error instanceof Told)) complain(error)
    return exitCodeOf(error)
  }
}
