/** The subjects of an instrument. What a user of NATS may do with it, is which of these he may publish to. */
import type { Role } from '../roles.ts'

/** What hubs answer with all they own. */
export const discovery = (prefix: string): string => `${prefix}.discover`

export interface Subjects {
  /** Asks once; only what asks. */
  readonly query: string
  /** Writes once, anything. */
  readonly write: string
  /** Lines that nobody was owed. */
  readonly lines: string
  /** What is known of it, as JSON. */
  readonly state: string
  /** Who owns it from now on, told when that begins. */
  readonly owner: string
  /** Opens a session, for those who may only read, or for all. */
  open(role: Role): string
  /** A session, which the owner of that epoch has. */
  session(role: Role, epoch: number, id: string): string
}

export function subjects(prefix: string, name: string): Subjects {
  const root = `${prefix}.${name}`
  const kind = (role: Role) => (role === 'full' ? 'session' : 'read')
  return {
    query: `${root}.query`,
    write: `${root}.write`,
    lines: `${root}.lines`,
    state: `${root}.state`,
    owner: `${root}.owner`,
    open: (role) => `${root}.${kind(role)}`,
    session: (role, epoch, id) => `${root}.${epoch}.${kind(role)}.${id}`,
  }
}

/** Names of the headers of one-shots. */
export const Header = {
  /** Limit of everything, in ms. */
  timeout: 'Sockio-Timeout',
  /** Who asks, for the audit log. */
  client: 'Sockio-Client',
  /** Why there is no reply, as JSON: `code`, `message`, `phase`, `sent`, `partial`. */
  error: 'Sockio-Error',
  /** Of a line of the stream: which it is, from 1 in each epoch. */
  number: 'Sockio-Number',
  epoch: 'Sockio-Epoch',
} as const
