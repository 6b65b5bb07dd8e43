/** What `sockio sim` does: plays the instrument, and takes commands meanwhile. */
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { ReplayOptions } from '@sockio/recorder'
import { type SimulatedDevice, simulate } from '@sockio/sim'
import { paint } from '../console.ts'
import { CommandError, complain, exitCodes, messageOf } from '../failure.ts'
import { inForeground } from '../foreground.ts'
import { safe } from '../readable.ts'
import { Screen } from '../screen.ts'
import { isRemark } from '../script.ts'
import { TypedAhead } from '../shell/typed-ahead.ts'
import { timeOfDay } from '../time-of-day.ts'
import { loadConfig } from './config.ts'
import { SimConsole } from './console.ts'

export interface SimCommandOptions {
  readonly host?: string
  readonly port?: number
  readonly device?: string
  readonly quiet?: true
  readonly order?: 'strict' | 'request'
  readonly delays?: true
}

/** Plays what `file` says, until the signal or a command ends it. */
export async function play(file: string | undefined, options: SimCommandOptions, signal: AbortSignal): Promise<void> {
  const { device: kind, faults = [], ...config } = await loadConfig(file, options.device, replaying(options))
  const { host = config.host, port = config.port } = options
  await using device = await checked(file, () => simulate(kind, { ...config, host, port }))
  const control = new SimConsole(device)
  await checked(file, () => control.injectAll(faults))
  const screen = new Screen()
  screen.say(`listening on ${device.url}`)
  if (!options.quiet) void logRequests(device, screen)
  await Promise.race([obey(control, screen, signal), over(signal)])
}

/** How a recording is played; nothing where nothing was said. */
function replaying({ order, delays }: SimCommandOptions): ReplayOptions {
  return { ...(order !== undefined && { order }), ...(delays !== undefined && { delays }) }
}

/** What the simulator finds wrong with its arguments is wrong with the configuration. */
async function checked<T>(file: string | undefined, run: () => T | Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    const usage = error instanceof TypeError || error instanceof RangeError
    const where = usage && file !== undefined ? `${file}: ` : ''
    throw new CommandError(where + messageOf(error), usage ? exitCodes.usage : exitCodes.failed, error)
  }
}

/** Each request as it comes, until the end. */
async function logRequests(device: SimulatedDevice, screen: Screen): Promise<void> {
  try {
    for (let n = 1; ; n++) {
      const request = safe(await device.received(n))
      screen.say(`${paint(process.stdout, 'dim', timeOfDay())} ${request}`)
    }
  } catch {
    // the simulation is over
  }
}

/** Runs the commands that come by stdin. At its end a terminal has had enough; a script has said all that it wants. */
async function obey(control: SimConsole, screen: Screen, signal: AbortSignal): Promise<void> {
  const { stdin, stdout } = process
  if (stdin.isTTY && !inForeground()) return await over(signal)
  const terminal = stdin.isTTY && stdout.isTTY
  const prompt = paint(stdout, 'cyan', 'sim> ')
  const typed = terminal ? new TypedAhead(stdin) : undefined
  const lines =
    typed === undefined
      ? createInterface({ input: stdin, signal })
      : createInterface({ input: typed, output: stdout, terminal: true, prompt, signal })
  if (typed !== undefined) {
    screen.note('faults can be switched on and off: help tells how; Ctrl-C or exit ends it')
    screen.attach(lines, typed)
    lines.on('SIGINT', () => lines.close())
  }
  screen.ready()
  for await (const line of lines) {
    screen.busy = true
    try {
      const told = isRemark(line) ? '' : control.run(line)
      if (told !== '') screen.note(told)
    } catch (error) {
      complain(error)
    }
    if (control.over) return
    screen.ready()
  }
  if (!terminal) await over(signal)
}

/** Until a signal ends it. */
async function over(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort')
}
