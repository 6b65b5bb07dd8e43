/** Clients in several processes that ask without end, and what became of that. */

import { Child } from './child.ts'
import type { ClientMessage, ClientSettings, Outcome } from './client-process.ts'
import type { Findings } from './findings.ts'
import type { Judge } from './judge.ts'

export class Load implements AsyncDisposable {
  readonly #children: readonly Child<ClientMessage>[]
  readonly #outcomes: Promise<readonly Outcome[]>

  constructor(processes: readonly ClientSettings[]) {
    this.#children = processes.map((settings) => new Child('client-process.ts', settings))
    this.#outcomes = Promise.all(
      this.#children.map(
        async (child) => (await child.next(({ outcome }) => outcome !== undefined)).outcome as Outcome,
      ),
    )
  }

  /** Lets each end the call that it is at. */
  stop(): Promise<readonly Outcome[]> {
    for (const child of this.#children) child.send({ stop: true })
    return this.#outcomes
  }

  /** Resolves when all have made the calls that they were to make. */
  get over(): Promise<readonly Outcome[]> {
    return this.#outcomes
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#children.map((child) => child.kill()))
  }
}

/** What each call was told, against what the instrument says. */
export function compare(outcomes: readonly Outcome[], judge: Judge, findings: Findings): void {
  const failed: Record<string, number> = {}
  for (const outcome of outcomes) {
    for (const sentence of outcome.wrong) findings.expect(false, sentence)
    for (const token of outcome.done)
      findings.expect(judge.tokens.has(token), `${token} was answered, and never executed`)
    for (const token of outcome.unsent) {
      findings.expect(!judge.tokens.has(token), `${token} was said not to be sent, and was executed`)
    }
    for (const [code, count] of Object.entries(outcome.failed)) failed[code] = (failed[code] ?? 0) + count
  }
  for (const [token, times] of judge.tokens) {
    findings.expect(times === 1, `${token} was executed ${times} times`)
  }
  const sum = (of: (outcome: Outcome) => number) => outcomes.reduce((all, outcome) => all + of(outcome), 0)
  findings.figure(
    'calls',
    sum(({ calls }) => calls),
  )
  findings.figure(
    'with their own reply',
    sum(({ done }) => done.length),
  )
  for (const [code, count] of Object.entries(failed).sort()) findings.figure(`ended with ${code}`, count)
  findings.figure('longest call, ms', Math.max(...outcomes.map(({ longest }) => longest)))
  findings.figure('bytes of an owner after the next had begun', judge.late.join('').length)
  for (const bytes of judge.late) {
    findings.expect(false, `${JSON.stringify(bytes)} came of an owner after the next had begun`)
  }
}
