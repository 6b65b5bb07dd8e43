/**
 * Records what the engine is told and what it does, while a request goes out and its reply comes in, as a Mermaid
 * sequence. The engine is the real one; the network is played, so that each run says the same.
 */
import { type Effects, Exchange, endless, line, Machine, printable, type Settings } from '@sockio/core'

const settings: Settings = {
  address: { host: 'scope.lab', port: 5025, tls: false },
  autoReconnect: true,
  connectionTimeout: Number.POSITIVE_INFINITY,
  backoff: () => false,
  streamBackoff: endless,
  pipeline: 1,
  resync: 'reconnect',
  settle: 0,
  pacing: 0,
  bufferSize: 1024 * 1024,
  maxQueue: 10_000,
  staleInput: 'discard',
  freshFor: 20,
  quiet: 100,
  hook: false,
  closeGrace: 250,
  redact: (request) => request,
  writeEol: new TextEncoder().encode('\n'),
  allocate: (size) => new Uint8Array(size),
}

const bytes = (text: string) => new TextEncoder().encode(text)
const text = (data: Uint8Array | undefined) => (data === undefined ? '' : printable(data).replaceAll('"', "'"))
const participants = [
  'participant caller as caller',
  'participant engine as engine (core)',
  'participant driver as driver (node)',
  'participant instrument as instrument',
]

/** A machine whose every input and output is written down. */
class Recorder {
  readonly lines: string[] = []
  time = 0
  readonly machine: Machine

  constructor() {
    const effect = (to: string, what: string) => this.lines.push(`engine->>${to}: ${what}`)
    const effects: Effects = {
      now: () => this.time,
      random: () => 0.5,
      alarm: (at) => effect('driver', at === Number.POSITIVE_INFINITY ? 'alarm(none)' : `alarm(at ${at} ms)`),
      connect: (epoch) => effect('driver', `connect(${epoch})`),
      disconnect: (epoch, how) => effect('driver', `disconnect(${epoch}, ${how})`),
      write: (data) => effect('driver', `write(${text(data)})`),
      pause: () => effect('driver', 'pause()'),
      resume: () => effect('driver', 'resume()'),
      frames: (_, run) => effect('caller', `frames(${text(run.bytes())})`),
      settle: (exchange, error) => effect('caller', `settle(${error?.name ?? text(exchange.reply)})`),
      granted: () => effect('caller', 'granted()'),
      refused: (_, error) => effect('caller', `refused(${error.name})`),
      stray: (data) => effect('caller', `stray(${text(data)})`),
      changed: (to) => effect('driver', `changed(${to})`),
    }
    this.machine = new Machine(settings, effects)
  }

  input(from: string, what: string, run: (machine: Machine) => void): void {
    this.lines.push(`${from}->>engine: ${what}`)
    run(this.machine)
  }

  outside(from: string, to: string, what: string): void {
    this.lines.push(`${from}-->>${to}: ${what}`)
  }

  note(what: string): void {
    this.lines.push(`Note over caller,instrument: ${what}`)
  }

  connect(): void {
    this.outside('driver', 'instrument', 'TCP connection')
    this.input('driver', 'connected(1)', (machine) => machine.connected(1))
  }

  submit(request: string, timeout: number): void {
    const exchange = new Exchange({ request: bytes(request), framing: line(bytes('\n')), timeout })
    this.input('caller', `submit(${text(exchange.request)}, ${timeout} ms)`, (machine) => machine.submit(exchange))
  }

  sent(request: string): void {
    this.outside('driver', 'instrument', text(bytes(request)))
    this.input('driver', 'drained(1)', (machine) => machine.drained(1))
  }

  received(chunk: string): void {
    this.outside('instrument', 'driver', text(bytes(chunk)))
    this.input('driver', `received(1, ${text(bytes(chunk))})`, (machine) => machine.received(1, bytes(chunk)))
  }

  toString(): string {
    return ['sequenceDiagram', ...[...participants, ...this.lines].map((line) => `  ${line}`)].join('\n')
  }
}

/** A request on a link that was idle; its reply arrives in two pieces. */
export function oneExchange(): string {
  const recorder = new Recorder()
  recorder.submit('*IDN?\n', 1000)
  recorder.connect()
  recorder.sent('*IDN?\n')
  recorder.received('ACME,')
  recorder.received('METER\n')
  return String(recorder)
}

/** A request that gets no reply, and the next one. */
export function timedOut(): string {
  const recorder = new Recorder()
  recorder.submit('MEAS:FLUX?\n', 500)
  recorder.connect()
  recorder.sent('MEAS:FLUX?\n')
  recorder.note('500 ms pass, and the instrument says nothing')
  recorder.time = 500
  recorder.input('driver', 'fired(500 ms)', (machine) => machine.fired(500))
  recorder.note('the next request finds the link idle, and connects again')
  recorder.submit('*IDN?\n', 500)
  return String(recorder)
}
