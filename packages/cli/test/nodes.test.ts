/** The program on the oldest and the newest Node that are supported; all the other tests take the one between. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { Run, sockio } from './sockio.ts'

const path = (name: string) => fileURLToPath(new URL(`../node_modules/${name}/bin/node`, import.meta.url))

describe.each([
  ['22', path('node22')],
  ['26', path('node26')],
])('on Node %s', (version, node) => {
  test('it is that Node', async () => {
    expect(existsSync(node)).toBe(true)
    const { stdout } = await promisify(execFile)(node, ['--version'])
    expect(stdout).toMatch(new RegExp(`^v${version}\\.`))
  })

  test('simulates, asks, streams, plots and measures, without a warning', async () => {
    await using sim = new Run(['sim', '--port', '0', '--quiet'], { node })
    const [, url = ''] = await sim.says(/listening on (tcp:\S+)\n/)
    const on = (...args: string[]) => sockio([args[0] ?? '', url, ...args.slice(1)], '', { node })
    expect(await on('query', '*IDN?')).toEqual({ code: 0, stdout: 'SOCKIO,SCOPE,0,1.0\n', stderr: '' })
    expect(await on('stream', '-s', 'ACQ:STAR', '-n', '2')).toEqual({ code: 0, stdout: '0.0000\n0.1392\n', stderr: '' })
    expect(await on('plot', '-s', 'ACQ:STAR', '-n', '5')).toMatchObject({ code: 0, stderr: '' })
    expect(await on('bench', '-n', '10')).toMatchObject({ code: 0, stderr: '' })
    expect(await on('watch', '-n', '1')).toMatchObject({ code: 0, stderr: '' })
    expect(await on('doctor', '--idle', '0', '--silence', '100ms')).toMatchObject({
      code: 0,
      stdout: /^verdict {2}sound/,
    })
    expect(await sockio(['shell', url, '--timeout', '60s'], '*IDN?\n', { node })).toMatchObject({ code: 0, stderr: '' })
    expect(await on('query', 'FLUX?', '-t', '5s')).toMatchObject({ code: 4 })
    sim.child.kill('SIGINT')
    expect(await sim.end()).toMatchObject({ code: 0, stderr: '' })
  })

  test('takes a driver in TypeScript, and plays its instrument', async () => {
    const driver = fileURLToPath(new URL('drivers/supply.ts', import.meta.url))
    await using sim = new Run(['sim', driver, '--port', '0', '--quiet'], { node })
    const [, url = ''] = await sim.says(/listening on (tcp:\S+)\n/)
    const on = (...args: string[]) => sockio([args[0] ?? '', driver, ...args.slice(1), '--url', url], '', { node })
    expect(await on('set', 'voltage', '5', 'channel.2.scale', '3')).toMatchObject({ code: 0, stdout: '' })
    expect(await on('get', 'voltage')).toMatchObject({ code: 0, stdout: '5\n' })
  })

  test('reads a configuration in TypeScript', async () => {
    const config = fileURLToPath(new URL('config.ts', import.meta.url))
    await using sim = new Run(['sim', config], { node })
    const [, url = ''] = await sim.says(/listening on (tcp:\S+)\n/)
    expect(await sockio(['query', url, 'VOLT 5;VOLT?'], '', { node })).toMatchObject({ code: 0, stdout: '5\n' })
  })
})
