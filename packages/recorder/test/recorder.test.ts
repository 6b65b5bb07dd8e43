/** What is recorded, when it is written, and what a recording never does. */
import { rmSync, writeFileSync } from 'node:fs'
import { TCP } from '@sockio/aio'
import { faults, simulate } from '@sockio/sim'
import { describe, expect, it } from 'vitest'
import { parseRecording, play, readRecording, recorder } from '../src/index.ts'
import { replayed } from './rig/engine.ts'
import { Folder } from './rig/folder.ts'

const timeout = 60_000

describe('arguments', () => {
  it.each([
    ['', undefined, TypeError, 'file: expected a path, got ""'],
    [7, undefined, TypeError, 'file: expected a path, got 7'],
    ['a.jsonl', { least: 1 }, TypeError, 'unknown option "least"'],
    ['a.jsonl', { last: '64 MB' }, TypeError, "last: expected a size such as '64 MiB', or a number of bytes"],
    ['a.jsonl', { last: 100 }, RangeError, 'last: expected at least 4096 bytes, got 100'],
    ['a.jsonl', { last: -1 }, RangeError, 'last: expected at least 4096 bytes, got -1'],
    ['no/such/folder/a.jsonl', undefined, Error, 'no such file or directory'],
  ])('%j, %j', (file, options, type, message) => {
    const wrong = () => recorder(file as string, options as never)
    expect(wrong).toThrow(type)
    expect(wrong).toThrow(message)
  })

  it('the option itself takes nothing else', () => {
    expect(() => new TCP('localhost', 1, { record: 'a.jsonl' as never })).toThrow(
      'record: expected what recorder() of @sockio/recorder makes, got "a.jsonl"',
    )
  })
})

describe('files', () => {
  it('one that exists is left alone, and each connection has its own', async () => {
    using folder = new Folder()
    await using device = await simulate({ A: '1' })
    writeFileSync(folder.path('s.jsonl'), 'mine')
    const options = { timeout, ...recorder(folder.path('s.jsonl')) }
    for (let n = 0; n < 2; n++) {
      await using sock = new TCP(device.host, device.port, options)
      expect(await sock.query('A')).toBe('1')
    }
    expect(folder.names).toEqual(['s-2.jsonl', 's-3.jsonl', 's.jsonl'])
    expect(folder.text('s.jsonl')).toBe('mine')
    expect(folder.text('s-3.jsonl')).toContain('"request":"A\\n"')
  })

  it('what can not be written ends the recording with a warning, and no call', async () => {
    using folder = new Folder()
    await using device = await simulate({ A: '1', B: '2' })
    await using sock = new TCP(device.host, device.port, { timeout, ...recorder(folder.path('s.jsonl')) })
    const warned = new Promise<Error>((resolve) => process.once('warning', resolve))
    await sock.query('A')
    rmSync(folder.root, { recursive: true })
    await sock.close()
    expect(await warned).toMatchObject({
      code: 'SOCKIO_RECORDING',
      message: expect.stringContaining('s.jsonl has ended: ENOENT'),
    })
    expect(await sock.query('B')).toBe('2')
    expect(await sock.query('A')).toBe('1')
  })
})

describe('what is hidden', () => {
  const options = { timeout, redact: /(?<=PASS )\S+/ }

  it('is hidden, and the recording plays as it was, messages included', async () => {
    using folder = new Folder()
    await using device = await simulate(() => undefined)
    const sock = new TCP(device.host, device.port, { ...options, ...recorder(folder.path('s.jsonl')) })
    await sock.command('PASS hunter2')
    const error = await sock.query('PASS *hunter2*?', { timeout: 20 }).catch((error: Error) => error.message)
    await sock.close()
    const text = folder.text('s.jsonl')
    expect(text).not.toContain('unter')
    expect(text).toContain('"request":"PASS *******\\n","requestShown":"PASS ***\\n"')
    expect(text).toContain(JSON.stringify(error).slice(1, -1))
    expect(replayed(text)).toBeGreaterThan(5)
  })

  it('by a function, too, and where that throws', async () => {
    using folder = new Folder()
    await using device = await simulate({ '*': 'ok' })
    const redact = (request: string) => {
      if (request.startsWith('B')) throw new Error('no')
      return 'secret'
    }
    const onError = () => undefined
    const sock = new TCP(device.host, device.port, { timeout, redact, onError, ...recorder(folder.path('s.jsonl')) })
    await sock.query('Ahunter2')
    await sock.query('Bhunter2')
    await sock.close()
    const text = folder.text('s.jsonl')
    expect(text).not.toContain('hunter')
    expect(text).toContain('"request":"********\\n","requestShown":"secret"')
    expect(replayed(text)).toBeGreaterThan(5)
  })
})

describe('the last of it', () => {
  it('is written when a call fails, and begins where it can be played', async () => {
    using folder = new Folder()
    await using device = await simulate((request) => (request === 'mute' ? undefined : `${request}!`))
    const options = { timeout, ...recorder(folder.path('s.jsonl'), { last: 16_384 }) }
    await using sock = new TCP(device.host, device.port, options)
    for (let n = 0; n < 500; n++) expect(await sock.query(`Q${n}`)).toBe(`Q${n}!`)
    expect(folder.names).toEqual([])
    await expect(sock.query('mute', { timeout: 20 })).rejects.toThrow('no reply')
    expect(folder.names).toEqual(['s.jsonl'])
    const text = folder.text('s.jsonl')
    expect(text.length).toBeLessThan(20_000)
    expect(text.length).toBeGreaterThan(10_000)
    expect(text).toContain('"request":"Q499\\n"')
    const { beginning, turns } = parseRecording(text)
    expect(beginning.link).toMatchObject({ state: 'ready', connections: 1 })
    expect(replayed(text)).toBe(turns.length)
    expect(turns.at(-1)?.out?.some(([what]) => what === 'failed')).toBe(true)
    // the next failure is another file, and begins where the engine was at rest behind the first
    await sock.query('Q')
    await expect(sock.query('mute', { timeout: 20 })).rejects.toThrow('no reply')
    expect(folder.names).toEqual(['s-2.jsonl', 's.jsonl'])
    expect(replayed(folder.text('s-2.jsonl'))).toBeGreaterThan(1)
    expect(folder.text('s-2.jsonl')).not.toContain('Q499')
  })

  it('what the program itself has ended is no failure', async () => {
    using folder = new Folder()
    await using device = await simulate(() => undefined)
    const sock = new TCP(device.host, device.port, { timeout, ...recorder(folder.path('s.jsonl'), { last: '1 MiB' }) })
    await expect(sock.query('A', { signal: AbortSignal.abort() })).rejects.toThrow('aborted')
    const closed = sock.query('B').catch((error: Error) => error.message)
    await device.received('B')
    await sock.close()
    expect(await closed).toContain('closed')
    expect(folder.names).toEqual([])
  })
})

it('what users give the engine to ask is among it: policies, matches and framings', async () => {
  using folder = new Folder()
  await using device = await simulate({ A: '1', LEN: Uint8Array.of(3, 97, 98, 99), GO: ['!1', 'x', '!2', '!3'] })
  device.inject(faults.refuse())
  let tries = 0
  const reconnect = () => {
    if (++tries === 2) device.clear()
    return 1
  }
  const sock = new TCP(device.host, device.port, { timeout, reconnect, ...recorder(folder.path('s.jsonl')) })
  expect(await sock.query('A')).toBe('1')
  const own = {
    end: (bytes: Buffer, start: number) =>
      (bytes[start] ?? 0) + 1 - (bytes.length - start) > 0 ? -1 : (bytes[start] ?? 0) + 1,
    body: (frame: Buffer) => frame.subarray(1),
  }
  expect(String(await sock.exchange('LEN\n', own))).toBe('abc')
  const lines: string[] = []
  for await (const line of sock.lines({ match: (line) => line[0] === 0x21, start: 'GO', encoding: 'utf8' })) {
    lines.push(line)
    if (lines.length === 3) break
  }
  expect(lines).toEqual(['!1', '!2', '!3'])
  await sock.close()
  const text = folder.text('s.jsonl')
  expect(text).toContain('"asked":[1]')
  expect(text).toContain('{"bytes":"abc"}')
  expect(replayed(text)).toBe(readRecording(folder.path('s.jsonl')).turns.length)
})

it('a difference is seen: a recording that was changed does not play', async () => {
  using folder = new Folder()
  await using device = await simulate({ A: '1' })
  const sock = new TCP(device.host, device.port, { timeout, ...recorder(folder.path('s.jsonl')) })
  await sock.query('A')
  await sock.close()
  const changed = parseRecording(folder.text('s.jsonl').replace('"bytes":"1\\n"', '"bytes":"1"'))
  expect([...play(changed)].some(({ difference }) => difference !== undefined)).toBe(true)
})
