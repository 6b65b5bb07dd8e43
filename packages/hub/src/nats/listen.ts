/** Hears a subject. What a listener throws would end the connection for all who share it, so it is told as a failure. */
import type { Msg, NatsConnection, Subscription } from '@nats-io/transport-node'
import { asError } from '@sockio/core'

/** `failed`: NATS does not let this user listen there, or `hear` has thrown. */
export function listen(
  nats: NatsConnection,
  subject: string,
  hear: (message: Msg) => void,
  failed: (error: Error) => void,
): Subscription {
  return nats.subscribe(subject, {
    callback: (error, message) => {
      try {
        if (error === null) hear(message)
        else failed(error)
      } catch (thrown) {
        failed(asError(thrown))
      }
    },
  })
}
