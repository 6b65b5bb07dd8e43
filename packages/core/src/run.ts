/** A run: whole frames that lie one behind the other in memory, found and not cut, so that one view serves them all. */
export class Run {
  readonly bytes: Uint8Array
  /** Where each frame ends in `bytes`; it begins where the one before ended. */
  readonly ends: readonly number[]

  constructor(bytes: Uint8Array, ends: readonly number[] = [bytes.length]) {
    this.bytes = bytes
    this.ends = ends
  }
}
