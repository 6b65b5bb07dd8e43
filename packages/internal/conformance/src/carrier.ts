import type { PeerOptions } from './peers/pool.ts'

/** Another way to the peers than TCP. */
export interface Carrier {
  /** What it is called: `'unix'`. */
  readonly name: string
  /** Where the next peer is to listen. */
  place(): PeerOptions
  /** Rows that are of TCP alone, with the reason. */
  readonly skips: Readonly<Record<string, string>>
  /** The sections of the table that are run. Default: all. */
  readonly sections?: readonly string[] | undefined
}

/** Where a carrier could show, in a quarter of the time: aio runs the whole table where it is asked to. */
export const SHORT: readonly string[] = [
  '2.1 link states',
  '2.2 lanes',
  '2.2 transactions',
  '2.2 connection hook',
  '2.3 connecting',
  '2.3 calls cut short',
  '2.3 closing',
  '2.3 timeouts',
  '2.3 abort signals',
  '2.3 resync',
  '2.3 strays',
  '2.3 recovery',
  '2.5 operations',
  'exchange',
  '2.5 streams',
  '2.5 streams across losses',
]

/** Where a flavour meets a carrier at all; what lies below it is the same for all of them, and aio runs `SHORT` over it. */
export const SHORTEST: readonly string[] = [
  '2.1 link states',
  '2.3 connecting',
  '2.3 closing',
  '2.5 operations',
  '2.5 streams',
]
