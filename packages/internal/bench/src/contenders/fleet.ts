/** A fleet: a hundred instruments, each asked ten times, all at once; the next request to one waits for its reply. */
import * as aio from '@sockio/aio'
import * as effect from '@sockio/effect'
import * as rx from '@sockio/rx'
import { Effect, Exit, Scope } from 'effect'
import { firstValueFrom, from, lastValueFrom, mergeMap, Observable, range } from 'rxjs'
import { bareSocket } from '../bare-socket.ts'
import type { Contender } from '../workload.ts'
import { asker, queue } from './bare.ts'
import { counter, repeater } from './many.ts'
import { check, REQUEST } from './request.ts'
import { HOST } from './sockio.ts'

const INSTRUMENTS = 100
const QUERIES = 10

const fleet = <T>(make: () => Promise<T>): Promise<T[]> => Promise.all(Array.from({ length: INSTRUMENTS }, make))

export const bareFleet: Contender = {
  name: 'bare net.Sockets',
  async open(port) {
    const sockets = await fleet(() => bareSocket(port))
    const repeaters = sockets.map(repeater)
    return {
      async go(n) {
        for (let i = 0; i < n; i++) await Promise.all(repeaters.map((ask) => ask(counter(QUERIES))))
      },
      close: () => sockets.forEach((socket) => void socket.destroy()),
    }
  },
}

/** Whole lines, as text, awaited. */
export const fleetOfPromises: Contender = {
  name: 'bare net.Sockets, lines and promises',
  async open(port) {
    const askers = await fleet(() => asker(port))
    const ask = async ({ query }: (typeof askers)[number]) => {
      for (let i = 0; i < QUERIES; i++) check(await query())
    }
    return {
      async go(n) {
        for (let i = 0; i < n; i++) await Promise.all(askers.map(ask))
      },
      close: () => askers.forEach(({ close }) => void close()),
    }
  },
}

/** What RxJS itself takes: the same as below, over bare sockets that have a queue. */
export const rxBareFleet: Contender = {
  name: 'bare net.Sockets, mergeMap',
  async open(port) {
    const queues = await fleet(() => queue(port))
    const query = ({ ask }: (typeof queues)[number]) =>
      new Observable<string>((subscriber) =>
        ask((reply) => {
          subscriber.next(reply)
          subscriber.complete()
        }),
      )
    const all$ = from(queues).pipe(mergeMap((each) => range(QUERIES).pipe(mergeMap(() => query(each)))))
    const once = () =>
      new Promise<void>((resolve, reject) => all$.subscribe({ next: check, error: reject, complete: resolve }))
    return {
      async go(n) {
        for (let i = 0; i < n; i++) await once()
      },
      close: () => queues.forEach(({ close }) => void close()),
    }
  },
}

/** What Effect itself takes, likewise. */
export const effectBareFleet: Contender = {
  name: "bare net.Sockets, concurrency: 'unbounded'",
  async open(port) {
    const queues = await fleet(() => queue(port))
    const requests = queues.flatMap((each) => Array.from({ length: QUERIES }, () => each))
    const query = ({ ask }: (typeof queues)[number]) =>
      Effect.callback<string>((resume) => ask((reply) => resume(Effect.succeed(reply))))
    const ask = (each: (typeof queues)[number]) => Effect.map(query(each), check)
    const once = Effect.forEach(requests, ask, { concurrency: 'unbounded', discard: true })
    return {
      async go(n) {
        for (let i = 0; i < n; i++) await Effect.runPromise(once)
      },
      close: () => queues.forEach(({ close }) => void close()),
    }
  },
}

export const aioFleet: Contender = {
  name: 'aio, Promise.all',
  async open(port) {
    const sockets = await fleet(async () => {
      const sock = new aio.TCP(HOST, port)
      await sock.open()
      return sock
    })
    const query = (sock: aio.TCP) => sock.query(REQUEST)
    return {
      async go(n) {
        for (let i = 0; i < n; i++) {
          const replies = sockets.flatMap((sock) => Array.from({ length: QUERIES }, () => query(sock)))
          for (const reply of await Promise.all(replies)) check(reply)
        }
      },
      close: () => Promise.all(sockets.map((sock) => sock.close())),
    }
  },
}

export const rxFleet: Contender = {
  name: 'rx, mergeMap',
  async open(port) {
    const sockets = await fleet(async () => {
      const sock = new rx.TCP(HOST, port)
      await firstValueFrom(sock.open())
      return sock
    })
    const all$ = from(sockets).pipe(mergeMap((sock) => range(QUERIES).pipe(mergeMap(() => sock.query(REQUEST)))))
    const once = () =>
      new Promise<void>((resolve, reject) => all$.subscribe({ next: check, error: reject, complete: resolve }))
    return {
      async go(n) {
        for (let i = 0; i < n; i++) await once()
      },
      close: () => Promise.all(sockets.map((sock) => lastValueFrom(sock.close()))),
    }
  },
}

export const effectFleet: Contender = {
  name: "effect, concurrency: 'unbounded'",
  async open(port) {
    const scope = Effect.runSync(Scope.make())
    const sockets = await fleet(async () => {
      const tcp = await Effect.runPromise(Scope.provide(effect.Tcp.make(HOST, port), scope))
      await Effect.runPromise(tcp.open())
      return tcp
    })
    const requests = sockets.flatMap((tcp) => Array.from({ length: QUERIES }, () => tcp))
    const ask = (tcp: effect.TcpShape) => Effect.map(tcp.query(REQUEST), check)
    const once = Effect.forEach(requests, ask, { concurrency: 'unbounded', discard: true })
    return {
      async go(n) {
        for (let i = 0; i < n; i++) await Effect.runPromise(once)
      },
      close: () => Effect.runPromise(Scope.close(scope, Exit.void)),
    }
  },
}
