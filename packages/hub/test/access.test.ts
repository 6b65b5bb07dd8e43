/** Who may do what: roles, tokens, TLS; and what is written down of it. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { describe, expect, onTestFinished, test } from 'vitest'
import { Peer } from '../proof/peer.ts'
import { share } from './rig/shared.ts'

const device = { 'VOLT?': '5', '*TST?': '0' }

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'sockio-hub-'))
  onTestFinished(() => rmSync(made, { recursive: true }))
  return made
}

describe('readers', () => {
  test('ask, and are hung up on when they write', async () => {
    await using shared = await share(device, {
      instrument: { listen: [{ at: '127.0.0.1:0', role: 'read' }, '127.0.0.1:0'] },
    })
    const [reader, writer] = [await shared.client(0), await shared.client(1)]
    expect(await reader.ask('VOLT?')).toBe('5')
    reader.send('VOLT?\nVOLT 6;VOLT?\nVOLT?\n')
    expect(await reader.rest()).toBe('5\n')
    writer.send('VOLT 6\n')
    await shared.device.received('VOLT 6')
    expect(shared.device.requests).toEqual(['VOLT?', 'VOLT?', 'VOLT 6'])
  })

  test('may not send a query that a rule calls a write', async () => {
    await using shared = await share(device, {
      instrument: { listen: [{ at: '127.0.0.1:0', role: 'read' }], rules: [{ match: '^\\*TST', write: true }] },
    })
    expect(await (await shared.client()).send('*TST?\n').rest()).toBe('')
    expect(shared.device.requests).toEqual([])
  })
})

describe('tokens', () => {
  const listen = [
    {
      at: '127.0.0.1:0',
      tokens: [
        { token: 'alpha', name: 'alice' },
        { token: 'beta', name: 'bob', role: 'read' as const },
      ],
    },
  ]

  test('say who somebody is, and what they may do', async () => {
    await using shared = await share(device, { instrument: { listen } })
    const [alice, bob] = [await shared.client(), await shared.client()]
    expect(await alice.send('++token alpha\nVOLT 5\n').ask('VOLT?')).toBe('5')
    expect(await bob.send('++token beta\n').ask('VOLT?')).toBe('5')
    const names = shared.owner.state.clients.map(({ name, role }) => `${name} ${role}`)
    expect(names).toEqual(['alice full', 'bob read'])
    expect(await bob.send('VOLT 6\n').rest()).toBe('')
  })

  test.each(['VOLT?', 'VOLT 5', '++who', '++hold 60000', '++token gamma', '++token ALPHA'])(
    'without one, or with a wrong one: %s',
    async (line) => {
      await using shared = await share(device, { instrument: { listen } })
      expect(await (await shared.client()).send(`${line}\nVOLT?\n`).rest()).toBe('')
      expect(shared.device.connections).toBe(0)
      expect(JSON.stringify(shared.owner.state)).not.toContain('gamma')
    },
  )
})

describe('TLS', () => {
  function certificates(where: string): { readonly cert: string; readonly key: string } {
    const [cert, key] = [join(where, 'cert.pem'), join(where, 'key.pem')]
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1']
    const how = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
    execFileSync('openssl', [...how, '-keyout', key, '-out', cert, ...subject], { stdio: 'ignore' })
    return { cert, key }
  }

  test('is spoken by a façade that has a certificate; its clients may need one', async () => {
    const where = folder()
    const { cert, key } = certificates(where)
    const at = '127.0.0.1:0'
    await using shared = await share(device, {
      folder: where,
      instrument: {
        listen: [
          { at, tls: { cert: 'cert.pem', key: 'key.pem' } },
          { at, tls: { cert: 'cert.pem', key: 'key.pem', ca: 'cert.pem' } },
        ],
      },
    })
    const to = async (facade: number, own: object) => {
      const port = Number(shared.hub.instruments[0]?.listens[facade]?.split(':')[1])
      const socket = connect({ host: '127.0.0.1', port, ca: readFileSync(cert), ...own })
      return new Peer(socket)
    }
    using open = await to(0, {})
    expect(await open.ask('VOLT?')).toBe('5')
    using known = await to(1, { cert: readFileSync(cert), key: readFileSync(key) })
    expect(await known.ask('VOLT?')).toBe('5')
    expect(shared.owner.state.clients.map(({ name }) => name)).toContain('localhost')
    using stranger = await to(1, {})
    expect(await stranger.send('VOLT?\n').rest()).toBe('')
    using plain = await Peer.to(shared.address)
    plain.send('VOLT?\n')
    expect(await plain.rest()).not.toContain('5\n')
  })
})

describe('the audit log', () => {
  test('has each write: who, what, and how it ended; and no query', async () => {
    const where = folder()
    {
      await using shared = await share(device, {
        folder: where,
        hub: { audit: 'audit.jsonl' },
        instrument: {
          options: { redact: '(?<=PASS )\\S+' },
          rules: [{ match: 'DEAD', timeout: 100 }],
          listen: ['127.0.0.1:0', { at: '127.0.0.1:0', role: 'read' }],
        },
      })
      const client = await shared.client()
      expect(await client.send('VOLT 5\nSYST:PASS secret\n').ask('VOLT?')).toBe('5')
      client.send('VOLT 6;DEAD?\n')
      expect(await client.rest()).toBe('')
      const reader = await shared.client(1)
      expect(await reader.send('VOLT 7\n').rest()).toBe('')
    }
    const text = readFileSync(join(where, 'audit.jsonl'), 'utf8')
    const lines = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.map(({ message, outcome, sent }) => [message, outcome, sent])).toEqual([
      ['VOLT 5', 'ok', 'yes'],
      ['SYST:PASS ***', 'ok', 'yes'],
      ['VOLT 6;DEAD?', 'SOCKIO_TIMEOUT', 'yes'],
      ['VOLT 7', 'refused', 'no'],
    ])
    expect(lines[0]).toMatchObject({ instrument: 'psu1', client: expect.stringMatching(/^127/), role: 'full' })
    expect(Date.parse(lines[0].time)).toBeGreaterThan(0)
    expect(text).not.toContain('secret')
  })

  test('ends when its disk is full, and no call does', async () => {
    const errors: Error[] = []
    await using shared = await share(device, { hub: { audit: '/dev/full' }, onError: (error) => errors.push(error) })
    const client = await shared.client()
    expect(await client.send('VOLT 5\n').ask('VOLT?')).toBe('5')
    await expect.poll(() => errors.length).toBe(1)
    expect(errors[0]?.message).toMatch(/^the audit log ends: .*ENOSPC/)
    expect(await client.send('VOLT 6\n').ask('VOLT?')).toBe('5')
    expect(shared.hub.auditLost).toBe(1)
    expect(shared.device.requests).toEqual(['VOLT 5', 'VOLT?', 'VOLT 6', 'VOLT?'])
  })
})
