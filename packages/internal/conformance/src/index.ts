/** The conformance suite: what every flavour must do, stated once. */
export { type Carrier, SHORT, SHORTEST } from './carrier.ts'
export { conformance, type Runner } from './conformance.ts'
export { Gathered } from './gathered.ts'
export { memoryCarrier } from './memory.ts'
export { exportParity, memberNames } from './parity.ts'
export type { Peer } from './peers/peer.ts'
export { type PeerDevice, type PeerOptions, startPeer, stopPeers } from './peers/pool.ts'
export type { Context, Row } from './row.ts'
export { rows } from './rows/index.ts'
export { type Outcome, runFile, runScript } from './run-script.ts'
export { type CallVerb, optionsOf, subjectSession, subjectSocket, VERBS } from './shim.ts'
export type {
  Readings,
  Reply,
  Subject,
  SubjectBatches,
  SubjectOptions,
  SubjectPollOptions,
  SubjectSession,
  SubjectSocket,
  SubjectStream,
  SubjectStreamOptions,
} from './subject.ts'

export { unixCarrier } from './unix.ts'
export { until } from './until.ts'
