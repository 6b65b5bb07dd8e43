/** Framings by their names, as data: what a call or a codec may ask for without making one. */

/** Which blocks are taken, where that is not what IEEE 488.2 says. */
export interface BlockDialect {
  /** Text that the instrument sends in front of the `#`, such as an echoed header: bytes up to the first `#`, dropped. Default `false`. */
  readonly header?: boolean | undefined
  /** Several blocks with commas between them, up to the end of line; the payloads come as one. Default `false`. */
  readonly several?: boolean | undefined
  /**
   * What follows the last byte: `'maybe'` swallows an end of line when it comes and never waits for it; `'required'` waits
   * for it; `'never'` leaves what follows alone. Default `'maybe'`.
   */
  readonly ending?: 'maybe' | 'required' | 'never' | undefined
}

/**
 * Where a reply ends: `line`, with the end of line of the call or the connection; `until` a separator, and with it;
 * `exactly` so many bytes; `some`, at most so many bytes, or `true` for all that is there; `block`, an IEEE 488.2 block,
 * or one of a dialect.
 */
export type NamedFraming =
  | { readonly line: true }
  | { readonly until: string | Uint8Array }
  | { readonly exactly: number }
  | { readonly some: number | true }
  | { readonly block: true | BlockDialect }
