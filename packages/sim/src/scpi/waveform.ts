/** The waveform of a simulated oscilloscope: its bytes in the format that was asked for, and the preamble that tells volts. */
import { block } from '../reply.ts'
import type { ScpiCall } from './call.ts'
import type { ScpiCommands } from './commands.ts'
import { ScpiError } from './scpi-error.ts'

/** More than that nobody asks of a test. */
export const MOST_POINTS = 100_000_000
/** Divisions of the screen, which the waveform fills. */
const COLUMNS = 10
const ROWS = 8

/** By the number that the preamble has for each: as Keysight's and Rigol's oscilloscopes. */
const FORMATS = [
  { name: 'BYTE', pattern: /^BYTE$/i, bytes: 1 },
  { name: 'WORD', pattern: /^WORD$/i, bytes: 2 },
] as const
const ORDERS = [
  { name: 'MSBF', pattern: /^MSBF(IRST)?$/i, little: false },
  { name: 'LSBF', pattern: /^LSBF(IRST)?$/i, little: true },
] as const

type Format = (typeof FORMATS)[number]
type Order = (typeof ORDERS)[number]

function one<T extends { readonly pattern: RegExp }>(choices: readonly T[], call: ScpiCall): T {
  const choice = choices.find(({ pattern }) => pattern.test(call.text()))
  if (choice === undefined) throw new ScpiError(-224)
  return choice
}

/** A sine in unsigned samples; in a long one of bytes every value from 0 to 255 occurs, ends of line included. */
function samples(points: number, format: Format, order: Order): Uint8Array {
  const half = (2 ** (8 * format.bytes) - 1) / 2
  const sample = (index: number) => Math.round(half + half * Math.sin(0.05 * index))
  if (format.bytes === 1) return Uint8Array.from({ length: points }, (_, index) => sample(index))
  const bytes = new Uint8Array(points * 2)
  const view = new DataView(bytes.buffer)
  for (let index = 0; index < points; index++) view.setUint16(2 * index, sample(index), order.little)
  return bytes
}

const scientific = (value: number) => value.toExponential(8).toUpperCase()

/** What the waveform depends on besides its own settings. */
export interface Screen {
  readonly channels: number
  /** Volts per division of a channel. */
  volts(channel: number): number
  /** Seconds per division. */
  seconds(): number
}

export interface Waveform {
  readonly commands: ScpiCommands
  reset(): void
}

/** The commands of `WAVeform`; `points` until `WAVeform:POINts` changes it. */
export function waveform(points: number, { channels, volts, seconds }: Screen): Waveform {
  const initial: { points: number; format: Format; order: Order; source: number } = {
    points,
    format: FORMATS[0],
    order: ORDERS[0],
    source: 1,
  }
  let state = { ...initial }
  let made: { readonly key: string; readonly bytes: Uint8Array } | undefined
  // In volts: (sample - reference) * increment + origin. In seconds: the same of the index.
  const scaling = {
    'XINCrement?': () => (seconds() * COLUMNS) / state.points,
    'XORigin?': () => (-seconds() * COLUMNS) / 2,
    'XREFerence?': () => 0,
    'YINCrement?': () => (volts(state.source) * ROWS) / 2 ** (8 * state.format.bytes),
    'YORigin?': () => 0,
    'YREFerence?': () => 2 ** (8 * state.format.bytes - 1),
  }
  const shown = (name: string, value: number) => (name.endsWith('REFerence?') ? String(value) : scientific(value))
  const preamble = () => {
    const head = [FORMATS.indexOf(state.format), 0, state.points, 1]
    return [...head, ...Object.entries(scaling).map(([name, value]) => shown(name, value()))].join(',')
  }
  const commands: Record<string, ScpiCommands[string]> = {
    'WAVeform:POINts': (call) => {
      state.points = Math.round(call.number(1, MOST_POINTS))
    },
    'WAVeform:POINts?': () => String(state.points),
    'WAVeform:FORMat': (call) => {
      state.format = one(FORMATS, call)
    },
    'WAVeform:FORMat?': () => state.format.name,
    'WAVeform:BYTeorder': (call) => {
      state.order = one(ORDERS, call)
    },
    'WAVeform:BYTeorder?': () => state.order.name,
    'WAVeform:SOURce': (call) => {
      const [, number] = /^CHAN(?:NEL)?(\d+)$/i.exec(call.text()) ?? []
      if (number === undefined) throw new ScpiError(-224)
      if (Number(number) < 1 || Number(number) > channels) throw new ScpiError(-222)
      state.source = Number(number)
    },
    'WAVeform:SOURce?': () => `CHAN${state.source}`,
    'WAVeform:PREamble?': preamble,
    'WAVeform:DATA?': () => {
      const { points, format, order } = state
      const key = [points, format.name, order.name].join()
      if (made?.key !== key) made = { key, bytes: samples(points, format, order) }
      return block(made.bytes)
    },
  }
  for (const [name, value] of Object.entries(scaling)) commands[`WAVeform:${name}`] = () => shown(name, value())
  return {
    commands,
    reset() {
      state = { ...initial }
    },
  }
}
