/** IPv4 and IPv6: what is of one can't be reached from what is of the other, and the system's words for that say something else. */
import type { LookupAddress } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import type { Resolved } from './options.ts'

type Wishes = Pick<Resolved, 'family' | 'localAddress'>

function mismatch(message: string, cause?: Error): Error {
  return Object.assign(new Error(message, cause && { cause }), { code: 'EAFNOSUPPORT' })
}

/**
 * The version that the address of this host must have; 0: either.
 *
 * @throws {Error} where it can't have it
 */
export function versionFor(host: string, { family, localAddress }: Wishes): number {
  const own = isIP(host)
  const local = isIP(localAddress ?? '')
  const wanted = own === 0 ? (family ?? local) : own
  if (local !== 0 && local !== wanted) {
    const who = own === 0 ? 'the option family asks for' : `${host} is`
    throw mismatch(`localAddress ${localAddress} is IPv${local}, and ${who} IPv${wanted}`)
  }
  return wanted
}

/** A look-up that says of a name which has addresses of the other version only that this is the matter. */
export function ofVersion(version: number, { family }: Wishes, lookup: LookupFunction): LookupFunction {
  if (version === 0) return lookup
  const wish = family === undefined ? 'localAddress' : 'the option family'
  return (host, options, done) =>
    lookup(host, options, (error, ...found) => {
      if (!error) done(error, ...found)
      else {
        lookup(host, { all: true }, (unknown, others) => {
          const known = unknown ? [] : addressesOf(others)
          if (known.length === 0 || known.some((address) => isIP(address) === version)) done(error, [])
          else
            done(
              mismatch(`${host} has no IPv${version} address, which ${wish} asks for, only ${known.join(', ')}`, error),
              [],
            )
        })
      }
    })
}

function addressesOf(found: string | readonly LookupAddress[]): readonly string[] {
  return typeof found === 'string' ? [found] : [...new Set(found.map(({ address }) => address))]
}
