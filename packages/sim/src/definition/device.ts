/** A definition as a device: it answers its own driver as the instrument would. */
import { checkFields, checkInteger, checkRecord, checkText } from '../check.ts'
import type { DeviceDefaults, DeviceFunction } from '../device.ts'
import { withOverrun } from '../overrun.ts'
import type { Answer } from '../reply.ts'
import { ScpiDevice } from '../scpi/scpi-device.ts'
import { type Command, commandsOf } from './commands.ts'
import { endOf, errorQueries, spokenTo } from './link.ts'
import { modelsOf } from './models.ts'
import { finder } from './other-part.ts'
import { isCommon, nobody, scpiPart } from './scpi-part.ts'
import type { DeviceModels, DeviceValues, SimulatedDefinition } from './shape.ts'
import { State } from './state.ts'

/** How the device of a definition answers, besides what the definition says; all of it is optional. */
export interface DefinedDeviceOptions {
  /**
   * What is replied to what is refused, in dialects that say so in the reply: `'RPRT -1'`. Default: nothing; the error is in
   * the queue of errors.
   */
  readonly refused?: string | undefined
  /** How many errors the queue holds; what is too much becomes one -350. Default 20. */
  readonly errors?: number | undefined
}

/** The device of a definition. */
export interface DefinedDevice<D> extends DeviceFunction {
  readonly defaults: DeviceDefaults
  /** Its values in the groups of the definition: to be read, and to be changed, as by somebody who turns a knob. */
  readonly values: DeviceValues<D>
}

/**
 * Plays the instrument of a definition of `@sockio/instrument`: each property has a value, which is set and asked for; each
 * reading has one too, or a model that tells it of the others; an action is accepted, and has its model run. Errors are those
 * of SCPI: -222 for a value out of range, -224 for what is none of the choices, -104 for what is no number, -113 for what the
 * definition does not have; the common commands and `SYSTem:ERRor?` are there. The ends of line are those of its `link`.
 *
 * At first a number is 0, or the limit that is nearest to it; a choice its first; a text or a list empty; or what its model
 * says that is no function. `*RST` goes back to that.
 *
 * @param definition what `instrument()` returns
 * @param models by the names of members: a value, or a function of all values that tells it (of a property: also of what was
 *   set last); of an action, what it does, with its parameters as they were sent, and where its `answer` is a decoder, what that
 *   is to read; it may throw `ScpiError`, and take its time
 * @throws {TypeError | RangeError} for a model of no member, a value that can't be sent, or a bad option
 * @example
 * const psu = device(supply, { current: ({ voltage }) => voltage / 2 })
 * await using simulated = await simulate(psu)
 * psu.values.voltage // what was set
 */
export function device<D extends object>(
  definition: SimulatedDefinition<D>,
  models: NoInfer<DeviceModels<D>> = {}, // the other way round, TypeScript 5.4 takes their parameters for any
  options: DefinedDeviceOptions = {},
): DefinedDevice<D> {
  check(definition, models, options)
  const { members, link } = definition
  const known = modelsOf(members, models)
  const state = new State(members, known, {
    has: isCommon,
    ask: (request) => String(scpi.answer(request, nobody) ?? ''),
  })
  const errors = errorQueries(definition).map(
    (query): Command => ({
      begins: query,
      ends: '',
      parameters: 'none',
      header: query,
      path: '',
      run: () => scpi.nextError(),
    }),
  )
  const { commands, others } = scpiPart([...commandsOf(members, { state, models: known }), ...errors], (path) =>
    known.has(path),
  )
  const find = finder(others)
  const scpi: ScpiDevice = new ScpiDevice(
    commands,
    { reset: () => state.reset(), errors: options.errors },
    options.refused,
  )
  const { encoding, blocks } = spokenTo(definition)

  function answer(request: string, session: Parameters<DeviceFunction>[1]): Answer {
    const wire = encoding === 'latin1' ? request : Buffer.from(request).toString('latin1')
    const run = find(wire)
    if (run === undefined) return scpi.answer(wire, session)
    try {
      const done = run()
      return typeof done === 'object' && 'then' in done ? done.catch((error: unknown) => scpi.refuse(error)) : done
    } catch (error) {
      return scpi.refuse(error)
    }
  }

  const eol = endOf(link.eol)
  const defaults = { eol: endOf(link.writeEol) ?? eol, replyEol: eol, encoding, blocks }
  return Object.assign(
    withOverrun(answer, () => scpi.overrun()),
    { defaults, values: state.values as DeviceValues<D> },
  )
}

function check(definition: unknown, models: unknown, options: unknown): void {
  const given = typeof definition === 'object' && definition !== null ? definition : {}
  if (!('members' in given && 'link' in given) || typeof given.members !== 'object' || given.members === null) {
    throw new TypeError('definition must be what instrument() of @sockio/instrument returns')
  }
  checkRecord('models', models)
  checkFields('options', options, {
    refused: (name, value) => checkText(name, value, false),
    errors: (name, value) => checkInteger(name, value, 1),
  })
}
