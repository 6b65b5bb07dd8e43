/** Framings by their names, as data: what a call or a codec may ask for without making one. */

/**
 * How the blocks of an instrument differ from those of IEEE 488.2. Its heads need no option: `#(1234567890)`, of Rohde &
 * Schwarz, and `#A` with a count of two bytes, of HP, are taken as well.
 */
export interface BlockDialect {
  /** Text comes in front of the `#`, such as an echoed header; all up to the first `#` is dropped, at most 4096 bytes. Default `false`. */
  readonly header?: boolean | undefined
  /**
   * Several blocks may come, with commas between them, and an end of line behind the last; their payloads are given as
   * one. Those who need them apart read one after the other, with `ending: 'never'`. Default `false`.
   */
  readonly several?: boolean | undefined
  /**
   * What follows the last byte. `'maybe'` swallows an end of line when it comes, and never waits for it; `'required'` waits
   * for it, and takes nothing else; `'never'` leaves what follows alone. Default `'maybe'`; of several it is required.
   */
  readonly ending?: 'maybe' | 'required' | 'never' | undefined
}

/**
 * Where a reply ends: `line`, with the end of line of the call or the connection; `until` a separator, and with it;
 * `exactly` so many bytes; `some`, at most so many bytes, or `true` for all that is there; `idle`, what comes until
 * nothing has come for so many ms; `block`, an IEEE 488.2 block,
 * or one of a dialect; `module`, as the default export of that file says, a framing of your own, which is loaded where the
 * socket is.
 */
export type NamedFraming =
  | { readonly line: true }
  | { readonly until: string | Uint8Array }
  | { readonly exactly: number }
  | { readonly some: number | true }
  | { readonly idle: number }
  | { readonly block: true | BlockDialect }
  | { readonly module: string }
