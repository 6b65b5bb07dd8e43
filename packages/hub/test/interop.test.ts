/** Programs that nobody here wrote, and each flavour, share one instrument without a word of it in their code. */
import { execFile, execFileSync } from 'node:child_process'
import { promisify } from 'node:util'
import { TCP as AioTcp } from '@sockio/aio'
import { block, type DeviceFunction } from '@sockio/sim'
import { describe, expect, test } from 'vitest'
import { flavours, others, PYTHON } from '../proof/programs.ts'
import { share } from './rig/shared.ts'

const run = promisify(execFile)

/** Is it missing? Then its tests are skipped, loudly. */
function missing(program: string, ...args: string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore' })
    return false
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' && program !== PYTHON) return false
    console.warn(`SKIPPED: ${program} ${args.join(' ')} does not run here (see .ci/run)`)
    return true
  }
}

const curve = Uint8Array.from({ length: 1000 }, (_, i) => i % 256)
const device: DeviceFunction = (request) => {
  if (request === 'CURV?') return block(curve)
  return request.endsWith('?') ? request.toLowerCase() : undefined
}

describe('each flavour', () => {
  test('asks through the hub at the same time as the others, and gets its own', async () => {
    await using shared = await share(device)
    const port = Number(shared.address.split(':')[1])
    const asking = Object.entries(flavours).map(async ([name, ask]) => {
      const replies = await ask(
        port,
        Array.from({ length: 50 }, (_, n) => `${name}:N${n}?`),
      )
      expect(replies).toEqual(Array.from({ length: 50 }, (_, n) => `${name}:n${n}?`))
    })
    await Promise.all(asking)
    expect(shared.device.connections).toBe(1)
  })

  test('gets blocks', async () => {
    await using shared = await share(device)
    await using sock = new AioTcp('127.0.0.1', Number(shared.address.split(':')[1]), { timeout: 60_000 })
    expect(await sock.writeReadBlock('CURV?\n')).toEqual(Buffer.from(curve))
    expect(await sock.query('A?')).toBe('a?')
  })

  test('sees a loss where the hub has no reply for it', async () => {
    await using shared = await share({ 'A?': 'a' }, { instrument: { rules: [{ match: 'DEAD', timeout: 100 }] } })
    await using sock = new AioTcp('127.0.0.1', Number(shared.address.split(':')[1]), { timeout: 60_000 })
    await expect(sock.query('DEAD?')).rejects.toMatchObject({ code: 'SOCKIO_CONNECTION_EOF', sent: 'yes' })
    expect(await sock.query('A?')).toBe('a')
  })
})

describe.skipIf(missing(PYTHON, '-c', 'import pyvisa, pyvisa_py'))('PyVISA', () => {
  test('asks, tells and reads blocks, with a flavour beside it', async () => {
    await using shared = await share(device)
    const port = Number(shared.address.split(':')[1])
    await using sock = new AioTcp('127.0.0.1', port, { timeout: 60_000 })
    const program = `
import pyvisa
psu = pyvisa.ResourceManager('@py').open_resource('TCPIP::127.0.0.1::${port}::SOCKET', read_termination='\\n', write_termination='\\n')
psu.timeout = 60000
psu.write('VOLT 5')
print(psu.query('*IDN?'))
print(len(psu.query_binary_values('CURV?', datatype='B')))
for n in range(50): assert psu.query('P%d?' % n) == 'p%d?' % n
psu.close()
`
    const python = run(PYTHON, ['-c', program])
    for (let n = 0; n < 50; n++) expect(await sock.query(`J${n}?`)).toBe(`j${n}?`)
    expect((await python).stdout).toBe('*idn?\n1000\n')
    expect(shared.device.requests).toContain('VOLT 5')
  })
})

describe.skipIf(missing('nc', '-h'))('netcat', () => {
  test('gets all replies to what it has sent when it says goodbye', async () => {
    await using shared = await share(device)
    const port = String(shared.address.split(':')[1])
    const child = run('nc', ['-N', '127.0.0.1', port])
    child.child.stdin?.end('*IDN?\nVOLT 5\nVOLT?\n')
    expect((await child).stdout).toBe('*idn?\nvolt?\n')
  })
})

describe.skipIf(missing('lxi', '--version'))('lxi-tools', () => {
  test('asks', async () => {
    await using shared = await share(device)
    expect(await others['lxi-tools']?.(Number(shared.address.split(':')[1]), ['*IDN?'])).toEqual(['*idn?'])
  })
})
