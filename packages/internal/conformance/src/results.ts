/** What came of the rows for one flavour: kept in a file, for the printed matrix. */
import { mkdir, writeFile } from 'node:fs/promises'
import type { Row } from './row.ts'

interface Result {
  readonly section: string
  readonly name: string
  readonly outcome: 'passed' | 'failed' | 'skipped'
  readonly reason?: string
}

const DIRECTORY = new URL('../results/', import.meta.url)

export class Results {
  readonly #subject: string
  readonly #results: Result[] = []
  readonly #notes = new Map<string, string>()

  constructor(subject: string) {
    this.#subject = subject
  }

  passed({ section, name }: Row): void {
    this.#results.push({ section, name, outcome: 'passed' })
  }

  failed({ section, name }: Row): void {
    this.#results.push({ section, name, outcome: 'failed' })
  }

  skipped({ section, name }: Row, reason: string): void {
    this.#results.push({ section, name, outcome: 'skipped', reason })
  }

  note({ name }: Row, text: string): void {
    this.#notes.set(name, text)
  }

  /** Writes `results/<flavour>.json`; gives a summary to print. */
  async save(): Promise<string> {
    const rows = this.#results.map((result) => ({ ...result, note: this.#notes.get(result.name) }))
    await mkdir(DIRECTORY, { recursive: true })
    await writeFile(new URL(`${this.#subject}.json`, DIRECTORY), `${JSON.stringify(rows, undefined, 2)}\n`)
    const count = (outcome: Result['outcome']) => rows.filter((row) => row.outcome === outcome).length
    return [
      `${this.#subject}: ${count('passed')} rows passed, ${count('failed')} failed, ${count('skipped')} skipped`,
      ...rows.filter((row) => row.outcome === 'skipped').map((row) => `  skipped: ${row.name} (${row.reason})`),
      ...[...this.#notes].map(([name, note]) => `  ${name}: ${note}`),
    ].join('\n')
  }
}
