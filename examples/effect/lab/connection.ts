/** What the connections of all instruments have in common: patience, and certainty about who is there. */
import type { Session } from '@sockio/effect'
import { Effect, Schedule, Schema } from 'effect'

export class WrongInstrument extends Schema.TaggedError<WrongInstrument>()('WrongInstrument', {
  expected: Schema.String,
  identity: Schema.String,
}) {}

/** Options of a connection to an instrument of this model: asks for it each time, before anything else. */
export const connectedTo = (model: string) => ({
  onConnectionMade: Effect.fnUntraced(function* (session: Session) {
    const identity = yield* session.query('*IDN?')
    if (identity.split(',')[1] !== model) return yield* new WrongInstrument({ expected: model, identity })
  }),
  /** Instruments come back; another model does not become the right one. */
  reconnect: Schedule.spaced('1 second').pipe(
    Schedule.upTo({ times: 10 }),
    Schedule.setInputType<Error>(),
    Schedule.while(({ input }) => !(input instanceof WrongInstrument)),
  ),
})
