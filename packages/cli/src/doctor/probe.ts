/** What a probe is: what it does, its bound in time, what it found, and how the verdict reads that. */
import type { Chart } from './chart.ts'
import type { Patient } from './patient.ts'
import type { Reading } from './reading.ts'

/** What the user has allowed, and how long things may take, in ms. */
export interface Allowed {
  readonly query: string
  /** Longest wait for a reply. */
  readonly timeout: number
  /** Longest wait for a name, and for a connection. */
  readonly patience: number
  /** Nothing more comes when nothing has come for so long. */
  readonly silence: number
  /** How long an idle connection is watched; 0: not at all. */
  readonly idle: number
  readonly stress: boolean
  /** The port that was named. */
  readonly port: number | undefined
  /** Those to knock at where none was named, or that one is not open. */
  readonly ports: readonly number[]
}

export interface Exam {
  readonly allowed: Allowed
  readonly chart: Chart
  readonly patient: Patient
}

export interface Probe<N extends keyof Chart = keyof Chart> {
  readonly name: N
  /** Is there something to do, by what was found so far? */
  due(exam: Pick<Exam, 'allowed' | 'chart'>): boolean
  /** What it is about to do. */
  does(exam: Pick<Exam, 'allowed' | 'chart'>): string
  /** The most that it takes, in ms. */
  bound(exam: Pick<Exam, 'allowed' | 'chart'>): number
  run(exam: Exam): Promise<NonNullable<Chart[N]>>
  /** In words. */
  found(finding: NonNullable<Chart[N]>, allowed: Allowed): string
  /** What it means. */
  reads(finding: NonNullable<Chart[N]>, exam: Pick<Exam, 'allowed' | 'chart'>): readonly Reading[]
}
