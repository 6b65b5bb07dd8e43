/** The memory of this process while bytes pass through it. */
import type { Findings } from '../findings.ts'
import { memoryInUse } from '../load/memory.ts'

const MIB = 1024 * 1024
/** What stays in use must not grow by more: less than a thousandth of what passes. */
const MOST_KEPT = 4 * MIB
/**
 * Of the whole process at any moment: what has passed is collected when the collector thinks fit, which was at 60 to 130
 * MiB of 10 GB, by machine. What is not collected at all is found by the limit above.
 */
const MOST_RESIDENT = 192 * MIB

export class Footprint {
  readonly #used: number
  readonly #resident = process.memoryUsage.rss()
  #kept = 0
  #peak = 0

  private constructor(used: number) {
    this.#used = used
  }

  /** From what is in use now. */
  static async take(): Promise<Footprint> {
    return new Footprint(await memoryInUse())
  }

  /** Cheap: how large the process is now. */
  glance(): void {
    this.#peak = Math.max(this.#peak, process.memoryUsage.rss() - this.#resident)
  }

  /** What is in use after a garbage collection. */
  async look(): Promise<void> {
    this.glance()
    this.#kept = Math.max(this.#kept, (await memoryInUse()) - this.#used)
  }

  judge(name: string, findings: Findings): void {
    const [kept, peak] = [this.#kept / MIB, this.#peak / MIB]
    findings.figure(`${name}: in use after garbage collection, grew by`, kept, 'MiB')
    findings.figure(`${name}: resident, ${Math.round(this.#resident / MIB)} MiB, grew at most by`, peak, 'MiB')
    findings.expect(this.#kept <= MOST_KEPT, `${name}: the memory in use grew by ${kept.toFixed(1)} MiB`)
    findings.expect(this.#peak <= MOST_RESIDENT, `${name}: the process grew by ${peak.toFixed(1)} MiB`)
  }
}
