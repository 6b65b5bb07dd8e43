/** The request of all workloads that ask, and the check of its reply. */
export const REQUEST = 'MEAS?\n'

/** A reply of 16 bytes, with its end of line or without. */
export function check(reply: string | Buffer): void {
  if (reply.length < 15 || reply.length > 16) {
    throw new Error(`an unexpected reply: ${JSON.stringify(reply.toString())}`)
  }
}
