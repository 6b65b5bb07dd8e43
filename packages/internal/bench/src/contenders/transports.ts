/** Another transport than TCP: a Unix socket, to a program of the same machine. */
import { once } from 'node:events'
import { connect } from 'node:net'
import { socketForUrl } from '@sockio/aio'
import type { Contender } from '../workload.ts'
import { askerOn } from './bare.ts'
import { check, REQUEST } from './request.ts'

/** Where the server listens beside its port; undefined on machines without Unix sockets. */
const path = process.platform === 'win32' ? undefined : process.env.SOCKIO_BENCH_UNIX

export const bareUnix: Contender = {
  name: 'bare Unix socket, promise',
  async open() {
    if (path === undefined) return undefined
    const socket = connect({ path })
    await once(socket, 'connect')
    const { query, close } = askerOn(socket)
    return {
      async go(n) {
        for (let i = 0; i < n; i++) check(await query())
      },
      close,
    }
  },
}

export const aioUnix: Contender = {
  name: 'aio query, unix://',
  async open() {
    if (path === undefined) return undefined
    const sock = socketForUrl(`unix://${path}`)
    await sock.open()
    return {
      async go(n) {
        for (let i = 0; i < n; i++) check(await sock.query(REQUEST))
      },
      close: () => sock.close(),
    }
  },
}
