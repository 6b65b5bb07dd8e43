/** Shares an instrument: one owner, many clients. */

export { Audit } from './audit.ts'
export { checkSettings, type HubInstrument, type HubSettings } from './config.ts'

export type {
  Candidate,
  Client,
  Fence,
  Guest,
  LineTaker,
  Network,
  OneShotOptions,
  Owner,
  StreamOverflow,
  Subscription,
} from './contract.ts'
export type { SomeDefinition } from './definition-rules.ts'
export type { HubEntry } from './entry.ts'
export { NotOwnerError, RefusedError } from './errors.ts'
export { Hub, type HubOptions } from './hub.ts'
export type { InstrumentSettings } from './instrument.ts'
export type { LinkOptions } from './link.ts'
export type { ListenSettings, TlsSettings, TokenSettings } from './listen.ts'
export type { NatsSettings } from './nats/options.ts'
export { InstrumentOwner, type OwnerOptions } from './owner.ts'
export type { Priority, Role } from './roles.ts'
export type { ReplyFraming, RuleSettings } from './rules.ts'
export type { Secret } from './secret.ts'
export type { ClientSnapshot, Snapshot } from './snapshot.ts'
export type { HubStatus } from './status-server.ts'
