/** What RxJS users expect of the operations: cold, cancelled by unsubscribing, errors as notifications. */

import { until } from '@sockio/conformance'
import { delay, scope, simulate } from '@sockio/sim'
import {
  catchError,
  concat,
  defer,
  firstValueFrom,
  from,
  lastValueFrom,
  NEVER,
  Observable,
  of,
  retry,
  switchMap,
  take,
  timer,
  toArray,
} from 'rxjs'
import { afterEach, describe, expect, test } from 'vitest'
import { AbortError, ClosedError, ConnectError, poll, queryEach, TCP, TimeoutError, usingSocket } from '../src/index.ts'

/** Q… is answered by A…; `slow` never, and neither is W…. */
const numbered = (request: string) => (request.startsWith('Q') ? `A${request.slice(1)}` : undefined)

const unhandled: unknown[] = []
process.on('unhandledRejection', (reason) => unhandled.push(reason))
afterEach(() => expect(unhandled).toEqual([]))

describe('an operation', () => {
  test('does nothing before it is subscribed to, and then once for each subscription', async () => {
    await using device = await simulate(numbered)
    await using sock = new TCP(device.host, device.port)
    const query$ = sock.query('Q1')
    expect(sock.state).toBe('idle')
    expect(await lastValueFrom(concat(query$, query$, query$).pipe(toArray()))).toEqual(['A1', 'A1', 'A1'])
    expect(device.requests).toEqual(['Q1', 'Q1', 'Q1'])
    expect(device.connections).toBe(1)
  })

  test('gives one value and completes, also when it has nothing to say', async () => {
    await using device = await simulate(numbered)
    await using sock = new TCP(device.host, device.port)
    const log: unknown[] = []
    const all$: Observable<unknown>[] = [sock.open(), sock.write('W1\n'), sock.readLines(0), sock.close(), sock.close()]
    for (const each$ of all$) {
      await new Promise<void>((complete) => each$.subscribe({ next: (value) => log.push(value), complete }))
    }
    expect(log).toEqual([undefined, undefined, [], undefined, undefined])
  })

  test('unsubscribed from in the queue, is never sent', async () => {
    const late = Promise.withResolvers<string>()
    await using device = await simulate({ slow: () => late.promise, '*': numbered })
    await using sock = new TCP(device.host, device.port)
    const slow = firstValueFrom(sock.query('slow'))
    const queued = sock.query('Q1').subscribe(() => expect.unreachable())
    await device.received('slow')
    queued.unsubscribe()
    late.resolve('at last')
    expect(await slow).toBe('at last')
    expect(await firstValueFrom(sock.query('Q2'))).toBe('A2')
    expect(device.requests).toEqual(['slow', 'Q2'])
    expect(device.connections).toBe(1)
  })

  test('unsubscribed from in flight, closes the connection at once, and the next one gets its own reply', async () => {
    await using device = await simulate({ slow: delay(60_000, 'too late'), '*': numbered })
    await using sock = new TCP(device.host, device.port)
    const cut = sock.query('slow').subscribe(() => expect.unreachable())
    await device.received('slow')
    cut.unsubscribe()
    expect(sock.state).toBe('idle')
    expect(await firstValueFrom(sock.query('Q1'))).toBe('A1')
    expect(device.connections).toBe(2)
  })

  test('unsubscribed from in flight with resync discard, keeps the connection and drops the late reply', async () => {
    const late = Promise.withResolvers<string>()
    await using device = await simulate({ slow: () => late.promise, '*': numbered })
    await using sock = new TCP(device.host, device.port, { resync: 'discard' })
    const cut = sock.query('slow').subscribe(() => expect.unreachable())
    await device.received('slow')
    cut.unsubscribe()
    late.resolve('late')
    expect(await firstValueFrom(sock.query('Q1'))).toBe('A1')
    expect(device.connections).toBe(1)
  })

  test('is left alone when it is unsubscribed from after its end', async () => {
    await using device = await simulate(numbered)
    await using sock = new TCP(device.host, device.port)
    const subscription = sock.query('Q1').subscribe()
    await until('it has ended', () => subscription.closed)
    subscription.unsubscribe()
    expect(await firstValueFrom(sock.query('Q2'))).toBe('A2')
    expect(device.connections).toBe(1)
  })

  test('switchMap cancels the request before', async () => {
    await using device = await simulate({ slow: delay(60_000, 'too late'), '*': numbered })
    await using sock = new TCP(device.host, device.port)
    const texts$ = concat(
      of('slow'),
      defer(() => device.received('slow').then(() => 'Q1')),
    )
    const replies = await lastValueFrom(
      texts$.pipe(
        switchMap((text) => sock.query(text)),
        toArray(),
      ),
    )
    expect(replies).toEqual(['A1'])
  })

  test('heeds a signal beside the subscription', async () => {
    await using device = await simulate(numbered)
    await using sock = new TCP(device.host, device.port)
    const control = new AbortController()
    const reason = new Error('enough')
    const reply = firstValueFrom(sock.query('slow', { signal: control.signal }))
    await device.received('slow')
    control.abort(reason)
    const error = await reply.catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(AbortError)
    expect(error).toHaveProperty('cause', reason)
  })

  test('tells of its error, and of a bad argument, by a notification', async () => {
    await using device = await simulate(numbered)
    await using sock = new TCP(device.host, device.port)
    const told = (error: unknown) => of(error)
    expect(await firstValueFrom(sock.query('slow', { timeout: 20 }).pipe(catchError(told)))).toBeInstanceOf(
      TimeoutError,
    )
    expect(await firstValueFrom(sock.readExactly(-1).pipe(catchError(told)))).toBeInstanceOf(RangeError)
    expect(await firstValueFrom(sock.lines({ eol: '' }).pipe(catchError(told)))).toBeInstanceOf(RangeError)
  })

  test('is tried again by retry()', async () => {
    let asked = 0
    await using device = await simulate({ Q3: 'now' })
    await using sock = new TCP(device.host, device.port)
    const again$ = defer(() => sock.query(`Q${++asked}`, asked < 3 ? { timeout: 20 } : {})).pipe(retry(5))
    expect(await firstValueFrom(again$)).toBe('now')
    expect(asked).toBe(3)
  })

  test('open() can be cancelled', async () => {
    await using device = await simulate(numbered)
    const begun = Promise.withResolvers<void>()
    const never = () => {
      begun.resolve()
      return NEVER
    }
    await using sock = new TCP(device.host, device.port, { onConnectionMade: never })
    const opening = sock.open().subscribe(() => expect.unreachable())
    await begun.promise
    opening.unsubscribe()
    expect(opening.closed).toBe(true)
    await firstValueFrom(sock.close())
    expect(sock.state).toBe('idle')
  })
})

describe('poll and queryEach', () => {
  test('work on a socket, and on the session of a transaction', async () => {
    await using device = await simulate(numbered)
    await using sock = new TCP(device.host, device.port)
    expect(await lastValueFrom(poll(sock, 'Q1', 2, { timeout: 60_000 }).pipe(take(3), toArray()))).toEqual([
      'A1',
      'A1',
      'A1',
    ])
    const lines$ = poll(sock, (each) => each.writeReadLine('Q2\n', { encoding: 'utf8' }), 2)
    expect(await lastValueFrom(lines$.pipe(take(2), toArray()))).toEqual(['A2', 'A2'])
    const both$ = sock.transaction((session) => from(['Q3', 'Q4']).pipe(queryEach(session)))
    expect(await lastValueFrom(both$.pipe(toArray()))).toEqual(['A3', 'A4'])
    expect(device.requests).toEqual(['Q1', 'Q1', 'Q1', 'Q2', 'Q2', 'Q3', 'Q4'])
    expect(device.connections).toBe(1)
  })
})

describe('the hook', () => {
  test('may return an Observable, which is run to its completion', async () => {
    await using device = await simulate(numbered)
    await using sock = new TCP(device.host, device.port, {
      onConnectionMade: (session) => concat(session.write('W1\n'), timer(5), session.query('Q0')),
    })
    expect(await firstValueFrom(sock.query('Q1'))).toBe('A1')
    expect(device.requests).toEqual(['W1', 'Q0', 'Q1'])
  })

  test('its error is the cause of the InitError', async () => {
    await using device = await simulate(numbered)
    await using sock = new TCP(device.host, device.port, {
      onConnectionMade: (session) => session.query('silence', { timeout: 20 }),
    })
    const error = await firstValueFrom(sock.query('Q1')).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'SOCKIO_INIT', cause: { code: 'SOCKIO_TIMEOUT' } })
  })

  test('is unsubscribed from when the connection is gone before', async () => {
    await using device = await simulate(numbered)
    let ended = 0
    await using sock = new TCP(device.host, device.port, {
      onConnectionMade: () => new Observable(() => () => ended++),
    })
    const query = firstValueFrom(sock.query('Q1')).catch((thrown: unknown) => thrown)
    await until('the hook runs', () => sock.state === 'initialising')
    device.disconnect('reset')
    expect(await query).toHaveProperty('code', 'SOCKIO_INIT')
    expect(ended).toBe(1)
  })
})

describe('a transaction', () => {
  test('gives the values as they come, and nothing comes between', async () => {
    await using device = await simulate(numbered)
    await using sock = new TCP(device.host, device.port)
    const three$ = sock.transaction((session) => concat(session.query('Q1'), session.query('Q2'), session.query('Q3')))
    const other = firstValueFrom(three$.pipe(switchMap(() => of('first'))))
    const replies = await Promise.all([lastValueFrom(three$.pipe(toArray())), firstValueFrom(sock.query('Q4')), other])
    expect(replies).toEqual([['A1', 'A2', 'A3'], 'A4', 'first'])
    expect(device.requests.slice(-4)).toEqual(['Q1', 'Q2', 'Q3', 'Q4'])
  })

  test('unsubscribed from while it runs, ends with the call that it is at', async () => {
    await using device = await simulate(numbered)
    await using sock = new TCP(device.host, device.port)
    const all$ = sock.transaction((session) => concat(session.query('Q1'), session.query('slow'), session.query('Q2')))
    const cut = all$.subscribe()
    await device.received('slow')
    cut.unsubscribe()
    expect(await firstValueFrom(sock.query('Q3'))).toBe('A3')
    expect(device.requests).toEqual(['Q1', 'slow', 'Q3'])
  })

  test('unsubscribed from in the queue, never runs', async () => {
    const late = Promise.withResolvers<string>()
    await using device = await simulate({ slow: () => late.promise, '*': numbered })
    await using sock = new TCP(device.host, device.port)
    const slow = firstValueFrom(sock.query('slow'))
    const queued = sock.transaction(() => expect.unreachable()).subscribe()
    await device.received('slow')
    queued.unsubscribe()
    late.resolve('x')
    expect(await slow).toBe('x')
    expect(await firstValueFrom(sock.query('Q1'))).toBe('A1')
    expect(device.connections).toBe(1)
  })

  test('left after its first value, frees the instrument and keeps the connection', async () => {
    await using device = await simulate(numbered)
    await using sock = new TCP(device.host, device.port)
    expect(await firstValueFrom(sock.transaction((session) => session.query('Q1')))).toBe('A1')
    expect(await firstValueFrom(sock.query('Q2'))).toBe('A2')
    expect(device.connections).toBe(1)
  })
})

describe('disposal', () => {
  test('usingSocket: the socket is gone when it has completed, failed or been unsubscribed from', async () => {
    await using device = await simulate(scope())
    const made: TCP[] = []
    const make = () => {
      const sock = new TCP(device.host, device.port)
      made.push(sock)
      return sock
    }
    const states = () => made.map(({ state }) => state)
    expect(await lastValueFrom(usingSocket(make, (sock) => sock.query('*OPC?')))).toBe('1')
    expect(states()).toEqual(['closed'])
    const failing$ = usingSocket(make, (sock) => sock.query('SILENCE', { timeout: 20 }))
    await expect(lastValueFrom(failing$)).rejects.toBeInstanceOf(TimeoutError)
    expect(states()).toEqual(['closed', 'closed'])
    const endless = usingSocket(make, (sock) => sock.lines()).subscribe()
    await device.connected()
    endless.unsubscribe()
    await device.disconnected()
    await until('all are closed', () => states().every((state) => state === 'closed'))
    expect(made).toHaveLength(3)
  })

  test('a socket that was disposed of refuses further work', async () => {
    const sock = new TCP('127.0.0.1', 1)
    await expect(firstValueFrom(sock.query('Q'))).rejects.toBeInstanceOf(ConnectError)
    await sock[Symbol.asyncDispose]()
    await expect(firstValueFrom(sock.query('Q'))).rejects.toBeInstanceOf(ClosedError)
  })
})

test('poll names what is no socket', () => {
  expect(() => poll(null as unknown as TCP, 'N?', 1)).toThrow(/^sock: expected a socket or a session, got null$/)
})

test('poll names options that are none', () => {
  for (const none of [null, 5, []]) {
    expect(() => poll(new TCP('127.0.0.1', 1), 'N?', 1, none as never)).toThrow(/^options: expected an object, got /)
    expect(() => poll(new TCP('127.0.0.1', 1), () => [1], 1, none as never)).toThrow(
      /^options: expected an object, got /,
    )
  }
})
