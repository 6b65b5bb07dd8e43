/** Streams as RxJS users have them: cold, shared, left early, slow; and the link's own Observables. */
import { setTimeout as wait } from 'node:timers/promises'
import { until } from '@sockio/conformance'
import { faults, raw, type SimulatedDevice, simulate, stream } from '@sockio/sim'
import {
  concatMap,
  EMPTY,
  finalize,
  first,
  firstValueFrom,
  last,
  lastValueFrom,
  NEVER,
  Observable,
  of,
  share,
  take,
  tap,
  throwError,
  toArray,
} from 'rxjs'
import { describe, expect, test } from 'vitest'
import { ConnectError, InitError, type LinkEvent, StreamActiveError, TCP } from '../src/index.ts'

const text = { encoding: 'utf8' } as const
const numbers = (n: number, from = 0) => Array.from({ length: n }, (_, i) => `${i + from}`)

/** Resolves when all of it is in the buffer of the socket. */
async function sent(device: SimulatedDevice, sock: TCP, lines: readonly string[]): Promise<void> {
  const bytes = lines.join('\n').length + 1
  device.send(raw(`${lines.join('\n')}\n`))
  await until('all has arrived', () => sock.inWaiting === bytes)
}

describe('lines()', () => {
  test('left early, leaves what was not used to the next subscriber', async () => {
    await using device = await simulate({})
    await using sock = new TCP(device.host, device.port)
    await firstValueFrom(sock.open())
    await sent(device, sock, numbers(1000))
    const lines$ = sock.lines(text)
    for (let from = 0; from < 1000; from += 100) {
      expect(await lastValueFrom(lines$.pipe(take(100), toArray()))).toEqual(numbers(100, from))
    }
    expect(sock.inWaiting).toBe(0)
  })

  test('left early in the turn in which they come, also', async () => {
    await using device = await simulate({})
    await using sock = new TCP(device.host, device.port)
    await firstValueFrom(sock.open())
    const two = lastValueFrom(sock.lines(text).pipe(take(2), toArray()))
    await device.connected()
    device.send(['1', '2', '3', '4'])
    expect(await two).toEqual(['1', '2'])
    expect(await firstValueFrom(sock.readLines(2, text))).toEqual(['3', '4'])
  })

  test('share(): one stream for all; the last one to leave releases it', async () => {
    await using device = await simulate({ '*': (request) => request })
    await using sock = new TCP(device.host, device.port)
    const shared$ = sock.lines(text).pipe(share())
    const seen: [string[], string[]] = [[], []]
    const first = shared$.subscribe((line) => seen[0].push(line))
    const second = shared$.subscribe((line) => seen[1].push(line))
    await device.connected()
    device.send(['1', '2'])
    await until('both have both', () => seen[1].length === 2)
    first.unsubscribe()
    await expect(firstValueFrom(sock.query('Q'))).rejects.toBeInstanceOf(StreamActiveError)
    device.send('3')
    await until('the other has more', () => seen[1].length === 3)
    second.unsubscribe()
    expect(await firstValueFrom(sock.query('Q'))).toBe('Q')
    expect(seen).toEqual([
      ['1', '2'],
      ['1', '2', '3'],
    ])
    expect(device.connections).toBe(1)
  })

  test('a request that is asked with its last line goes out, however the stream is left with that', async () => {
    await using device = await simulate({
      START: stream((i) => `n${i}`),
      STOP: (_, session) => session.stopStream(),
      '*': (request) => request,
    })
    await using sock = new TCP(device.host, device.port, { timeout: 60_000 })
    const lines$ = sock.lines({ ...text, start: 'START', stop: 'STOP' })
    const asked$ = sock.query('Q')
    const ways: Readonly<Record<string, Observable<string>>> = {
      'take, and what waits for its end': lines$.pipe(
        take(2),
        toArray(),
        concatMap(() => asked$),
      ),
      'take in front of share': lines$.pipe(
        take(2),
        share(),
        last(),
        concatMap(() => asked$),
      ),
      first: lines$.pipe(
        first(),
        concatMap(() => asked$),
      ),
      'the concatMap with back-pressure': lines$
        .concatMap((line) => of(line))
        .pipe(
          take(2),
          toArray(),
          concatMap(() => asked$),
        ),
      batches: lines$.batches().pipe(
        take(1),
        concatMap(() => asked$),
      ),
      'a transaction': lines$.pipe(
        first(),
        concatMap(() => sock.transaction((session) => session.query('Q'))),
      ),
      'another stream': lines$.pipe(
        first(),
        concatMap(() => sock.lines({ ...text, start: 'Q' })),
        first((line) => line === 'Q'),
      ),
      'what is called at its end': new Observable((subscriber) =>
        lines$.pipe(first()).subscribe({ complete: () => asked$.subscribe(subscriber) }),
      ),
    }
    for (const [way, reply$] of Object.entries(ways)) {
      expect(await lastValueFrom(reply$).catch(String), way).toBe('Q')
    }
    expect(device.connections).toBe(1)
  })

  test('a request beside a stream that goes on is refused, also when it is asked with a line', async () => {
    await using device = await simulate({ START: stream((i) => `n${i}`), '*': (request) => request })
    await using sock = new TCP(device.host, device.port, { timeout: 60_000 })
    const lines$ = sock.lines({ ...text, start: 'START' })
    await expect(lastValueFrom(lines$.pipe(concatMap(() => sock.query('Q'))))).rejects.toBeInstanceOf(StreamActiveError)
    expect(device.requests).toEqual(['START'])
  })

  test('what is begun with a line in hand, and given up with it, is not sent', async () => {
    await using device = await simulate({
      START: stream((i) => `n${i}`),
      STOP: (_, session) => session.stopStream(),
      '*': (request) => request,
    })
    await using sock = new TCP(device.host, device.port, { timeout: 60_000 })
    const lines$ = sock.lines({ ...text, start: 'START', stop: 'STOP' })
    const given$ = lines$.pipe(
      take(1),
      tap(() => {
        sock
          .lines({ ...text, start: 'never' })
          .subscribe({ error: () => undefined })
          .unsubscribe()
        sock.query('never').subscribe().unsubscribe()
      }),
    )
    expect(await lastValueFrom(given$)).toBe('n0')
    expect(await firstValueFrom(sock.query('Q'))).toBe('Q')
    expect(device.requests).toEqual(['START', 'STOP', 'Q'])
  })

  test('a second subscription that is not shared is told so', async () => {
    await using device = await simulate({})
    await using sock = new TCP(device.host, device.port)
    const first = sock.lines().subscribe()
    await expect(firstValueFrom(sock.lines())).rejects.toBeInstanceOf(StreamActiveError)
    first.unsubscribe()
  })

  test('while nobody is subscribed, the instrument is held up; then every line comes', async () => {
    const count = 100_000
    let produced = 0
    const line = (index: number) => {
      produced = index
      return index < count ? `${index}`.padEnd(200, '.') : undefined
    }
    await using device = await simulate({ START: () => stream(line, { period: 0 }) })
    await using sock = new TCP(device.host, device.port, { bufferSize: 10_000 })
    await firstValueFrom(sock.write('START\n'))
    let before = -1
    while (produced !== before) {
      before = produced
      await wait(100)
    }
    expect(produced).toBeLessThan(count)
    expect(sock.inWaiting).toBeLessThan(200_000)
    let next = 0
    await lastValueFrom(
      sock.lines(text).pipe(
        take(count),
        tap((each) => {
          if (Number.parseInt(each, 10) !== next++) throw new Error(`line ${next - 1} is ${each}`)
        }),
      ),
    )
    expect(next).toBe(count)
  })

  test('completes when the peer closes; bytes left over, and an aborted signal, are errors', async () => {
    await using device = await simulate({})
    await using sock = new TCP(device.host, device.port)
    const all = async (lines$: Observable<string>) => {
      const log: string[] = []
      const error = await lastValueFrom(lines$.pipe(tap((line) => log.push(line)))).catch((thrown: unknown) => thrown)
      return { log, error }
    }
    const whole = all(sock.lines(text))
    await device.connected()
    device.send(['1', '2'])
    device.disconnect('end')
    expect(await whole).toEqual({ log: ['1', '2'], error: '2' })
    const cut = all(sock.lines(text))
    await device.connected()
    device.send(raw('3\nfo'))
    device.disconnect('end')
    expect(await cut).toMatchObject({
      log: ['3'],
      error: { code: 'SOCKIO_CONNECTION_EOF', partial: Buffer.from('fo') },
    })
    const control = new AbortController()
    const aborted = all(sock.lines({ encoding: 'utf8', signal: control.signal }))
    await device.connected()
    control.abort()
    expect(await aborted).toMatchObject({ log: [], error: { code: 'SOCKIO_ABORTED' } })
    const early = all(sock.lines({ encoding: 'utf8', signal: control.signal }))
    expect(await early).toMatchObject({ log: [], error: { code: 'SOCKIO_ABORTED' } })
  })

  test('overflow never strikes a plain subscriber', async () => {
    for (const overflow of ['latest', 'dropOldest', 'error'] as const) {
      await using device = await simulate({})
      await using sock = new TCP(device.host, device.port, { bufferSize: 100 })
      const lines = lastValueFrom(sock.lines({ ...text, overflow }).pipe(take(500), toArray()))
      await device.connected()
      device.send(numbers(500))
      expect(await lines).toEqual(numbers(500))
    }
  })

  test('reconnect: goes on across a reboot, one subscription', async () => {
    await using device = await simulate({ GO: (_request, session) => session.send([`${session.id}`]) })
    await using sock = new TCP(device.host, device.port, {
      reconnect: { retries: Number.POSITIVE_INFINITY, minDelay: 1, maxDelay: 5 },
      onConnectionMade: (session) => session.write('GO\n'),
    })
    const seen: string[] = []
    const subscription = sock.lines({ encoding: 'utf8', reconnect: true }).subscribe((line) => seen.push(line))
    await until('the first connection speaks', () => seen.length === 1)
    await device.reboot(20)
    await until('the second one speaks', () => seen.length === 2)
    subscription.unsubscribe()
    expect(seen[0]).toBe('1')
    expect(sock.connectionCounter).toBe(2)
  })

  test('concatMap: holds on to the next line until the work on the one before is done', async () => {
    await using device = await simulate({})
    await using sock = new TCP(device.host, device.port)
    await firstValueFrom(sock.open())
    await sent(device, sock, numbers(300))
    let done = () => {}
    const log: string[] = []
    const subscription = sock.lines(text).concatMap((line, index) => {
      log.push(`${line} is ${index}`)
      return new Promise<void>((resolve) => {
        done = resolve
      })
    })
    const working = subscription.subscribe()
    expect(log).toEqual(['0 is 0'])
    done()
    await until('the next one is there', () => log.length === 2)
    working.unsubscribe()
    expect(log).toEqual(['0 is 0', '1 is 1'])
    expect(await firstValueFrom(sock.readLine(text))).toBe('2')
  })

  test('concatMap: passes on what the inner Observables give, at once or later, and their errors', async () => {
    await using device = await simulate({})
    await using sock = new TCP(device.host, device.port)
    await firstValueFrom(sock.open())
    await sent(device, sock, numbers(2000))
    const inner = (line: string) => (Number(line) % 2 === 0 ? of(line, `${line}!`) : EMPTY)
    const seen = await lastValueFrom(sock.lines(text).concatMap(inner).pipe(take(1800), toArray()))
    expect(seen).toEqual(numbers(900).flatMap((_, i) => [`${2 * i}`, `${2 * i}!`]))
    const mine = new Error('mine')
    await expect(lastValueFrom(sock.lines().concatMap(() => throwError(() => mine)))).rejects.toBe(mine)
    const thrown = sock.lines().concatMap(() => {
      throw mine
    })
    await expect(lastValueFrom(thrown)).rejects.toBe(mine)
    let left = 0
    sock
      .lines()
      .concatMap(() => NEVER.pipe(finalize(() => left++)))
      .subscribe()
      .unsubscribe()
    expect(left).toBe(1)
  })
})

describe('the link', () => {
  test('state$, connected$ and events$ begin with how it is now, and complete at its disposal', async () => {
    await using device = await simulate({})
    const sock = new TCP(device.host, device.port)
    const states: string[] = []
    const log: string[] = []
    sock.state$.subscribe({ next: (state) => states.push(state), complete: () => states.push('|') })
    const line = (event: LinkEvent) => (event.type === 'state' ? `${event.previous ?? ''}>${event.state}` : event.type)
    sock.events$.subscribe({ next: (event) => log.push(line(event)), complete: () => log.push('|') })
    await firstValueFrom(sock.open())
    expect(await firstValueFrom(sock.state$)).toBe('ready')
    expect(await firstValueFrom(sock.connected$)).toBe(true)
    expect(await firstValueFrom(sock.events$)).toEqual({ type: 'state', state: 'ready' })
    device.disconnect('end')
    await until('the loss is told', () => states.at(-1) === 'idle')
    await sock[Symbol.asyncDispose]()
    expect(states).toEqual(['idle', 'connecting', 'initialising', 'ready', 'idle', 'closed', '|'])
    expect(log.filter((entry) => !entry.includes('>'))).toEqual(['eof', 'lost', '|'])
    expect(log[0]).toBe('>idle')
    expect(await lastValueFrom(sock.state$)).toBe('closed')
    expect(await lastValueFrom(sock.events$)).toEqual({ type: 'state', state: 'closed' })
    expect(await lastValueFrom(sock.connected$.pipe(toArray()))).toEqual([false])
  })

  test('state$, connected$ and events$ never fail, whatever the calls do', async () => {
    await using device = await simulate({}, { faults: faults.refuse() })
    const sock = new TCP(device.host, device.port, { onConnectionMade: () => throwError(() => new Error('not ready')) })
    const ends: string[] = []
    const link: Readonly<Record<string, Observable<unknown>>> = {
      state: sock.state$,
      connected: sock.connected$,
      events: sock.events$,
    }
    for (const [name, told$] of Object.entries(link)) {
      told$.subscribe({ error: () => ends.push(`${name} failed`), complete: () => ends.push(`${name} completed`) })
    }
    await expect(firstValueFrom(sock.open())).rejects.toBeInstanceOf(ConnectError)
    device.clear()
    await device.ready()
    await expect(firstValueFrom(sock.open())).rejects.toBeInstanceOf(InitError)
    expect(ends).toEqual([])
    await sock[Symbol.asyncDispose]()
    expect(ends.toSorted()).toEqual(['connected completed', 'events completed', 'state completed'])
  })

  test('what a subscriber sets off at its first value is heard by it', async () => {
    await using device = await simulate({})
    await using sock = new TCP(device.host, device.port)
    const seen: string[] = []
    const opened = new Promise<void>((resolve) => {
      sock.events$.subscribe((event) => {
        if (event.type !== 'state') return
        seen.push(event.state)
        if (event.state === 'idle') sock.open().subscribe(() => resolve())
      })
    })
    await opened
    expect(seen).toEqual(['idle', 'connecting', 'initialising', 'ready'])
  })

  test('strays and retries are events, and the options are told as well', async () => {
    await using device = await simulate({ '*': (request) => request })
    const told: string[] = []
    await using sock = new TCP(device.host, device.port, {
      reconnect: { retries: 5, minDelay: 1 },
      onStray: (bytes) => told.push(String(bytes)),
      onRetry: ({ attempt }) => told.push(`retry ${attempt}`),
    })
    const events: LinkEvent[] = []
    const subscription = sock.events$.subscribe((event) => events.push(event))
    await firstValueFrom(sock.open())
    await sent(device, sock, ['unasked'])
    expect(await firstValueFrom(sock.query('Q'))).toBe('Q')
    const waiting = firstValueFrom(sock.lines({ encoding: 'utf8', reconnect: true }))
    device.disconnect('reset')
    await until('it is back', () => sock.connectionCounter === 2)
    await device.connected()
    device.send('back')
    expect(await waiting).toBe('back')
    expect(told).toEqual(['unasked\n', 'retry 0'])
    expect(events.filter(({ type }) => type === 'stray' || type === 'retry')).toMatchObject([
      { type: 'stray', bytes: Buffer.from('unasked\n') },
      { type: 'retry', attempt: 0 },
    ])
    subscription.unsubscribe()
  })

  test('no Subject is handed out, and one subscriber that throws harms nobody', async () => {
    await using device = await simulate({})
    await using sock = new TCP(device.host, device.port)
    for (const link$ of [sock.state$, sock.events$, sock.connected$]) {
      expect(link$).not.toHaveProperty('next')
      expect(link$).not.toHaveProperty('source.next')
    }
    const { config } = await import('rxjs')
    const thrown: unknown[] = []
    config.onUnhandledError = (error) => thrown.push(error)
    const mine = new Error('mine')
    sock.state$.subscribe((state) => {
      if (state === 'connecting') throw mine
    })
    const states: string[] = []
    sock.state$.subscribe((state) => states.push(state))
    await firstValueFrom(sock.open())
    await until('it is told', () => thrown.length > 0)
    config.onUnhandledError = null
    expect(thrown).toEqual([mine])
    expect(states).toEqual(['idle', 'connecting', 'initialising', 'ready'])
  })
})
