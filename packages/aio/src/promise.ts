/** A call as a promise. */
import { failed, type Kind, type Run } from '@sockio/node'

/** The kind of this flavour: a call gives a promise. */
export interface InPromises extends Kind {
  readonly given: Promise<this['value']>
}

/** `make` checks the arguments: what it throws becomes the rejection. */
export const promise: Run<InPromises> = (connection, make) =>
  new Promise((resolve) => {
    const call = make()
    const caller = connection.callers.awaiting(promise)
    call.onValue = resolve
    call.onError = (error) => resolve(failed(error, caller))
    connection.start(call)
  })
