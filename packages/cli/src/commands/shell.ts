/** `sockio shell`: an interactive prompt. */
import { createInterface, type Interface } from 'node:readline'
import { AbortError } from '@sockio/aio'
import { type Command, Option } from 'commander'
import { paint } from '../console.ts'
import { loadDriver } from '../driver/definition.ts'
import { driverOptions, otherOptions } from '../driver/session.ts'
import { withExamples } from '../examples.ts'
import { complain } from '../failure.ts'
import { Hints } from '../hints.ts'
import { fullUrl, type LinkOptions, link, linkCommand, patientOnceConnected, withLink } from '../link.ts'
import { announcing } from '../notes.ts'
import { shown, stray } from '../reply.ts'
import { Screen } from '../screen.ts'
import { checkRead, isRemark } from '../script.ts'
import { Dialogue } from '../shell/dialogue.ts'
import { runDotCommand, type ShellState } from '../shell/dot-commands.ts'
import { DriverTalk } from '../shell/driver-talk.ts'
import { openPrompt } from '../shell/prompt.ts'
import { TypedAhead } from '../shell/typed-ahead.ts'

interface ShellOptions extends LinkOptions {
  readonly reply: 'auto' | 'always' | 'never'
  readonly driver?: string
  readonly export?: string
}

export function shellCommand(signal: AbortSignal): Command {
  const command = linkCommand('shell')
    .summary('talk to an instrument at a prompt')
    .description(
      'A prompt with a history, completion (Tab) and commands of its own (.help). It outlives a reboot of the ' +
        'instrument: the next command connects again. Without a terminal, it reads commands from stdin, and ends at ' +
        'the first that fails.',
    )
    .addOption(
      new Option('-r, --reply <when>', 'which commands have a reply; auto: those with a question mark')
        .choices(['auto', 'always', 'never'])
        .default('auto'),
    )
    .option('-d, --driver <file>', 'a module with a driver: its names ask, set and do, besides commands')
    .option('--export <name>', 'which of its drivers (default: its default export, or the only one)')
    .action((url: string, options: ShellOptions, command: Command) => shell(url, options, command, signal))
  return withExamples(withLink(command), [
    ['talk to an oscilloscope', 'sockio shell scope.lab:5025'],
    ['by the names of a driver: "voltage 5"', 'sockio shell supply.lab:5025 --driver supply.ts'],
    [
      'an instrument without question marks that ends its lines with CR',
      'sockio shell meter.lab:4001 --reply always --eol cr',
    ],
  ])
}

async function shell(url: string, given: ShellOptions, command: Command, signal: AbortSignal): Promise<void> {
  const driver = given.driver === undefined ? undefined : await loadDriver(given.driver, given.export)
  const options = driver === undefined ? given : { ...given, ...driverOptions(driver, given, command) }
  const screen = new Screen()
  const hints = new Hints()
  const unasked = (text: string) => screen.say(`${paint(process.stdout, 'yellow', '<')} ${text}`)
  await using sock = link(url, options, {
    ...(driver && otherOptions(driver)),
    ...announcing((text) => screen.note(hints.once(text))),
    onStray: (bytes) => unasked(stray(bytes, dialogue.manner.link.eol, options.encoding)),
    reconnect: patientOnceConnected((): boolean => sock.connectionCounter > 0),
  })
  await sock.open({ signal })
  const dialogue = new Dialogue(sock, { link: options, reply: options.reply }, (reply, asked) => {
    const text = shown(reply, options.encoding)
    if (!asked) return unasked(text)
    state.last = reply
    screen.say(reply.kind === 'block' ? paint(process.stdout, 'magenta', text) : text)
  })
  const talk = driver && new DriverTalk(driver, sock)
  const state: ShellState = { dialogue, driver: talk, timing: false, timeout: undefined, last: undefined, over: false }
  if (process.stdin.isTTY && process.stdout.isTTY) {
    screen.note(`connected to ${fullUrl(url)}; .help tells what else there is, Ctrl-D leaves`)
    const typed = new TypedAhead(process.stdin)
    const prompt = openPrompt(
      fullUrl(url).replace(/^[a-z]+:\/\//, ''),
      typed,
      (line) => talk?.completions(line) ?? [],
      signal,
    )
    screen.attach(prompt, typed)
    prompt.once('close', () => process.stdout.write('\n'))
    await converse(prompt, state, screen, hints, signal)
  } else await converse(createInterface({ input: process.stdin, signal }), state, screen, hints, signal)
  await dialogue.hush()
  signal.throwIfAborted()
}

/** Runs commands until there are no more. */
async function converse(
  lines: Interface,
  state: ShellState,
  screen: Screen,
  hints: Hints,
  signal: AbortSignal,
): Promise<void> {
  let current = new AbortController()
  lines.on('SIGINT', () => {
    if (screen.busy) return current.abort()
    screen.clear()
    screen.ready()
  })
  state.dialogue.listen()
  screen.ready()
  for await (const line of lines) {
    screen.busy = true
    current = new AbortController()
    try {
      await obey(line.trim(), state, screen, AbortSignal.any([current.signal, signal]))
    } catch (error) {
      if (!screen.interactive || signal.aborted) throw error
      if (error instanceof AbortError) screen.note('given up')
      else complain(error, hints)
    }
    if (state.over) break
    state.dialogue.listen()
    screen.ready()
  }
  lines.close()
}

async function obey(line: string, state: ShellState, screen: Screen, signal: AbortSignal): Promise<void> {
  if (isRemark(line)) return
  checkRead(line)
  if (line.startsWith('.')) {
    const told = await runDotCommand(line, state)
    if (told !== '') screen.note(told)
    return
  }
  const took = state.driver?.understands(line)
    ? await byDriver(state.driver, line, state, screen, signal)
    : await state.dialogue.say(line, signal)
  if (state.timing) screen.note(`${took.toFixed(1)} ms`)
}

/** Says it by the names of the driver; gives the ms that it took. */
async function byDriver(
  driver: DriverTalk,
  line: string,
  { dialogue, timeout }: ShellState,
  screen: Screen,
  signal: AbortSignal,
): Promise<number> {
  await dialogue.hush()
  const began = performance.now()
  const told = await driver.say(line, { signal, ...(timeout !== undefined && { timeout }) })
  if (told !== undefined) screen.say(told)
  return performance.now() - began
}
