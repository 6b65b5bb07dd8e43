/** NATS's own ways to know who is there, and what each may do: by the subjects that he may publish to. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { socketForUrl } from '@sockio/aio'
import { missing, NatsServer, nats as natsServer, until } from '@sockio/integration'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import '../../src/nats/index.ts'
import { discover } from '../../src/nats/index.ts'
import { joinNats } from '../../src/nats/nats-network.ts'
import { instrument, LabHub } from './lab.ts'

const patient = { timeout: 60_000 }

/** As on the page "Across hosts". */
const USERS = `
authorization {
  users: [
    { user: hub, password: "hub's" }
    { user: alice, password: "alice's", permissions: { publish: ["lab.>"], subscribe: ["_INBOX.>", "lab.>"] } }
    { user: eve, password: "eve's", permissions: {
        publish: ["lab.*.query", "lab.*.state", "lab.discover", "lab.*.read", "lab.*.*.read.*"]
        subscribe: ["_INBOX.>", "lab.*.lines", "lab.*.owner"] } }
  ]
}`

describe.skipIf(missing(natsServer))('users of NATS', () => {
  let server: NatsServer
  let hub: LabHub
  let psu: Awaited<ReturnType<typeof instrument>>
  const folder = mkdtempSync(join(tmpdir(), 'sockio-logins-'))
  const as = (user: string, more = '') => `${server.url.replace('//', `//${user}:${user}'s@`)}/lab/psu1${more}`

  beforeAll(async () => {
    server = await NatsServer.start({ config: USERS })
    psu = await instrument()
    writeFileSync(join(folder, 'password'), "hub's\n")
    const nats = { servers: server.url, user: 'hub', password: { file: join(folder, 'password') } }
    hub = await LabHub.start(nats, { url: psu.device.url })
    await hub.until('owner')
  })
  afterAll(async () => {
    await hub.close()
    await psu.device.close()
    await server[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true })
  })

  it('one who may do all has a session that may, too', async () => {
    await using sock = socketForUrl(as('alice'), patient)
    expect(await sock.query('VOLT 1;ECHO? 1')).toBe('1')
  })

  it('one who may only read can have no other session, and says so', async () => {
    await using reader = socketForUrl(as('eve', '?role=read'), patient)
    expect(await reader.query('ECHO? 2')).toBe('2')
    await expect(reader.query('VOLT 2;ECHO? 2')).rejects.toThrow('may only ask')
    await using writer = socketForUrl(as('eve'), patient)
    await expect(writer.query('ECHO? 3')).rejects.toMatchObject({
      code: 'SOCKIO_CONNECT',
      sent: 'no',
      message: expect.stringContaining('this user of NATS may not publish to lab.psu1.session'),
    })
    expect(psu.device.requests).not.toContain('VOLT 2;ECHO? 2')
    expect(psu.device.requests).not.toContain('ECHO? 3')
    const found = await discover({ servers: server.url, prefix: 'lab', user: 'eve', password: "eve's", timeout: 300 })
    expect(found.map(({ name }) => name)).toEqual(['psu1'])
  })

  it('a wrong password, or none, lets nobody in', async () => {
    await using none = socketForUrl(`${server.url}/lab/psu1`, patient)
    await expect(none.query('*IDN?')).rejects.toThrow(/could not connect to NATS at nats:.*Authorization Violation/i)
    const wrong = joinNats({ servers: server.url, user: 'hub', password: 'another' })
    await expect(wrong).rejects.toThrow(/could not connect to NATS at nats:.*Authorization Violation/i)
  })
})

describe.skipIf(missing(natsServer))('TLS of NATS', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sockio-nats-tls-'))
  const at = (name: string) => join(folder, name)
  let server: NatsServer
  let hub: LabHub
  let psu: Awaited<ReturnType<typeof instrument>>

  beforeAll(async () => {
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1']
    const files = ['-keyout', at('key.pem'), '-out', at('cert.pem')]
    execFileSync('openssl', ['req', '-x509', '-newkey', 'ed25519', '-nodes', '-days', '1', ...files, ...subject], {
      stdio: 'ignore',
    })
    const tls = { cert_file: at('cert.pem'), key_file: at('key.pem') }
    server = await NatsServer.start({ config: `tls ${JSON.stringify(tls)}` })
    psu = await instrument()
    hub = await LabHub.start({ servers: server.url, tls: { ca: at('cert.pem') } }, { url: psu.device.url })
    await hub.until('owner')
  })
  afterAll(async () => {
    await hub.close()
    await psu.device.close()
    await server[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true })
  })

  it('is believed by its authority', async () => {
    await using sock = socketForUrl(`${server.url}/lab/psu1?ca=${at('cert.pem')}`, patient)
    expect(await sock.query('ECHO? secret')).toBe('secret')
  })

  it('is not believed without', async () => {
    await using sock = socketForUrl(`${server.url}/lab/psu1`, patient)
    await expect(sock.query('*IDN?')).rejects.toMatchObject({ code: 'SOCKIO_CONNECT', sent: 'no' })
  })
})

describe.skipIf(missing(natsServer))('a hub that NATS does not let do its work', () => {
  it('says what it may not, of which instrument, once', async () => {
    const permissions = 'permissions: { publish: [">"], subscribe: ["_INBOX.>", "lab.discover"] }'
    await using server = await NatsServer.start({
      config: `authorization { users: [ { user: hub, password: pw, ${permissions} } ] }`,
    })
    await using psu = await instrument()
    await using hub = await LabHub.start({ servers: server.url, user: 'hub', password: 'pw' }, { url: psu.device.url })
    await hub.until('owner')
    await until('five are told', () => hub.troubles.length >= 5)
    expect(hub.troubles.map(({ message }) => /"(lab\.psu1\.\w+)"/.exec(message)?.[1]).sort()).toEqual(
      ['query', 'read', 'session', 'state', 'write'].map((each) => `lab.psu1.${each}`),
    )
  })
})
