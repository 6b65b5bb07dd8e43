/** Who a client says that it is: NATS does not tell a receiver which user has sent a message. */
const LONGEST = 64

/** As it is shown in `++who` and in the audit log. */
export function clientName(said: unknown): string {
  const name =
    typeof said === 'string'
      ? said
          .replace(/[^ -~]/g, '')
          .trim()
          .slice(0, LONGEST)
      : ''
  return `nats:${name || 'unknown'}`
}
