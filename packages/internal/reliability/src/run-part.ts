/** The process of one part: `run-part.ts MODULE SCALE`; sends its report, and must then end by itself. */
import type { Report, RunPart, Scale } from './part.ts'

const [module = '', scale = '{}'] = process.argv.slice(2)

// The parent is gone: so is the reason for all of this.
process.on('disconnect', () => process.exit(1))
process.channel?.unref()

/** The part's own failure is a failure of what it was to show. */
async function report(): Promise<Report> {
  try {
    const { run } = (await import(module)) as { run: RunPart }
    return await run(JSON.parse(scale) as Scale)
  } catch (error) {
    const stack = error instanceof Error ? error.stack : undefined
    return { figures: [], failures: [stack ?? String(error)] }
  }
}

process.send?.(await report())
