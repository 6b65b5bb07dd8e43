/** `sockio doctor`: why does it not answer? */
import { parseAddress } from '@sockio/core'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { duration, port } from '../arguments.ts'
import { note, print } from '../console.ts'
import { FLAVOURS, type Flavour } from '../doctor/code.ts'
import { examine, type Teller } from '../doctor/examine.ts'
import { Patient } from '../doctor/patient.ts'
import { PORTS_OF_HABIT } from '../doctor/probes/ports.ts'
import type { Gravity } from '../doctor/reading.ts'
import { RecordedLinks } from '../doctor/recorded-links.ts'
import { json, report } from '../doctor/report.ts'
import { time } from '../doctor/words.ts'
import { withExamples } from '../examples.ts'
import { CommandError, type ExitCode, exitCodes, Told } from '../failure.ts'
import { type FormatOptions, wantsJson, withFormat } from '../formats.ts'
import {
  checked,
  type LinkOptions,
  linkCommand,
  needsPort,
  recording,
  terminated,
  tlsOptions,
  withRecording,
  withTls,
} from '../link.ts'
import { safe } from '../readable.ts'

interface DoctorOptions extends Pick<LinkOptions, 'ca' | 'insecure' | 'record'>, FormatOptions {
  readonly query: string
  readonly timeout: number
  readonly silence: number
  readonly idle: number
  readonly ports: readonly number[]
  readonly stress?: true
  readonly flavour: Flavour | 'all'
}

const CODES: Readonly<Record<Gravity, ExitCode>> = {
  sound: exitCodes.done,
  options: exitCodes.options,
  unsound: exitCodes.failed,
  unreachable: exitCodes.unreachable,
  silent: exitCodes.timeout,
  lost: exitCodes.lost,
}

/** Longest wait for a name, and for a connection: what is there answers sooner. */
const PATIENCE = 3000

const HELP = `
Exit codes:
  0    it answers, and needs no options
  1    it answers, but not as an instrument should: garbage, twice, not always
  3    it is not reached: an unknown name, refused, no answer, hangs up at once
  4    it is reached, and says nothing
  5    it hangs up in place of a reply, or within one
  6    it answers, and needs the options that are told
`

function list(text: string): readonly number[] {
  return text.split(',').map((each) => {
    const number = port(each.trim())
    if (number === 0) throw new InvalidArgumentError('Expected ports such as 5025,5555.')
    return number
  })
}

export function doctorCommand(signal: AbortSignal): Command {
  const command = linkCommand('doctor')
    .summary('find out why an instrument does not answer')
    .description(
      'Examines an instrument, and tells which options it needs: by which port and ends of line it answers, whether it ' +
        'echoes, prompts, hangs up or serves one client only. Nothing is sent but the query; each probe is told of ' +
        'before it is made, with its limit. Without a port it knocks at those that instruments have by habit.',
    )
    .option('-q, --query <query>', 'the only thing that is sent', '*IDN?')
    .addOption(new Option('-t, --timeout <time>', 'longest wait for a reply').argParser(duration).default(2000, '2s'))
    .addOption(
      new Option('--silence <time>', 'nothing more comes after so long').argParser(duration).default(400, '400ms'),
    )
    .addOption(
      new Option('--idle <time>', 'does it hang up on who says nothing for so long? 0: not tried')
        .argParser(duration)
        .default(5000, '5s'),
    )
    .addOption(
      new Option('--ports <list>', 'where to knock').argParser(list).default(PORTS_OF_HABIT, PORTS_OF_HABIT.join(',')),
    )
    .option('--stress', 'find out how fast is too fast')
    .addOption(new Option('--flavour <name>', 'which code to show').choices([...FLAVOURS, 'all']).default('aio'))
    .action((url: string, options: DoctorOptions) => doctor(url, options, signal))
  return withExamples(withRecording(withTls(withFormat(command, ['text', 'json']))).addHelpText('after', HELP), [
    ['which port, which end of line?', 'sockio doctor scope.lab'],
    ['it has a port, and no *IDN?', "sockio doctor meter.lab:4001 --query 'READ'"],
    ['how long must the pause between two requests be?', 'sockio doctor meter.lab:4001 --stress'],
    ['keep what it heard, for somebody else to look at', 'sockio doctor meter.lab:4001 --record visit.jsonl'],
  ])
}

/** Was a port named, rather than that of habit meant? */
const namesPort = (url: string, at: number) => at !== 5025 || /(?:^|[^:]):5025\/?$|::5025::/.test(url)

const teller: Teller = {
  before(name, does, bound) {
    if (bound > 0) note(safe(`${name}: ${does} (${time(bound)} at most)`))
  },
  after(name, found) {
    process.stderr.write(`   ${name}: ${safe(found)}\n`)
  },
}

async function doctor(url: string, options: DoctorOptions, signal: AbortSignal): Promise<void> {
  const { query, timeout, silence, idle, ports } = options
  const inJson = wantsJson(options)
  needsPort(
    url,
    'doctor examines what is reached over TCP or TLS; of an instrument behind a hub, where that reaches it',
  )
  const secured = tlsOptions(url, options)
  const { host, port, tls } = checked(() => parseAddress(url))
  if (query === '') throw new CommandError('what shall be asked? (--query is empty)', exitCodes.usage)
  terminated(query, { eol: '\n' } as LinkOptions)
  const named = tls || namesPort(url, port)
  const allowed = {
    query,
    timeout,
    patience: PATIENCE,
    silence,
    idle,
    stress: options.stress === true,
    port: named ? port : undefined,
    ports: tls ? [] : ports,
  }
  const connection = tls ? { servername: host, ...(typeof secured === 'object' && secured) } : undefined
  const place = { host, tls: connection, patience: PATIENCE }
  await using links = options.record === undefined ? undefined : new RecordedLinks(place, recording(options.record))
  const patient = new Patient({ ...place, query, links }, signal)
  const examination = await examine(patient, allowed, teller)
  const found = { host, port: examination.chart.port?.port ?? port, tls, query }
  const flavours = options.flavour === 'all' ? FLAVOURS : [options.flavour]
  await print(inJson ? json(examination, found) : report(examination, found, flavours))
  const code = CODES[examination.verdict.gravity]
  if (code !== exitCodes.done) throw new Told(code)
}
