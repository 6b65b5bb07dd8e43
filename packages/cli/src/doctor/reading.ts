/** What a finding means: a cause by its name, in words, and what to set. */
import type { Profile } from './profile.ts'

/** Each cause, and how serious it is: the first of the most serious ones is the verdict. */
export const causes = {
  'unknown name': 'unreachable',
  refused: 'unreachable',
  'no answer': 'unreachable',
  'not trusted': 'unreachable',
  'not reached': 'unreachable',
  'hangs up at once': 'unreachable',
  silent: 'silent',
  'closes instead of a reply': 'lost',
  'closes within a reply': 'lost',
  'resets the connection': 'lost',
  'another protocol': 'unsound',
  talkative: 'unsound',
  mirror: 'unsound',
  garbage: 'unsound',
  noise: 'unsound',
  'answers twice': 'unsound',
  'loses requests': 'unsound',
  'too fast': 'options',
  telnet: 'options',
  banner: 'options',
  echo: 'options',
  prompt: 'options',
  'end of requests': 'options',
  'end of replies': 'options',
  'left over': 'options',
  'no end': 'options',
  encoding: 'options',
  slow: 'options',
  'one client': 'options',
  'delayed acknowledgement': 'sound',
  'hangs up when idle': 'sound',
  sound: 'sound',
} as const

export type Cause = keyof typeof causes
export type Gravity = (typeof causes)[Cause]

export interface Reading {
  readonly cause: Cause
  /** One or two sentences: what it is, and what to do. */
  readonly says: string
  /** What to set. */
  readonly profile?: Profile
}
