/** All errors of this library together: their schema, and how those of the engine become them. */
import * as core from '@sockio/core'
import { Schema } from 'effect'
import * as errors from './errors.ts'

const classes = { ...errors }

/**
 * The schema of all errors of this library: `Schema.is(SockioError)` knows them from others, and its codec carries them
 * across a wire.
 */
export const SockioError = Schema.Union(Object.values(classes))

/** Any error of this library, as a union that `_tag` or `code` narrows. */
export type AnySockioError = InstanceType<(typeof classes)[keyof typeof classes]>
/** Any error of this library: the type of the schema of that name. */
export type SockioError = AnySockioError

/** What is printed and logged of one is what the other flavours show, and not its bytes. */
for (const { prototype } of Object.values(classes)) {
  Object.defineProperties(prototype, {
    toJSON: {
      value(this: AnySockioError) {
        return { _tag: this._tag, ...core.errorAsJson(this) }
      },
    },
    [core.inspection]: {
      value(this: AnySockioError, ...how: core.Inspected) {
        return core.shownError(this, how)
      },
    },
  })
}

const BYTES = ['partial', 'request'] as const

/** Those that carry nothing besides. */
type Plain = Exclude<keyof typeof classes, 'DecodeError' | 'InstrumentError'>

function known(name: string): name is keyof typeof classes {
  return Object.hasOwn(classes, name)
}

/** The engine's error as its tagged one, with the same message and fields; a cause is kept as it is. */
export function tagged(error: core.SockioError): AnySockioError {
  const made = madeOf(error)
  // As in the others: Node prints all that is enumerable of an error that nobody catches, hundreds of numbers.
  for (const name of BYTES) if (name in made) Object.defineProperty(made, name, { enumerable: false })
  return made
}

function madeOf(error: core.SockioError): AnySockioError {
  const { name, message, address, phase, sent, partial, request, cause } = error
  if (!known(name)) throw error
  const fields = {
    message,
    address,
    phase,
    sent,
    ...(partial === undefined ? {} : { partial }),
    ...(request === undefined ? {} : { request }),
    ...(cause === undefined ? {} : { cause }),
  }
  if (error instanceof core.DecodeError)
    return new errors.DecodeError({ ...fields, expected: error.expected, at: error.at })
  if (error instanceof core.InstrumentError) {
    const { number, text, command, errors: complaints } = error
    return new errors.InstrumentError({ ...fields, number, text, command, errors: complaints })
  }
  return new classes[name as Plain](fields)
}

/** An error that a notification or a schedule is told: one of ours with its `_tag`, or the system's own as it is. */
export function taggedIfOurs(error: Error): Error {
  return error instanceof core.SockioError ? tagged(error) : error
}
