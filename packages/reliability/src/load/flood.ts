/** A peer that sends ten gigabytes without an end of line: read as lines, as bytes, as blocks, and not at all. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Subject, SubjectSocket } from '@sockio/conformance'
import { Findings } from '../findings.ts'
import type { RunPart } from '../part.ts'
import { subjectNamed } from '../subject-named.ts'
import { memoryInUse } from './memory.ts'

const KIB = 1024
const MIB = 1024 * KIB
const GB = 1e9
const BUFFER_SIZE = MIB
/** Besides the buffer: one read of the socket. */
const ONE_READ = 64 * KIB
/** The buffer, the one that it has just outgrown, and what the process does by itself. */
const MOST_MEMORY = 2 * BUFFER_SIZE + 2 * MIB
/** Memory is looked at so often in a run. */
const LOOKS = 20

/** The most that memory grew by, in bytes, while `step` took `bytes`; `step` gives how many it took. */
async function growth(bytes: number, step: () => Promise<number>): Promise<number> {
  await step()
  const before = await memoryInUse()
  let most = 0
  let look = bytes / LOOKS
  for (let taken = 0; taken < bytes; ) {
    taken += await step()
    if (taken < look) continue
    look += bytes / LOOKS
    most = Math.max(most, (await memoryInUse()) - before)
  }
  return most
}

class Flood {
  readonly findings = new Findings()
  readonly #subject: Subject
  readonly #port: number

  constructor(subject: Subject, port: number) {
    this.#subject = subject
    this.#port = port
  }

  async #socket(name: string, use: (sock: SubjectSocket) => Promise<number>): Promise<void> {
    const sock = this.#subject.connect('127.0.0.1', this.#port, { bufferSize: BUFFER_SIZE })
    const grown = await use(sock)
    await sock[Symbol.asyncDispose]()
    this.findings.figure(`${name}: memory grew by`, Math.ceil(grown / KIB), 'KiB')
    this.findings.expect(grown <= MOST_MEMORY, `${name}: memory grew by ${Math.ceil(grown / KIB)} KiB`)
  }

  /** Every line overruns the buffer, and takes its connection with it; the next call makes another. */
  asLines(times: number): Promise<void> {
    return this.#socket('as lines', async (sock) => {
      let most = 0
      const grown = await growth(times, async () => {
        const error = await sock.readLine().catch((error: unknown) => error)
        const { code, partial } = error as { code?: unknown; partial?: Uint8Array }
        this.findings.expect(code === 'SOCKIO_LIMIT_OVERRUN', `as lines: ${error}`)
        most = Math.max(most, partial?.length ?? 0)
        return 1
      })
      this.findings.figure('as lines: refused, each with its connection', times)
      this.findings.figure('as lines: longest that was kept', most / KIB, 'KiB')
      this.findings.expect(most >= BUFFER_SIZE && most <= BUFFER_SIZE + ONE_READ, `as lines: ${most} bytes were kept`)
      this.findings.expect(sock.connectionCounter === times + 1, `as lines: ${sock.connectionCounter} connections`)
      return grown
    })
  }

  asBytes(bytes: number): Promise<void> {
    return this.#socket('as bytes', async (sock) => {
      const begin = performance.now()
      const grown = await growth(bytes, async () => (await sock.read()).length)
      this.findings.figure('as bytes: read', bytes / GB, 'GB')
      this.findings.figure('as bytes: MB/s', Math.round(bytes / 1000 / (performance.now() - begin)))
      return grown
    })
  }

  asBlocks(bytes: number): Promise<void> {
    return this.#socket('as blocks of 64 KiB', async (sock) => {
      await sock.open()
      const blocks = sock.blocks(ONE_READ)
      const grown = await growth(bytes, async () => {
        const { value } = await blocks.next()
        this.findings.expect(value?.length === ONE_READ, `as blocks: one of ${value?.length} bytes`)
        return value?.length ?? bytes
      })
      this.findings.figure('as blocks of 64 KiB: read', bytes / GB, 'GB')
      await blocks.return()
      return grown
    })
  }

  /** The buffer fills up, and then the socket rests: what the peer sends further stays with it. */
  unread(ms: number): Promise<void> {
    return this.#socket('unread', async (sock) => {
      await sock.open()
      const before = await memoryInUse()
      let most = 0
      let grown = 0
      const look = async () => {
        most = Math.max(most, sock.inWaiting)
        grown = Math.max(grown, (await memoryInUse()) - before)
        await wait(10)
      }
      while (sock.inWaiting < BUFFER_SIZE) await look()
      for (const end = performance.now() + ms; performance.now() < end; ) await look()
      this.findings.figure('unread: kept', most / KIB, 'KiB')
      this.findings.expect(most <= BUFFER_SIZE + ONE_READ, `unread: ${most} bytes are kept`)
      return grown
    })
  }
}

export const run: RunPart = async ({ short, flavour }) => {
  const peer = fork(fileURLToPath(new URL('flood-server.ts', import.meta.url)))
  const [port] = await once(peer, 'message')
  const flood = new Flood(subjectNamed(flavour), Number(port))
  const bytes = short ? 0.2 * GB : 10 * GB
  await flood.asLines(short ? 20 : 500)
  await flood.asBytes(bytes)
  await flood.asBlocks(bytes)
  await flood.unread(short ? 200 : 2000)
  peer.disconnect()
  await once(peer, 'exit')
  return flood.findings.report()
}
