/** What a client may do, and how urgent it is. */

/** `'read'`: messages that only ask; `'full'`: all. */
export type Role = 'read' | 'full'

/** `'high'` goes before all that waits with `'normal'`. */
export type Priority = 'high' | 'normal'
