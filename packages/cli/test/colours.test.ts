/** Colours are for terminals, and for those who want them. */
import { simulate } from '@sockio/sim'
import { describe, expect, test } from 'vitest'
import { sockio } from './sockio.ts'
import { hasTerminal, Terminal } from './terminal.ts'

const refused = ['query', '127.0.0.1:1', 'A?']
const coloured = '\x1b[31msockio:\x1b[39m'

test('none in a pipe', async () => {
  expect((await sockio(refused)).stderr).toMatch(/^sockio: could not/)
  expect((await sockio(['--help'])).stdout).not.toContain('\x1b')
})

test('FORCE_COLOR', async () => {
  expect((await sockio(refused, '', { env: { FORCE_COLOR: '1' } })).stderr).toContain(coloured)
})

describe.skipIf(!hasTerminal)('on a terminal', () => {
  test('errors, titles and prompts have colours', async () => {
    await using instrument = await simulate({ 'A?': 'one' })
    await using error = new Terminal(refused)
    expect(await error.end()).toBe(3)
    expect(error.raw).toContain(coloured)
    await using help = new Terminal(['--help'])
    await help.end()
    expect(help.raw).toContain('\x1b[1mUsage:')
    await using shell = new Terminal(['shell', instrument.url, '--timeout', '60s'])
    await shell.shows(/> /)
    expect(shell.raw).toContain('\x1b[36m127.0.0.1')
  })

  test('NO_COLOR', async () => {
    await using instrument = await simulate({ 'A?': 'one' })
    for (const args of [refused, ['--help'], ['query', instrument.url, 'A?']]) {
      await using terminal = new Terminal(args, { NO_COLOR: '1' })
      await terminal.end()
      expect(terminal.raw).not.toContain('\x1b[')
    }
    await using shell = new Terminal(['shell', instrument.url, '--timeout', '60s'], { NO_COLOR: '1' })
    await shell.shows(/> /)
    expect(
      shell.raw
        .split('\x1b')
        .slice(1)
        .filter((sequence) => /^\[\d+m/.test(sequence)),
    ).toEqual([])
  })

  test('replies have none of their own', async () => {
    await using instrument = await simulate({ 'A?': '\x1b[31mred' })
    await using terminal = new Terminal(['query', instrument.url, 'A?'])
    await terminal.end()
    expect(terminal.raw).toBe('\\x1b[31mred\r\n')
  })
})
