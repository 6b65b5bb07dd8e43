/** Records the bytes on the wire, through `onWire`. */

/** As `sent Q1\n`, `received A1\n`; neighbours of one direction are joined. */
export class WireTap {
  readonly log: string[] = []
  readonly times: { readonly direction: 'sent' | 'received'; readonly time: number; readonly text: string }[] = []

  readonly onWire = ({
    direction,
    bytes,
    time,
  }: {
    direction: 'sent' | 'received'
    bytes: Uint8Array
    time: number
  }) => {
    const text = Buffer.from(bytes).toString('latin1')
    this.times.push({ direction, time, text })
    const last = this.log.at(-1)
    if (last?.startsWith(direction)) this.log[this.log.length - 1] = last + text
    else this.log.push(`${direction} ${text}`)
  }
}
