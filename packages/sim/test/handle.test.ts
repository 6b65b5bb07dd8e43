/** The handle: what a test may ask of a running simulation, and do to it. */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { delay, echo, faults, scope, sequence, simulate, stream } from '../src/index.ts'
import { ask, RawClient } from './raw-client.ts'

test('where it listens', async () => {
  await using device = await simulate(echo())
  expect(device.host).toBe('127.0.0.1')
  expect(device.url).toBe(`tcp://127.0.0.1:${device.port}`)
  await using sixth = await simulate(echo(), { host: '::1' })
  expect(sixth.url).toBe(`tcp://[::1]:${sixth.port}`)
  expect(await ask(sixth, 'A\n', 1)).toBe('A\n')
})

test('on a port of choice, and not on one that is taken', async () => {
  const first = await simulate(echo())
  const { port } = first
  await expect(simulate(echo(), { port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  await first.close()
  await using second = await simulate(echo(), { port })
  expect(second.port).toBe(port)
})

test('counts clients and connections', async () => {
  await using device = await simulate(echo())
  await device.disconnected()
  const both = device.connected(2)
  await using one = await RawClient.to(device)
  await using two = await RawClient.to(device)
  await both
  expect([device.clients, device.connections]).toEqual([2, 2])
  one.socket.destroy()
  two.socket.destroy()
  await device.disconnected()
  expect([device.clients, device.connections]).toEqual([0, 2])
})

test('records requests, and lets a test wait for them', async () => {
  await using device = await simulate(echo())
  const [exact, matching, third] = [device.received('B?'), device.received(/^C/g), device.received(3)]
  await using client = await RawClient.to(device)
  client.write('A?\nB?\nC 1\n')
  expect(await Promise.all([exact, matching, third])).toEqual(['B?', 'C 1', 'C 1'])
  expect(await device.received('A?')).toBe('A?')
  expect(await device.received(2)).toBe('B?')
  expect(device.requests).toEqual(['A?', 'B?', 'C 1'])
})

test('a request counts as received while the one before it is still being answered', async () => {
  await using device = await simulate({ 'A?': delay(60_000, 'a') })
  await using client = await RawClient.to(device)
  client.write('A?\nB?\n')
  expect(await device.received('B?')).toBe('B?')
})

test('sends to all clients, unasked', async () => {
  await using device = await simulate({ 'SLOW?': delay(60_000, 'x') })
  await using one = await RawClient.to(device)
  await using two = await RawClient.to(device)
  await device.connected(2)
  one.write('SLOW?\n')
  await device.received('SLOW?')
  device.send('hello')
  device.send(sequence('a', delay(1, 'b')))
  expect(await one.lines(3)).toBe('hello\na\nb\n')
  expect(await two.lines(3)).toBe('hello\na\nb\n')
  device.send(stream(['x', 'y']))
  expect(await one.lines(5)).toBe('hello\na\nb\nx\ny\n')
})

test.each([
  ['end', 'FIN'],
  ['reset', 'ECONNRESET'],
] as const)('disconnects all clients: %s', async (how, end) => {
  await using device = await simulate(echo())
  await using one = await RawClient.to(device)
  await using two = await RawClient.to(device)
  await device.connected(2)
  device.disconnect(how)
  expect(await Promise.all([one.ended(), two.ended()])).toEqual([end, end])
  expect(device.clients).toBe(0)
  expect(await ask(device, 'A\n', 1)).toBe('A\n')
})

test('sessions are numbered, and can be closed by the device', async () => {
  await using device = await simulate((request, session) => {
    if (request !== 'QUIT') return `${request} ${session.id}`
    session.send('bye')
    session.close()
    return 'never sent'
  })
  await using one = await RawClient.to(device)
  await using two = await RawClient.to(device)
  expect(await one.write('A\n').lines(1)).toBe('A 1\n')
  expect(await two.write('A\n').lines(1)).toBe('A 2\n')
  expect(await one.write('QUIT\nA\n').ended()).toBe('FIN')
  expect(one.text).toBe('A 1\nbye\n')
})

test('close() ends everything, twice is no error, and those who wait are told', async () => {
  const device = await simulate(scope({ period: 1 }))
  await using client = await RawClient.to(device)
  await client.write('ACQ:STAR\n').lines(2)
  device.inject(faults.reboot(60_000))
  await device.disconnected()
  const waits = [device.received('never'), device.connected(9), device.ready()]
  void device.received('nobody looks at this one')
  await Promise.all([device.close(), device.close()])
  for (const wait of waits) await expect(wait).rejects.toThrow('the simulated device was closed')
  await expect(device.received('too late')).rejects.toThrow('closed')
  await expect(device.ready()).rejects.toThrow('closed')
  await device.disconnected()
  expect(() => device.inject(faults.stall())).toThrow('closed')
  await expect(device.reboot(1)).rejects.toThrow('closed')
  device.clear()
  device.disconnect()
  expect(await RawClient.dial(device)).toBe('ECONNREFUSED')
})

test('a process that closes its simulations ends by itself', async () => {
  const index = fileURLToPath(new URL('../src/index.ts', import.meta.url))
  const script = `
    import { connect } from 'node:net'
    import { delay, faults, scope, silent, simulate, stream } from ${JSON.stringify(index)}
    const device = await simulate({ A: stream(() => 'x', { period: 1 }), 'B?': delay(60_000, 'b') })
    const second = await simulate(scope(), { faults: [faults.refuse(), faults.reboot(60_000)] })
    const third = await simulate(silent(), { faults: faults.halfOpen() })
    const sockets = [connect(device.port), connect(third.port)]
    sockets.forEach((socket) => socket.on('error', () => {}).unref())
    sockets[0].write('A\\nB?\\n')
    await device.received(2)
    await third.connected()
    await Promise.all([device.close(), second.close(), third.close()])
  `
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { timeout: 10_000 })
})

test('the faults in force: those that are over, or taken away, are not among them', async () => {
  await using device = await simulate(echo(), { faults: faults.twice({ times: 1 }) })
  const remove = device.inject(faults.delay(1))
  expect(device.faults).toEqual([faults.twice({ times: 1 }), faults.delay(1)])
  expect(await ask(device, 'A\n', 2)).toBe('A\nA\n')
  expect(device.faults).toEqual([faults.delay(1)])
  remove()
  expect(device.faults).toEqual([])
})
