import type { PeerOptions } from './peers/pool.ts'

/** Another way to the peers than TCP. */
export interface Carrier {
  /** What it is called: `'unix'`. */
  readonly name: string
  /** Where the next peer is to listen. */
  place(): PeerOptions
  /** Rows that are of TCP alone, with the reason. */
  readonly skips: Readonly<Record<string, string>>
}
