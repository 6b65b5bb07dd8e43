/** `sockio sim`: plays an instrument, with faults to switch on and off. */
import { Command, Option } from 'commander'
import { port } from '../arguments.ts'
import { withExamples } from '../examples.ts'
import type { SimCommandOptions } from '../sim/play.ts'

export function simCommand(signal: AbortSignal): Command {
  const command = new Command('sim')
    .summary('play an instrument, to try things without one')
    .description(
      'Plays an instrument on a TCP port: an oscilloscope, a power supply, or what a configuration says. While it runs, it takes ' +
        'commands from stdin, such as "delay 200ms" and "off delay": "help" lists them. Ctrl-C ends it.',
    )
    .argument('[config]', 'scope, supply, echo, silent, a .yaml, .json or .ts file, or a recording, .jsonl')
    .option('--host <address>', 'where to listen (default: 127.0.0.1)')
    .addOption(new Option('-p, --port <n>', 'where to listen; 0: any that is free (default: 5025)').argParser(port))
    .option('--device <name>', 'which device or resource of a pyvisa-sim model')
    .addOption(
      new Option('--order <how>', 'of a recording: as it was, or each request whenever it comes').choices([
        'strict',
        'request',
      ]),
    )
    .option('--delays', 'of a recording: replies take as long as they took')
    .option('--quiet', "don't print the requests")
    .action(async (config: string | undefined, options: SimCommandOptions) => {
      const { play } = await import('../sim/play.ts') // the other commands need no simulator
      await play(config, options, signal)
    })
  return withExamples(command, [
    ['an oscilloscope', 'sockio sim'],
    ['a power supply: what it measures follows what it is set to', 'sockio sim supply'],
    ['your own instrument, on another port', 'sockio sim meter.yaml --port 5026'],
    ['one of the instruments of a model of pyvisa-sim', "sockio sim bench.yaml --device 'device 2'"],
    ['what was recorded, whatever the order', 'sockio sim session.jsonl --order request'],
    ['one that fails, and stays in the background', 'echo "silence every=10" | sockio sim --quiet &'],
  ])
}
