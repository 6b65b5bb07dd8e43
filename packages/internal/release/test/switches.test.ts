/** The flavours under the switches of Node that make it stricter: none changes what is everybody's, or makes code of text. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { simulate } from '@sockio/sim'
import { describe, expect, test } from 'vitest'

const [major = 0] = process.versions.node.split('.').map(Number)
const permission = ['--permission', '--allow-fs-read=*', ...(major >= 25 ? ['--allow-net'] : [])]

const switches: Readonly<Record<string, readonly string[]>> = {
  'no __proto__': ['--disable-proto=throw'],
  'frozen intrinsics': ['--frozen-intrinsics'],
  'no code from text': ['--disallow-code-generation-from-strings'],
  'deprecated is wrong': ['--pending-deprecation', '--throw-deprecation'],
  'no addons': ['--no-addons'],
  'what is forgotten is wrong': ['--unhandled-rejections=strict'],
  'the permission model': permission,
}

/** Prints the reply to Q1, and closes. Its packages are found from here. */
const programs: Readonly<Record<string, string>> = {
  aio: 'const reply = await sock.query("Q1"); await sock.close(); console.log(reply)',
  rx: 'sock.query("Q1").subscribe((reply) => sock.close().subscribe({ complete: () => console.log(reply) }))',
  legacy: 'sock.query("Q1", (error, reply) => sock.close(() => console.log(reply)))',
  sio: 'const reply = sock.query("Q1"); sock.close(); console.log(reply)',
}

describe.each(Object.entries(switches))('%s', (_name, flags) => {
  test.each(Object.entries(programs))('%s: a query is one', async (flavour, program) => {
    await using device = await simulate({ Q1: 'A1' })
    const code = `import { TCP } from '@sockio/${flavour}'
      const sock = new TCP('127.0.0.1', ${device.port}, { timeout: 60_000 })
      ${program}`
    const own = flavour === 'sio' && flags === permission ? ['--allow-worker'] : []
    const quiet = ['ExperimentalWarning', 'SecurityWarning'].map((name) => `--disable-warning=${name}`)
    const args = [...quiet, ...flags, ...own, '--input-type=module', '--eval', code]
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { cwd: import.meta.dirname })
    expect({ stdout, stderr }).toEqual({ stdout: 'A1\n', stderr: '' })
  })
})
