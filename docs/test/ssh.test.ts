/** The recipe of an instrument behind SSH, where things go wrong, against OpenSSH. */
import { socketForUrl } from '@sockio/aio'
import { missing } from '@sockio/integration'
import { faults, type SimulatedDevice, scope, simulate } from '@sockio/sim'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openSsh, SshServer } from './ssh-server.ts'
import '../programs/ssh/carrier/ssh.ts'

let server: SshServer
let device: SimulatedDevice
const path = process.env.PATH
const options = { timeout: 60_000, settle: 5000 } // a gateway that can't reach the instrument says so sooner

/** Where nobody listens: the port of a device that was. */
async function nobody(): Promise<string> {
  const gone = await simulate(scope())
  await gone.close()
  return `127.0.0.1:${gone.port}`
}

describe.skipIf(missing(openSsh))('an instrument behind OpenSSH', () => {
  beforeAll(() => {
    server = new SshServer()
    process.env.PATH = server.env.PATH
  })
  afterAll(() => {
    process.env.PATH = path
    server[Symbol.dispose]()
  })
  beforeEach(async () => {
    device = await simulate(scope({ points: 1_000_000 }))
  })
  afterEach(() => device.close())

  it('carries blocks, and its process is gone after close()', async () => {
    await using sock = socketForUrl(`ssh://gateway.lab/${device.host}:${device.port}`, { timeout: 60_000 })
    expect(await sock.writeReadBlock('WAV:DATA?\n')).toHaveLength(1_000_000)
    await sock.close()
    await device.disconnected()
  })

  it.each(['end', 'reset'] as const)('a connection that the instrument ends by %s is made again', async (how) => {
    let lost = () => {}
    const wasLost = new Promise<void>((resolve) => {
      lost = resolve
    })
    const url = `ssh://gateway.lab/${device.host}:${device.port}`
    await using sock = socketForUrl(url, { timeout: 60_000, onConnectionLost: () => lost() })
    expect(await sock.query('*IDN?')).toBe('SOCKIO,SCOPE,0,1.0')
    device.disconnect(how)
    await wasLost
    expect(await sock.query('CHAN1:SCAL?')).toBe('1')
    expect(sock.connectionCounter).toBe(2)
  })

  it('a query that is given up gives the connection up, and the next has its own reply', async () => {
    await using sock = socketForUrl(`ssh://gateway.lab/${device.host}:${device.port}`, { timeout: 60_000 })
    await sock.open()
    const clear = device.inject(faults.silence({ match: 'MEAS:VOLT?' }))
    await expect(sock.query('MEAS:VOLT?', { timeout: 50 })).rejects.toMatchObject({ code: 'SOCKIO_TIMEOUT' })
    clear()
    expect(await sock.query('CHAN1:SCAL?')).toBe('1')
    expect(sock.connectionCounter).toBe(2)
  })

  it('says why there is no connection, in the words of ssh', async () => {
    await using off = socketForUrl(`ssh://gateway.lab/${await nobody()}`, options)
    await expect(off.query('*IDN?')).rejects.toMatchObject({
      code: 'SOCKIO_CONNECT',
      message: expect.stringMatching(/could not connect to ssh:\/\/gateway.lab\/.*open failed: connect failed/),
      sent: 'no',
    })
    await using nowhere = socketForUrl('ssh://nowhere.invalid/scope.lab:5025', options)
    await expect(nowhere.query('*IDN?')).rejects.toThrow('Could not resolve hostname nowhere.invalid')
    const PATH = process.env.PATH
    process.env.PATH = ''
    await expect(nowhere.query('*IDN?')).rejects.toThrow('spawn ssh ENOENT')
    process.env.PATH = PATH
  })

  it('takes no URL that ssh would take for an option, or that leads nowhere', () => {
    for (const url of ['ssh://-oProxyCommand=x/scope.lab:5025', 'ssh://gateway.lab', 'ssh://gateway.lab/scope.lab']) {
      expect(() => socketForUrl(url)).toThrow('url: expected ssh://gateway/instrument:port')
    }
  })

  it('ssh -L accepts before it has reached the instrument: with `settle`, that is no connection', async () => {
    const [host = '', port] = (await nobody()).split(':')
    await using forward = await server.forward({ host, port: Number(port) })
    const url = `tcp://${forward.host}:${forward.port}`
    await using hasty = socketForUrl(url, { timeout: 60_000 })
    await expect(hasty.query('*IDN?')).rejects.toMatchObject({ sent: 'yes' })
    await using patient = socketForUrl(url, options)
    await expect(patient.query('*IDN?')).rejects.toMatchObject({ code: 'SOCKIO_CONNECT', sent: 'no' })
  })
})
