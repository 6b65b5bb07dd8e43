/** The commands that one gives a simulator while it runs: faults on and off, and what else can happen to an instrument. */
import type { Fault, SimulatedDevice } from '@sockio/sim'
import { unescaped } from '../arguments.ts'
import { CommandError } from '../failure.ts'
import { safe } from '../readable.ts'
import { faultHelp, faultLine, isFault, isKind, parseFault } from './fault-line.ts'

interface Active {
  readonly number: number
  readonly fault: Fault
  remove(): void
}

const OWN: readonly (readonly [usage: string, what: string])[] = [
  ['off [NUMBER | FAULT]', 'takes a fault away again, or all of them'],
  ['faults', 'those in force'],
  ['send TEXT', 'a line to all clients, unasked'],
  ['disconnect [reset]', 'closes all connections'],
  ['status', 'clients and requests so far'],
  ['help', 'this list'],
  ['exit', 'ends the simulator'],
]

/** `2: delay ms=200`: the number is for `off`. */
function shown({ number, fault }: Active): string {
  return `${number}: ${safe(faultLine(fault))}`
}

export class SimConsole {
  readonly #device: SimulatedDevice
  #active: readonly Active[] = []
  #count = 0
  over = false

  constructor(device: SimulatedDevice) {
    this.#device = device
  }

  /** Puts a fault in force; what to tell of it. */
  inject(fault: Fault): string {
    const active = { number: ++this.#count, fault, remove: this.#device.inject(fault) }
    this.#active = [...this.#inForce(), active]
    return `on ${shown(active)}`
  }

  injectAll(faults: Fault | readonly Fault[]): void {
    for (const fault of 'kind' in faults ? [faults] : faults) this.inject(fault)
  }

  /** Does what the line says; what to tell of it, which may be of several lines. */
  run(line: string): string {
    const [, name = '', rest = ''] = /^(\S+)\s*(.*)$/.exec(line.trim()) ?? []
    if (name === '') return ''
    if (isFault(name)) return this.inject(parseFault(line))
    switch (name) {
      case 'off':
        return this.#off(rest)
      case 'faults':
        return this.#faults()
      case 'send':
        this.#device.send(unescaped(rest))
        return `sent to ${this.#device.clients} clients`
      case 'disconnect':
        this.#device.disconnect(rest === 'reset' ? 'reset' : 'end')
        return 'disconnected'
      case 'status':
        return this.#status()
      case 'help':
        return help()
      case 'exit':
        this.over = true
        return ''
      default:
        throw new CommandError(`"${name}" is neither a fault nor a command: try help`)
    }
  }

  /** Without those that are over by themselves. */
  #inForce(): readonly Active[] {
    return this.#active.filter(({ fault }) => this.#device.faults.includes(fault))
  }

  #off(which: string): string {
    const before = this.#inForce()
    const gone = before.filter(({ number, fault }) => which === '' || `${number}` === which || isKind(fault, which))
    if (which !== '' && gone.length === 0) throw new CommandError(`no such fault is in force: ${which}`)
    if (which === '') this.#device.clear()
    for (const { remove } of gone) remove()
    this.#active = before.filter((each) => !gone.includes(each))
    return gone.map((each) => `off ${shown(each)}`).join('\n') || 'no fault is in force'
  }

  #faults(): string {
    this.#active = this.#inForce()
    return this.#active.map(shown).join('\n') || 'no fault is in force'
  }

  #status(): string {
    const { url, clients, connections, requests, faults } = this.#device
    return [
      `${url}: ${clients} clients now, ${connections} ever`,
      `${requests.length} requests, ${faults.length} faults in force`,
    ].join('\n')
  }
}

function help(): string {
  const all = [...faultHelp, ...OWN]
  return all.map(([usage, what]) => `${usage}\n      ${what}`).join('\n')
}
