/** A call as a promise. */
import { type Args, failed, type Kind, type PlanOptions, type Run } from '@sockio/node'

/** The kind of this flavour: a call gives a promise. */
export interface InPromises extends Kind {
  readonly given: Promise<this['value']>
  readonly method: (...args: Args<this>) => this['given']
  readonly options: PlanOptions
}

/** `make` checks the arguments: what it throws becomes the rejection. */
export const promise: Run<InPromises> = (connection, make) =>
  new Promise((resolve, reject) => {
    const call = make()
    const caller = connection.callers.awaiting(promise)
    call.onValue = resolve
    call.onError = (error) => resolve(failed(error, caller))
    call.onThrown = reject
    connection.start(call)
  })
