/** One look at the memory of a process of its own: `probe.ts idle|garbage|block CONTENDER PORT N` prints one number. */
import { existsSync, readFileSync } from 'node:fs'
import { TCP } from '@sockio/aio'
import { bareSocket } from './bare-socket.ts'
import { BLOCK, blockChunks, withPromise } from './contenders/bare.ts'
import { REQUEST } from './contenders/request.ts'

const [, , what, who, port = '', n = ''] = process.argv
const count = Number(n)

async function aio(): Promise<TCP> {
  const sock = new TCP('127.0.0.1', Number(port))
  await sock.open()
  return sock
}

async function heap(): Promise<number> {
  for (let i = 0; i < 3; i++) {
    await new Promise((resolve) => setTimeout(resolve, 20))
    globalThis.gc?.()
  }
  return process.memoryUsage().heapUsed
}

/** Heap of one of many connections that have been used once. */
async function idle(): Promise<number> {
  const kept: unknown[] = []
  const connect = async () => {
    if (who === 'aio') {
      const sock = await aio()
      await sock.query(REQUEST)
      kept.push(sock)
      return
    }
    const socket = await bareSocket(Number(port))
    socket.on('data', () => undefined)
    socket.write(REQUEST)
    kept.push(socket)
  }
  for (let i = 0; i < 10; i++) await connect()
  const before = await heap()
  for (let i = 0; i < count; i++) await connect()
  return ((await heap()) - before) / count
}

/** Bytes allocated per request, the stream and the socket of Node included. */
async function garbage(): Promise<number> {
  const sock = await aio()
  const bare = await withPromise.open(Number(port))
  const go = async (times: number) => {
    if (who === 'query') for (let i = 0; i < times; i++) await sock.query(REQUEST)
    else if (who === 'writeReadLine') for (let i = 0; i < times; i++) await sock.writeReadLine(REQUEST)
    else await bare?.go(times, new Float64Array(times))
  }
  await go(count)
  // In small portions, each of which fits into the young generation, so that no collection falls into it.
  const portion = 200
  const seen: number[] = []
  for (let i = 0; i < 50; i++) {
    globalThis.gc?.()
    const before = process.memoryUsage().heapUsed
    await go(portion)
    seen.push((process.memoryUsage().heapUsed - before) / portion)
  }
  return seen.sort((a, b) => a - b)[seen.length >> 1] ?? Number.NaN
}

/** Bytes. What the system calls the peak of a process counts that of its parent in; Linux knows better. */
function peak(): number {
  if (!existsSync('/proc/self/status')) return process.resourceUsage().maxRSS * 1024
  return Number(/VmHWM:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) * 1024
}

/** The peak of the process over what it was, in sizes of the block. */
async function block(): Promise<number> {
  const sock = await aio()
  const bare = await blockChunks.open(Number(port))
  const before = process.memoryUsage().rss
  if (who === 'aio') await sock.writeReadBlock(`BLOCK ${BLOCK}\n`)
  else await bare?.go(1, new Float64Array(1))
  return (peak() - before) / BLOCK
}

const looks: Readonly<Record<string, () => Promise<number>>> = { idle, garbage, block }
console.log(await looks[what ?? '']?.())
process.exit()
