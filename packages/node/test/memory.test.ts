/** Devices that are reached in memory, without a socket of the system; some say where their messages end. */
import { block, faults, memory, raw, type SimulateOptions, simulate } from '@sockio/sim'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Call, Connection, endpoint, registerScheme } from '../src/index.ts'

beforeAll(() => registerScheme('memory', memory))

const replies = {
  '*IDN?': 'ACME',
  'SHORT?': raw('1.5'),
  'BLOCK?': block(Buffer.from('a\nb')),
  'LONG?': raw('#0x\ny\n'),
  'CUT?': raw('#15abc'),
}

let named = 0
const start = (options: SimulateOptions = {}) => simulate(replies, { memory: `device${++named}`, ...options })

const connect = (url: string, options = {}) => new Connection(endpoint(url, 0), { timeout: 60_000, ...options })

function result<T>(connection: Connection, call: Call<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    connection.start(call, { onValue: resolve, onError: reject })
  })
}
const query = (connection: Connection, text: string) => result(connection, connection.operations.query(text))
const dispose = (connection: Connection) => new Promise<void>((resolve) => connection.dispose(resolve))

describe('a device in memory', () => {
  it('answers, is closed, and answers again', async () => {
    await using device = await start()
    const connection = connect(device.url)
    expect(await query(connection, '*IDN?')).toBe('ACME')
    await new Promise<void>((resolve) => connection.close(resolve))
    await device.disconnected()
    expect(await query(connection, '*IDN?')).toBe('ACME')
    expect(device.requests).toEqual(['*IDN?', '*IDN?'])
    await dispose(connection)
  })

  it('is cut into pieces, ends, resets, and refuses, as any other', async () => {
    await using device = await start({ faults: faults.split(1) })
    const connection = connect(device.url)
    expect(await query(connection, '*IDN?')).toBe('ACME')
    device.inject(faults.silence())
    const ended = query(connection, '*IDN?')
    await device.received(2)
    device.disconnect('end')
    await expect(ended).rejects.toMatchObject({ code: 'SOCKIO_CONNECTION_EOF', sent: 'yes' })
    const reset = query(connection, '*IDN?')
    await device.received(3)
    device.disconnect('reset')
    await expect(reset).rejects.toMatchObject({ code: 'SOCKIO_CONNECTION_LOST', cause: { code: 'ECONNRESET' } })
    device.inject(faults.refuse())
    await expect(query(connection, '*IDN?')).rejects.toMatchObject({
      code: 'SOCKIO_CONNECT',
      cause: { code: 'ECONNREFUSED' },
    })
    device.clear()
    expect(await query(connection, '*IDN?')).toBe('ACME')
    await dispose(connection)
  })

  it('is not there under another name, nor when it is closed', async () => {
    const device = await start()
    const { url } = device
    await expect(query(connect('memory://nobody'), '*IDN?')).rejects.toMatchObject({ code: 'SOCKIO_CONNECT' })
    await expect(simulate({}, { memory: url.slice('memory://'.length) })).rejects.toThrow(/EADDRINUSE/)
    await device.close()
    await expect(query(connect(url), '*IDN?')).rejects.toThrow(/memory:\/\/device/)
  })

  it('takes and gives much, with back-pressure both ways', async () => {
    const size = 3_000_000
    await using device = await simulate((request) => block(Buffer.alloc(request.length, 'x')), { memory: 'much' })
    const connection = connect(device.url)
    const call = connection.operations.writeReadBlock(`${'y'.repeat(size)}\n`)
    expect((await result(connection, call)).length).toBe(size)
    await dispose(connection)
  })

  it('has a name that a URL can hold, and neither a path nor TLS', async () => {
    await expect(simulate({}, { memory: 'a/b' })).rejects.toThrow(RangeError)
    await expect(simulate({}, { memory: 'a', path: '/tmp/a' })).rejects.toThrow(/memory/)
    await expect(simulate({}, { messages: true })).rejects.toThrow(/messages/)
    expect(() => endpoint('memory://a/b', 0)).toThrow(/^url: expected memory:\/\/name/)
  })
})

describe.each([undefined, faults.split(1)])('one that says where its messages end, %j', (faults) => {
  it('may leave out the end of line', async () => {
    await using device = await start({ messages: true, ...(faults && { faults }) })
    const connection = connect(device.url)
    for (let n = 0; n < 3; n++) {
      expect(await query(connection, 'SHORT?')).toBe('1.5')
      expect(await query(connection, '*IDN?')).toBe('ACME')
      expect(String(await result(connection, connection.operations.writeReadBlock('BLOCK?\n')))).toBe('a\nb')
      expect(String(await result(connection, connection.operations.writeReadBlock('LONG?\n')))).toBe('x\ny')
      const idle = connection.operations.exchange('SHORT?\n', { idle: 1_000_000 })
      expect(String(await result(connection, idle))).toBe('1.5')
    }
    await dispose(connection)
  })

  it('ends a block that is too short at once', async () => {
    await using device = await start({ messages: true, ...(faults && { faults }) })
    const connection = connect(device.url)
    const cut = result(connection, connection.operations.writeReadBlock('CUT?\n'))
    await expect(cut).rejects.toMatchObject({ code: 'SOCKIO_FRAMING' })
    await dispose(connection)
  })
})
