/** What `sockio doctor` says to set is a program that works, in each flavour; and the guide shows what it prints. */
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Fault, faults, raw, type SimulateOptions, simulate } from '@sockio/sim'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { docs, root } from '../src/pages.ts'

const run = promisify(execFile)
const IDENTITY = 'ACME,OVEN,0,1.0'
const QUICK = ['--idle', '0', '--silence', '200ms']

async function doctor(url: string, ...more: readonly string[]): Promise<{ stdout: string; stderr: string }> {
  const bin = join(root, 'packages/cli/dist/bin.js')
  const outcome = run(process.execPath, [bin, 'doctor', url, ...more], { env: { ...process.env, NO_COLOR: '1' } })
  return await outcome.catch((error: { stdout: string; stderr: string }) => error) // its exit code says what it found
}

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(docs, 'test', 'doctor-')) // beside the packages that the programs import
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const cases: readonly (readonly [what: string, reply: string, options: SimulateOptions, fault: readonly Fault[]])[] = [
  ['nothing to set', '\n', {}, []],
  [
    'a port for Telnet',
    '\r\n',
    { replyEol: '\r\n' },
    [faults.telnet(), faults.banner("it's ready"), faults.prompt(), faults.echo()],
  ],
  ['a greeting, CR, no end, one client', '', { eol: '\r' }, [faults.banner('READY'), faults.singleClient()]],
]

it.concurrent.each(cases)('%s', async (what, end, options, fault) => {
  await using device = await simulate({ '*IDN?': raw(IDENTITY + end) }, { ...options, faults: fault })
  const { stdout } = await doctor(device.url, ...QUICK, '--json')
  const { code } = JSON.parse(stdout) as { code: Record<string, string> }
  expect(Object.keys(code)).toHaveLength(5)
  for (const [flavour, program] of Object.entries(code)) {
    const file = join(folder, `${device.port}-${flavour}.${flavour === 'legacy' ? 'cjs' : 'mjs'}`)
    await writeFile(file, program)
    const outcome = await run(process.execPath, [file])
    expect(outcome.stdout, `${what}: ${flavour}\n${program}`).toBe(`${IDENTITY}\n`)
    await device.disconnected()
  }
})

it.concurrent('the guide shows what it prints', async () => {
  const guide = await readFile(join(docs, 'guides/why-no-answer.md'), 'utf8')
  const [, shown = ''] = /\$ sockio doctor oven\.lab:4001\n([\s\S]*?)^```$/m.exec(guide) ?? []
  const [before = '', after = ''] = shown.split('...\n')
  const options = { eol: '\r', faults: faults.banner('OVEN 7 READY') }
  await using device = await simulate({ '*IDN?': IDENTITY }, options)
  const { stdout, stderr } = await doctor(device.url, '--idle', '0')
  const there = (text: string) =>
    text
      .replace('10.0.0.7', device.host)
      .replace(' port 4001', ` port ${device.port}`)
      .replace('4001, first serial port of a terminal server (Moxa)', String(device.port))
      .replace("'oven.lab', 4001", `'${device.host}', ${device.port}`)
  expect(stderr).toContain(there(before))
  expect(stdout).toBe(there(after))
})
