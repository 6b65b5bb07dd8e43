/** Recording from the command line, and what is made of a recording: the explanation, the page, the instrument. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { block, device as played, simulate } from '@sockio/sim'
import { expect, test } from 'vitest'
import supply from './drivers/supply.ts'
import { folder } from './folder.ts'
import { inProcess } from './in-process.ts'
import { Run, sockio } from './sockio.ts'

const DRIVER = join(import.meta.dirname, 'drivers/supply.ts')
const device = { 'A?': 'one', 'B?': 'two', 'BLOCK?': block(Uint8Array.of(0, 10, 255)), '*': () => undefined }

test('--record, explain, and the recording as the instrument', async () => {
  await using dir = await folder()
  await using instrument = await simulate(device)
  const file = dir.path('s.jsonl')
  const asked = ['A?', 'BLOCK?', 'B?']
  const { code, stdout } = await sockio(['query', instrument.url, ...asked, '--record', file])
  expect(code).toBe(0)
  const { stdout: explained } = await sockio(['explain', file])
  expect(explained).toMatch(/s\.jsonl: tcp:\/\/127\.0\.0\.1:\d+, .*: 3 calls, none failed\n/)
  expect(explained).toMatch(/\+0\.\d{6} {2} {11}-> instrument {2}"A\?\\n"\n/)
  await using sim = new Run(['sim', file, '--port', '0', '--quiet'])
  const [, url = ''] = await sim.says(/listening on (tcp:\S+)\n/)
  expect(await sockio(['query', url, ...asked])).toMatchObject({ code: 0, stdout })
})

test('of a failure, the reason is in the first three lines; and as a page', async () => {
  await using dir = await folder()
  await using instrument = await simulate(device)
  const file = dir.path('s.jsonl')
  await inProcess(['query', instrument.url, 'MUTE?', '--timeout', '2s', '--record', file])
  const { stdout } = await inProcess(['explain', file])
  const [, failed, because] = stdout.split('\n')
  expect(failed).toMatch(/^call 1 "MUTE\?\\n" failed after .*, reading, sent: yes: SOCKIO_TIMEOUT/)
  expect(because).toMatch(/^because it was written, and nothing came in/)
  expect(await inProcess(['explain', file, '--html', dir.path('s.html')])).toMatchObject({ code: 0, stdout: '' })
  expect(await readFile(dir.path('s.html'), 'utf8')).toMatch(/^<!doctype html>[\s\S]*<svg[\s\S]*MUTE\?/)
  expect(await inProcess(['explain', file, '--html', dir.path('s.html')])).toMatchObject({ code: 1 })
  expect(await inProcess(['explain', file, '--call', '9'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('no 9'),
  })
})

test('record is a proxy; each client has its file', async () => {
  await using dir = await folder()
  await using instrument = await simulate(device)
  const file = dir.path('s.jsonl')
  await using proxy = new Run(['record', instrument.url, file])
  const [, url = ''] = await proxy.says(/^listening on (tcp:\S+) for tcp:\S+, recording to \S+\n/)
  for (let n = 1; n <= 2; n++) {
    expect(await inProcess(['query', url, 'A?', 'B?'])).toMatchObject({ code: 0, stdout: 'one\ntwo\n' })
    await proxy.says(new RegExp(`client ${n} has gone`))
  }
  proxy.child.kill('SIGINT')
  expect(await proxy.end()).toMatchObject({ code: 0 })
  for (const name of ['s.jsonl', 's-2.jsonl']) {
    expect((await inProcess(['explain', dir.path(name)])).stdout).toMatch(
      /-> instrument {2}"A\?\\n"\n.*\n?.*<- instrument {2}"one\\n"\n/,
    )
  }
})

test('what is wrong is said before anything is opened', async () => {
  await using dir = await folder()
  await writeFile(dir.path('there.jsonl'), 'x\n')
  const no = 'tcp://127.0.0.1:1'
  const wrong = async (...args: string[]) => {
    const { code, stderr } = await inProcess(args)
    expect(code).toBe(2)
    return stderr
  }
  expect(await wrong('query', no, 'A?', '--record', dir.path('there.jsonl'))).toContain('there.jsonl exists')
  expect(await wrong('record', no, dir.path('there.jsonl'))).toContain('there.jsonl exists')
  expect(await wrong('query', no, 'A?', '--record', dir.path('no/s.jsonl'))).toContain('no such file or directory')
  expect(await wrong('explain', dir.path('there.jsonl'))).toContain('there.jsonl:1: no JSON')
  expect(await wrong('explain', dir.path('none.jsonl'))).toContain('no such file or directory')
  expect(await wrong('sim', 'scope', '--delays')).toContain('go with a recording')
  expect(await wrong('sim', dir.path('there.jsonl'))).toContain('there.jsonl:1: no JSON')
})

test('a test out of a recording, through a driver', async () => {
  await using dir = await folder()
  await using instrument = await simulate(played(supply, { current: 0 }))
  const file = dir.path('s.jsonl')
  await using proxy = new Run(['record', instrument.url, file, '--test', DRIVER])
  const [, url = ''] = await proxy.says(/^listening on (tcp:\S+) for/)
  expect(await inProcess(['set', DRIVER, 'voltage', '5', '--url', url])).toMatchObject({ code: 0 })
  await proxy.says(/client 1 has gone/)
  expect(await inProcess(['get', DRIVER, 'voltage', '--url', url])).toMatchObject({ code: 0, stdout: '5\n' })
  await proxy.says(/client 2 has gone/)
  proxy.child.kill('SIGINT')
  expect(await proxy.end()).toMatchObject({ code: 0 })
  const source = await readFile(dir.path('s.test.ts'), 'utf8')
  expect(source).toContain('await instrument.voltage.set(5)')
  expect(source).toMatch(/import driver from ".*supply\.ts"/)
  expect(await inProcess(['explain', dir.path('s-2.jsonl'), '--test', DRIVER])).toMatchObject({ code: 0 })
  expect(await readFile(dir.path('s-2.test.ts'), 'utf8')).toContain('expect(await instrument.voltage.get()).toEqual(5)')
  expect(await inProcess(['explain', file, '--test', 'none.txt'])).toMatchObject({ code: 2 })
})
