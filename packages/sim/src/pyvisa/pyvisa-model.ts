/** Models of instruments in the format of pyvisa-sim, as devices. */
import { checkFields, checkInteger, checkText } from '../check.ts'
import type { DeviceDefaults, DeviceFunction } from '../device.ts'
import { random } from '../random.ts'
import { choose } from './choose.ts'
import { readEnds } from './ends.ts'
import { Entry } from './entry.ts'
import { readInstrument } from './instrument.ts'

/** Which instrument of a model is played, and how. */
export interface PyvisaModelOptions {
  /** The name of a device or a resource, where there are several. */
  readonly name?: string | undefined
  /** What the numbers of `RANDOM` are determined by; default 1: the same on every run. */
  readonly seed?: number | undefined
  /** Reads another definition that a resource names by its `filename`. Without it, such a resource is an error. */
  readonly load?: ((filename: string) => unknown) | undefined
}

/** An instrument of a model. */
export interface PyvisaModel extends DeviceFunction {
  readonly defaults: DeviceDefaults
  /** The port of its resource, where that is one of `TCPIP::host::port::SOCKET`. */
  readonly port: number | undefined
}

/**
 * An instrument of a model in the format of pyvisa-sim (`spec: "1.0"` and `"1.1"`): its dialogues, properties, channels,
 * errors and ends of line. Of a resource the ends of line are those of its interface; of a device without one, those of
 * `TCPIP SOCKET`, `ASRL INSTR`, `TCPIP INSTR`, or the first that it has.
 *
 * All clients share its values. What pyvisa-sim finds wrong only when it is asked, such as a format that can't show a
 * value, is wrong from the beginning.
 *
 * @param definition what stands in the file: of YAML, read with or without types
 * @throws {ModelError} a TypeError that says where and what is wrong; {TypeError | RangeError} on a bad or unknown option
 * @example
 * await using bench = await simulate(pyvisaModel(parse(await readFile('bench.yaml', 'utf8')), { name: 'HP33120A' }))
 */
export function pyvisaModel(definition: unknown, options: PyvisaModelOptions = {}): PyvisaModel {
  checkFields('options', options, {
    name: (name, value) => checkText(name, value, false),
    seed: (name, value) => checkInteger(name, value, Number.MIN_SAFE_INTEGER),
    load(name, value) {
      if (typeof value !== 'function') throw new TypeError(`${name} must be a function`)
    },
  })
  const { name, seed = 1, load } = options
  const { device, resource } = choose(new Entry(definition), name, (filename) => {
    if (load === undefined) throw filename.error('another file is needed, and the option "load" to read it is missing')
    return new Entry(load(filename.text()), [], filename.text())
  })
  const ends = readEnds(device, resource?.type)
  const { eol, replyEol } = ends
  const instrument = readInstrument(device, { next: random(seed), channelIds: resource?.channelIds, ends })
  const defaults = { eol, replyEol: replyEol === '' ? eol : replyEol, encoding: instrument.encoding }
  return Object.assign(instrument.answer, { defaults, port: resource?.port })
}
