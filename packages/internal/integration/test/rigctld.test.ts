/**
 * Hamlib's dummy radio: replies of one line, of several, of an unknown number, and many callers at once. It is recorded; then
 * the same tests are run once more, with the recordings in its place.
 */
import { type Session, TCP } from '@sockio/aio'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { asker } from '../src/radio.ts'
import { type Instrument, Recordings } from '../src/recorded.ts'
import { HOST, missing, rigctld } from '../src/server.ts'
import { until } from '../src/until.ts'

const recordings = new Recordings()
afterAll(() => recordings[Symbol.dispose]())

const instruments = {
  rigctld: (name: string) => recordings.server(rigctld, name),
  'its recordings': (name: string) => recordings.replayed(name),
}

describe.skipIf(missing(rigctld)).each(Object.entries(instruments))('%s', (_, start) => {
  let instrument: Instrument

  // For each test, since where rigctld sees one connection close, it may close the next with it.
  beforeEach(async ({ task }) => {
    instrument = await start(task.name)
    return () => instrument[Symbol.asyncDispose]()
  })

  const radio = (options = {}) => new TCP(HOST, instrument.port, { timeout: 60_000, ...instrument.options, ...options })

  test('sets the frequency and gets it', async () => {
    await using sock = radio()
    expect(await sock.writeReadLine('F 14250000\n')).toEqual(Buffer.from('RPRT 0\n'))
    expect(await sock.query('f')).toBe('14250000')
    expect(await sock.query('F 7100000')).toBe('RPRT 0')
    expect(await sock.query('f')).toBe('7100000')
  })

  test('refuses what it does not understand, and nothing is out of step', async () => {
    await using sock = radio()
    expect(await sock.query('F nonsense')).toMatch(/^RPRT -\d+$/)
    expect(await sock.query('F 14100000')).toBe('RPRT 0')
    expect(await sock.query('f')).toBe('14100000')
  })

  test('answers several requests in one piece', async () => {
    await using sock = radio()
    const replies = await sock.writeLinesReadLines(['F 3500000\n', 'f\n', 'F 3600000\n', 'f\n'], undefined, {
      encoding: 'utf8',
    })
    expect(replies).toEqual(['RPRT 0', '3500000', 'RPRT 0', '3600000'])
  })

  test('answers the extended protocol in a known number of lines', async () => {
    await using sock = radio()
    await sock.query('F 14250000')
    const reply = await sock.writeReadLines('+f\n', 3, { encoding: 'utf8' })
    expect(reply).toEqual(['get_freq:', 'Frequency: 14250000', 'RPRT 0'])
  })

  test('answers the extended protocol in lines that end with a report', async () => {
    await using sock = radio()
    await sock.query('M USB 2400')
    const ask = (request: string) => sock.transaction((session) => reportOf(session, request))
    const [mode, vfo] = await Promise.all([ask('+m'), ask('+v')])
    expect(mode).toEqual(['get_mode:', 'Mode: USB', 'Passband: 2400', 'RPRT 0'])
    expect(vfo).toEqual(['get_vfo:', 'VFO: VFOA', 'RPRT 0'])
  })

  test('answers with a separator of the request', async () => {
    await using sock = radio()
    await sock.query('F 21000000')
    expect(await sock.query(';f')).toBe('get_freq:;Frequency: 21000000;RPRT 0')
  })

  test.each([
    ['\\dump_caps\n', 'Caps dump for model: 1\n'],
    ['+\\dump_caps\n', 'dump_caps:\nCaps dump for model: 1\n'],
  ])('reads %j to its end', async (request, beginning) => {
    await using sock = radio()
    const [caps, frequency] = await Promise.all([
      sock.transaction(async (session) => {
        await session.write(request)
        return session.readUntil('\nRPRT 0\n', { encoding: 'utf8' })
      }),
      sock.query('f'),
    ])
    expect(caps.startsWith(beginning)).toBe(true)
    expect(caps).toContain('\nModel name:\tDummy\n')
    expect(caps.length).toBeGreaterThan(5000)
    expect(frequency).toMatch(/^\d+$/)
    expect(sock.inWaiting).toBe(0)
  })

  test.each([1, 16])('1,000 queries of 20 callers, none mixed up (pipeline: %i)', async (pipeline) => {
    const strays: Uint8Array[] = []
    await using sock = radio({ pipeline, onStray: (bytes: Uint8Array) => strays.push(bytes) })
    const ask = asker(sock)
    let asked = 0
    const caller = async () => {
      for (let i = 0; i < 50; i++) {
        const { reply, expected } = await ask(asked++)
        expect(reply).toEqual(expected)
      }
    }
    await Promise.all(Array.from({ length: 20 }, caller))
    expect(asked).toBe(1000)
    expect(sock.connectionCounter).toBe(1)
    expect(strays).toEqual([])
  })

  test('hangs up when told to, and the next call connects again', async () => {
    await using sock = radio()
    for (let round = 1; round <= 20; round++) {
      // Now and then rigctld closes, or resets, before it has answered, and takes the next connection with it.
      const goodbye = await sock.query('q').catch((error) => error.code)
      expect(goodbye).toMatch(/^(RPRT 0|SOCKIO_CONNECTION_EOF|SOCKIO_CONNECTION_LOST)$/)
      await until('the end of the connection', () => !sock.connected)
      expect(await sock.query(`J ${round}`, { retries: 3 })).toBe('RPRT 0')
      expect(await sock.query('j', { retries: 3 })).toBe(String(round))
      expect(sock.connectionCounter).toBeGreaterThan(round)
    }
  })

  test('serves several clients, each of which gets its own', async () => {
    const socks = Array.from({ length: 5 }, () => radio())
    await Promise.all(
      socks.map(async (sock, i) => {
        const ask = asker(sock)
        for (let n = i * 100; n < i * 100 + 50; n++) {
          const { reply, expected } = await ask(n)
          expect(reply).toEqual(expected)
        }
      }),
    )
    await Promise.all(socks.map((sock) => sock[Symbol.asyncDispose]()))
  })
})

async function reportOf(session: Session, request: string): Promise<string[]> {
  await session.write(`${request}\n`)
  const lines: string[] = []
  do lines.push(await session.readLine({ encoding: 'utf8' }))
  while (!lines.at(-1)?.startsWith('RPRT '))
  return lines
}
