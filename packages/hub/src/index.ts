/** Shares an instrument: one owner, many clients. */

export type {
  Client,
  Fence,
  Guest,
  LineTaker,
  OneShotOptions,
  Owner,
  StreamOverflow,
  Subscription,
} from './contract.ts'
export { NotOwnerError, RefusedError } from './errors.ts'
export type { Priority, Role } from './roles.ts'
export type { ClientSnapshot, Snapshot } from './snapshot.ts'
