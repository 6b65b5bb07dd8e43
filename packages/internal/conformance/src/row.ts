/** A row of the table: a named behaviour, and how it is observed. */
import type { Peer } from './peers/peer.ts'
import type { PeerDevice, PeerOptions } from './peers/pool.ts'
import type { Subject, SubjectOptions, SubjectSocket } from './subject.ts'

/** What a row gets to work with; all of it is closed when the row is over. */
export interface Context {
  readonly subject: Subject
  /** Starts an instrument in the worker. */
  peer(device: PeerDevice, options?: PeerOptions): Promise<Peer>
  /** A socket of the flavour towards it. */
  connect(peer: { readonly host: string; readonly port: number }, options?: SubjectOptions): SubjectSocket
  /** A socket of the flavour towards what the URL names. */
  connectUrl(url: string, options?: SubjectOptions): SubjectSocket
  /** Something that the printed table says beside the row. */
  note(text: string): void
}

export type Run = (context: Context) => Promise<void>

export interface Row {
  /** The part of the design that it comes from. */
  readonly section: string
  readonly name: string
  readonly run: Run
}

/** The rows of one section. */
export function table(section: string, runs: Readonly<Record<string, Run>>): readonly Row[] {
  return Object.entries(runs).map(([name, run]) => ({ section, name, run }))
}
