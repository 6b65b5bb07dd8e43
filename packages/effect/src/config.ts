/** Where an instrument is, and how patient to be with it, from Effect's configuration. */
import { objectRule, type Rule, show } from '@sockio/core'
import { Config, Duration, Schema } from 'effect'

/** What is read from the configuration; times in milliseconds. */
export interface Target {
  readonly host: string
  readonly port: number
  readonly timeout?: number | undefined
  readonly connectionTimeout?: number | undefined
}

const Milliseconds = Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 2 ** 31 - 1 }))
const Port = Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 65_535 }))

/** A number of milliseconds, or a duration such as `2 seconds`. */
const limit = (name: string) =>
  Config.Duration(name).pipe(
    Config.map(Duration.toMillis),
    Config.orElse(() => Config.schema(Milliseconds, name)),
    Config.withDefault(undefined),
  )

/** The rule of what is a configuration, or an object of such. */
export const configRule: Rule = (value, name) => {
  if (Config.isConfig(value)) return
  objectRule(value, name)
  for (const [key, each] of Object.entries(value as object)) {
    if (!Config.isConfig(each)) throw new TypeError(`${name}.${key}: expected a Config, got ${show(each)}`)
  }
}

/**
 * Reads `<prefix>_HOST` and `<prefix>_PORT`, and where they are there `<prefix>_TIMEOUT` and
 * `<prefix>_CONNECTION_TIMEOUT`: milliseconds, or durations such as `2 seconds`.
 *
 * @param prefix default `SOCKIO`
 */
export function target(prefix = 'SOCKIO'): Config.Config<Target> {
  return Config.all({
    host: Config.NonEmptyString('HOST'),
    port: Config.schema(Port, 'PORT'),
    timeout: limit('TIMEOUT'),
    connectionTimeout: limit('CONNECTION_TIMEOUT'),
  }).pipe(
    Config.map(({ host, port, timeout, connectionTimeout }) => ({
      host,
      port,
      ...(timeout === undefined ? {} : { timeout }),
      ...(connectionTimeout === undefined ? {} : { connectionTimeout }),
    })),
    Config.nested(prefix),
  )
}
