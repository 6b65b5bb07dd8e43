/** `await using`: a socket is closed when its block is left, however that happens. */
import { simulate } from '@sockio/sim'
import { expect, test } from 'vitest'
import { ClosedError, TCP } from '../src/index.ts'

const device = { Q1: 'A1' }

test('leaving the block closes the connection', async () => {
  await using peer = await simulate(device)
  {
    await using sock = new TCP(peer.host, peer.port)
    expect(await sock.query('Q1')).toBe('A1')
    expect(peer.clients).toBe(1)
  }
  await peer.disconnected()
})

test('throwing out of the block closes it too', async () => {
  await using peer = await simulate(device)
  const mine = new Error('mine')
  const block = async () => {
    await using sock = new TCP(peer.host, peer.port)
    await sock.open()
    throw mine
  }
  await expect(block()).rejects.toBe(mine)
  await peer.disconnected()
})

test('a socket that was never used is disposed of without a connection', async () => {
  await using peer = await simulate(device)
  {
    await using sock = new TCP(peer.host, peer.port)
    expect(sock.state).toBe('idle')
  }
  expect(peer.connections).toBe(0)
})

test('a call that outlives the block is a ClosedError', async () => {
  await using peer = await simulate({})
  const calls: Promise<unknown>[] = []
  {
    await using sock = new TCP(peer.host, peer.port)
    calls.push(expect(sock.query('Q1')).rejects.toBeInstanceOf(ClosedError))
    await peer.received('Q1')
  }
  await Promise.all(calls)
})

test('a disposed socket refuses everything, with promises that reject and never throw', async () => {
  await using peer = await simulate(device)
  const sock = new TCP(peer.host, peer.port)
  await sock[Symbol.asyncDispose]()
  for (const call of [() => sock.query('Q1'), () => sock.open(), () => sock.lines().next(), () => sock.readLine()]) {
    await expect(call()).rejects.toBeInstanceOf(ClosedError)
  }
  expect(sock.state).toBe('closed')
})
