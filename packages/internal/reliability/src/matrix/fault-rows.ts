/** The faults of the simulator, and what each does to whoever is connected, connects or asks. */
import type { SubjectOptions } from '@sockio/conformance'
import { type Fault, faults } from '@sockio/sim'

export interface FaultRow {
  readonly name: string
  readonly fault: Fault
  /**
   * What comes in answer to a request: its reply `whole`, or `late`, nothing (`none`), its beginning and then the end of
   * the connection (`cut`), or something that is not its reply, which no client of a line protocol can see (`false`).
   */
  readonly reply: 'whole' | 'late' | 'none' | 'cut' | 'false'
  /** What happens to a connection that exists: nothing, it ends, or nothing comes through it any more. */
  readonly existing: 'stays' | 'ends' | 'mute'
  /** What happens to a new one: it is made, the port refuses, or the peer ends it at once. */
  readonly fresh: 'made' | 'refused' | 'ended'
  /** The fault needs another client that is there before. */
  readonly occupied?: true
  /** Options that go with the instrument's habit. */
  readonly options?: SubjectOptions
}

/** Later than any short timeout of the matrix, and sooner than any long one. */
const TOO_LATE_MS = 300
const REBOOT_MS = 40

const stays = { existing: 'stays', fresh: 'made' } as const

export const faultRows: readonly FaultRow[] = [
  { name: 'refuse', fault: faults.refuse(), reply: 'whole', existing: 'stays', fresh: 'refused' },
  { name: 'delay, in time', fault: faults.delay(15, { times: 20 }), reply: 'whole', ...stays },
  { name: 'delay, too late', fault: faults.delay(TOO_LATE_MS), reply: 'late', ...stays },
  { name: 'silence', fault: faults.silence(), reply: 'none', ...stays },
  { name: 'dropAfter, in a reply', fault: faults.dropAfter(1, { every: 1 }), reply: 'cut', ...stays },
  { name: 'dropAfter, at once', fault: faults.dropAfter(0), reply: 'cut', existing: 'ends', fresh: 'ended' },
  { name: 'reset, for a reply', fault: faults.reset(), reply: 'cut', ...stays },
  { name: 'reset, in a reply', fault: faults.reset({ after: 1, every: 1 }), reply: 'cut', ...stays },
  { name: 'reset, at once', fault: faults.reset({ after: 0 }), reply: 'cut', existing: 'ends', fresh: 'ended' },
  { name: 'close, for a reply', fault: faults.close(), reply: 'cut', ...stays },
  { name: 'halfOpen', fault: faults.halfOpen(), reply: 'none', existing: 'mute', fresh: 'made' },
  { name: 'stall', fault: faults.stall(), reply: 'none', ...stays },
  { name: 'split', fault: faults.split(), reply: 'whole', ...stays },
  { name: 'garbage, instead', fault: faults.garbage(), reply: 'false', ...stays },
  { name: 'garbage, before', fault: faults.garbage({ where: 'before' }), reply: 'false', ...stays },
  {
    // Only a client that knows of the banner can take it away before its first request: in its hook.
    name: 'banner',
    fault: faults.banner('welcome'),
    reply: 'whole',
    ...stays,
  },
  { name: 'echo', fault: faults.echo(), reply: 'false', ...stays },
  { name: 'twice', fault: faults.twice(), reply: 'false', ...stays },
  {
    name: 'singleClient',
    fault: faults.singleClient(),
    reply: 'whole',
    existing: 'stays',
    fresh: 'ended',
    occupied: true,
  },
  {
    name: 'reboot',
    fault: faults.reboot(REBOOT_MS),
    reply: 'whole',
    existing: 'ends',
    fresh: 'refused',
    options: { reconnect: { retries: Number.POSITIVE_INFINITY, minDelay: 5, maxDelay: 20 } },
  },
]
