/** Polls as emitters: who listens starts them, and stops them. */
import { until } from '@sockio/conformance'
import { simulate } from '@sockio/sim'
import { expect, test } from 'vitest'
import { poll, TCP } from '../src/index.ts'
import { next } from './rig.ts'

const NEVER = 2 ** 31 - 1

test('nothing is asked before somebody listens, nor after the last one has left; another begins anew', async () => {
  await using device = await simulate({ 'N?': '7' })
  await using sock = new TCP(device.host, device.port)
  const readings = poll(sock, 'N?', NEVER)
  readings.on('end', () => undefined)
  expect(sock.state).toBe('idle')
  const first = await new Promise((resolve) => {
    const data = (value: string) => {
      readings.off('data', data)
      resolve(value)
    }
    readings.on('data', data)
  })
  expect(first).toBe('7')
  expect(await next(readings, 'data')).toEqual(['7'])
  expect(device.requests).toEqual(['N?', 'N?'])
})

test('stop() ends it, also from its own listener, and end tells', async () => {
  await using device = await simulate({ 'N?': '7' })
  await using sock = new TCP(device.host, device.port)
  const readings = poll(sock, 'N?', 1)
  let count = 0
  readings.on('data', () => {
    if (++count === 3) readings.stop().stop()
  })
  await next(readings, 'end')
  readings.on('data', () => undefined)
  await new Promise(setImmediate)
  expect([count, device.requests.length]).toEqual([3, 3])
})

test('a listener that throws is for uncaughtException, and the poll goes on', async () => {
  await using device = await simulate({ 'N?': '7' })
  await using sock = new TCP(device.host, device.port)
  const uncaught = process.listeners('uncaughtException')
  process.removeAllListeners('uncaughtException')
  const thrown: unknown[] = []
  process.on('uncaughtException', (error) => thrown.push(error))
  try {
    const readings = poll(sock, 'N?', 1)
    const error = new Error('mine')
    let count = 0
    readings.on('data', () => {
      if (++count === 1) throw error
      readings.stop()
    })
    await next(readings, 'end')
    await until('it is thrown', () => thrown.length > 0)
    expect([count, thrown]).toEqual([2, [error]])
  } finally {
    process.removeAllListeners('uncaughtException')
    for (const listener of uncaught) process.on('uncaughtException', listener)
  }
})

test('a failure that nobody listens to is told by the socket, and a callback may fail as it likes', async () => {
  await using device = await simulate({ 'N?': '7' })
  await using sock = new TCP(device.host, device.port)
  const mine = new Error('mine')
  const told = next(sock, 'error')
  poll<TCP, string>(sock, (_own, done) => done(mine, ''), 1).on('data', () => undefined)
  expect(await told).toEqual([mine])
  const thrown = next(sock, 'error')
  const failing = () => {
    throw mine
  }
  poll(sock, failing, 1).on('data', () => undefined)
  expect(await thrown).toEqual([mine])
})

test('what is no socket is named', () => {
  expect(() => poll(null as unknown as TCP, 'N?', 1)).toThrow(/^sock: expected a socket or a session, got null$/)
})

test('a function that takes no callback is done when what it returns is there', async () => {
  await using sock = new TCP('127.0.0.1', 9)
  const ways: readonly (() => unknown)[] = [() => 7, async () => 7]
  for (const way of ways) {
    const readings = poll(sock, way as () => void, NEVER)
    expect(await next(readings, 'data')).toEqual([7])
    readings.stop()
  }
})

test('a request that fails at once is told to who listens, also behind data', async () => {
  await using sock = new TCP('127.0.0.1', 9)
  const boom = () => {
    throw new Error('boom')
  }
  const both = (_: unknown, done: (error: Error) => void) => done(new Error('boom'))
  const late = async () => boom()
  for (const request of ['A\nB', boom, both, late] as const) {
    const readings = poll(sock, request as string, NEVER).on('data', () => undefined)
    const [error] = await next(readings, 'error')
    expect((error as Error).message).toMatch(/boom|end of line/)
  }
})
