/** Transports that the program has registered: known to its own thread, and imported by this one when a socket needs them. */
import { asError } from '@sockio/core'
import { type Foreign, hasScheme, registerScheme, type Scheme } from '@sockio/node'

/** Imports it, unless that is done already; afterwards the scheme is known, if only to say why it can't be used. */
export function learn({ scheme, module }: Foreign): Promise<void> | undefined {
  if (hasScheme(scheme) || module === undefined) return undefined
  return import(module).then(
    (exports: { readonly scheme: Scheme }) => registerScheme(scheme, exports.scheme),
    (error: unknown) => registerScheme(scheme, unusable(scheme, asError(error))),
  )
}

/** Each attempt at a connection fails with the reason, in place of a socket that nobody knows. */
function unusable(scheme: string, cause: Error): Scheme {
  return {
    address: (url) => ({ host: url, port: 0, tls: false, url }),
    transport: () => ({
      dial() {
        throw new Error(`the thread of the sockets could not import the transport of ${scheme}://: ${cause.message}`, {
          cause,
        })
      },
    }),
  }
}
