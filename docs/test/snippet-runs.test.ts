/** Every program of the pages runs as it is, against the simulator, ends by itself, and prints what the page says. */
import { execFile } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { scope, simulate } from '@sockio/sim'
import { describe, expect, it } from 'vitest'
import { Bench } from './bench.ts'
import { atDevice, environment, printsLike } from './printed.ts'
import { asModule, saveSnippets } from './saved-snippets.ts'
import { snippets } from './snippets.ts'

const run = promisify(execFile)
const runnable = saveSnippets(
  snippets().filter(({ runs }) => runs),
  'runs',
)

it('there are some', () => expect(runnable.length).toBeGreaterThan(40))

// Two at a time: most of their time they wait.
describe.concurrent('run', () => {
  it.each(runnable)('$name', async (snippet) => {
    const { path, code, saved, command, output } = snippet
    await using device = saved?.beside.has('bench.mts')
      ? await Bench.start(dirname(path), 'bench.mts')
      : await simulate(scope())
    // What is not as it is on the page: where the instrument is (some ask the environment for it), and limits.
    const ran = join(dirname(path), `run-${basename(path)}`)
    writeFileSync(ran, asModule(snippet, atDevice(code, device)))
    const env = environment(device)
    const args = [...(command ?? []).slice(0, -1), ran]
    const { stdout } = await run('node', args, { timeout: 60_000, cwd: dirname(path), env })
    rmSync(ran)
    const printed = stdout.replaceAll(`${device.host}:${device.port}`, 'scope.lab:5025')
    if (output !== undefined) expect(printed).toMatch(printsLike(output))
  })
})
