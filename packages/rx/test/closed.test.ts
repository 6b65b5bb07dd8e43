/** Nothing starts for a subscriber that has gone: not for one that comes late, nor for one that leaves in the midst. */
import { simulate } from '@sockio/sim'
import {
  concat,
  defer,
  EMPTY,
  expand,
  firstValueFrom,
  from,
  lastValueFrom,
  type Observable,
  of,
  take,
  takeWhile,
  toArray,
} from 'rxjs'
import { describe, expect, test } from 'vitest'
import { poll, queryEach, type Session, TCP, usingSocket } from '../src/index.ts'

/** Q… is answered by A…; `DONE?` twice by 0, and then by 1; W… by nothing. */
function busy() {
  let asked = 0
  return (request: string) => {
    if (request === 'DONE?') return ++asked < 3 ? '0' : '1'
    return request.startsWith('Q') ? `A${request.slice(1)}` : undefined
  }
}

/** Subscribes with a subscriber that is closed already, as `expand` does when what is behind it has had enough. */
function subscribeClosed(source: Observable<unknown>): void {
  let subscribed = 0
  of(0)
    .pipe(
      expand(() => {
        subscribed++
        return source
      }),
      takeWhile(() => false),
    )
    .subscribe()
  expect(subscribed).toBe(1)
}

let calls = 0
/** A function of the user; what it throws would reach nobody. */
const counted = () => {
  calls++
  return of(calls)
}
/** The same, of what makes a socket. */
const counting = (sock: TCP) => () => {
  calls++
  return sock
}

describe('a subscriber that is closed already starts', () => {
  const sources: Readonly<Record<string, (sock: TCP) => Observable<unknown>>> = {
    'no query': (sock) => sock.query('Q?'),
    'no write': (sock) => sock.write('W\n'),
    'no read': (sock) => sock.readLine(),
    'no stream of lines': (sock) => sock.lines(),
    'no stream of lines that is worked on': (sock) => sock.lines().concatMap(counted),
    'no stream of blocks': (sock) => sock.blocks(4),
    'no poll': (sock) => poll(sock, 'Q?', 10),
    'no poll of a function': (sock) => poll(sock, counted, 10),
    'no operator': (sock) => from(['Q?']).pipe(queryEach(sock)),
    'no transaction': (sock) => sock.transaction(counted),
    'no socket': (sock) => usingSocket(counting(sock), counted),
    'no opening': (sock) => sock.open(),
    'no closing': (sock) => sock.close(),
    'nothing, of states': (sock) => sock.state$,
    'nothing, of events': (sock) => sock.events$,
  }
  test.each(Object.entries(sources))('%s', async (_name, source) => {
    await using device = await simulate(busy())
    await using sock = new TCP(device.host, device.port)
    await firstValueFrom(sock.query('Q1'))
    calls = 0
    subscribeClosed(source(sock))
    expect({ calls, state: sock.state }).toEqual({ calls: 0, state: 'ready' })
    expect(await firstValueFrom(sock.query('Q2'))).toBe('A2')
    expect(device.requests).toEqual(['Q1', 'Q2'])
    expect(device.connections).toBe(1)
  })
})

describe('ask until: expand and takeWhile', () => {
  const until = (session: Session) =>
    session.query('DONE?').pipe(
      expand(() => session.query('DONE?')),
      takeWhile((reply) => reply !== '1', true),
    )
  const asked = ['DONE?', 'DONE?', 'DONE?']

  test('asks no more than it needs, and keeps the connection', async () => {
    await using device = await simulate(busy())
    await using sock = new TCP(device.host, device.port)
    expect(await lastValueFrom(until(sock).pipe(toArray()))).toEqual(['0', '0', '1'])
    expect(await firstValueFrom(sock.query('Q1'))).toBe('A1')
    expect(device.requests).toEqual([...asked, 'Q1'])
    expect(device.connections).toBe(1)
  })

  test('makes a hook that succeeds', async () => {
    await using device = await simulate(busy())
    await using sock = new TCP(device.host, device.port, { onConnectionMade: until })
    expect(await firstValueFrom(sock.query('Q1'))).toBe('A1')
    expect(device.requests).toEqual([...asked, 'Q1'])
    expect(device.connections).toBe(1)
  })

  test('makes a transaction that succeeds', async () => {
    await using device = await simulate(busy())
    await using sock = new TCP(device.host, device.port)
    expect(await lastValueFrom(sock.transaction(until))).toBe('1')
    expect(await firstValueFrom(sock.query('Q1'))).toBe('A1')
    expect(device.requests).toEqual([...asked, 'Q1'])
    expect(device.connections).toBe(1)
  })

  test('a command between the questions is one more step of the chain', async () => {
    await using device = await simulate(busy())
    await using sock = new TCP(device.host, device.port)
    const until$ = sock.query('DONE?').pipe(
      expand((reply) => (reply === '1' ? EMPTY : concat(sock.write('W\n'), sock.query('DONE?')))),
      takeWhile((reply) => reply !== '1', true),
      take(20),
    )
    expect(await lastValueFrom(until$)).toBe('1')
  })
})

describe('a subscriber that leaves in the midst of what is given at once, starts nothing more', () => {
  const two$ = concat(of('first'), defer(counted))
  const midst: Readonly<Record<string, (sock: TCP, device: { send(line: string): void }) => Observable<unknown>>> = {
    transaction: (sock) => sock.transaction(() => two$),
    'work on a line': (sock, device) => {
      device.send('a line')
      return sock.lines().concatMap(() => two$)
    },
    'use of a socket': (sock) =>
      usingSocket(
        () => sock,
        () => two$,
      ),
  }
  test.each(Object.entries(midst))('%s', async (_name, source) => {
    await using device = await simulate(busy())
    await using sock = new TCP(device.host, device.port)
    await firstValueFrom(sock.query('Q1'))
    calls = 0
    expect(await firstValueFrom(source(sock, device))).toBe('first')
    expect(calls).toBe(0)
  })
})
