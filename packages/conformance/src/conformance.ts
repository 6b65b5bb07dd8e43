/** Runs the table against one flavour. */
import type { Peer } from './peers/peer.ts'
import { startPeer, stopPeers } from './peers/pool.ts'
import { Results } from './results.ts'
import type { Context, Row } from './row.ts'
import { rows } from './rows/index.ts'
import type { Subject, SubjectSocket } from './subject.ts'

/** Upper bound of one row, longer than each wait in it: nothing waits for it unless something hangs. */
const ROW_LIMIT_MS = 120_000
/** Upper bound of the disposal of a socket, whatever its peer does. */
const DISPOSAL_LIMIT_MS = 60_000

/** The part of a test runner that the suite needs; that of vitest fits. */
export interface Runner {
  describe(name: string, body: () => void): unknown
  test: {
    (name: string, body: () => Promise<void>, timeout: number): unknown
    skip(name: string): unknown
  }
  afterAll(done: () => Promise<void>): unknown
}

/** Declares a test for each row. */
export function conformance(subject: Subject, { describe, test, afterAll }: Runner): void {
  const results = new Results(subject.name)
  checkSkips(subject)
  for (const section of new Set(rows.map((row) => row.section))) {
    describe(section, () => {
      for (const row of rows.filter((each) => each.section === section)) {
        const reason = subject.skips?.[row.name]
        if (reason === undefined) test(row.name, () => runRow(row, subject, results), ROW_LIMIT_MS)
        else {
          results.skipped(row, reason)
          test.skip(`${row.name} (${reason})`)
        }
      }
    })
  }
  afterAll(async () => {
    await stopPeers()
    console.log(await results.save())
  })
}

/** A skip that no row has is a leftover. */
function checkSkips(subject: Subject): void {
  const names = rows.map((row) => row.name)
  for (const [index, name] of names.entries()) {
    if (names.indexOf(name) !== index) throw new Error(`two rows are named "${name}"`)
  }
  for (const name of Object.keys(subject.skips ?? {})) {
    if (!names.includes(name)) throw new Error(`${subject.name} skips "${name}", which is no row`)
  }
}

async function runRow(row: Row, subject: Subject, results: Results): Promise<void> {
  const peers: Peer[] = []
  const sockets: SubjectSocket[] = []
  const keep = (socket: SubjectSocket): SubjectSocket => {
    sockets.push(socket)
    return socket
  }
  const context: Context = {
    subject,
    async peer(device, options) {
      const peer = await startPeer(device, options)
      peers.push(peer)
      return peer
    },
    connect: ({ host, port }, options) => keep(subject.connect(host, port, options)),
    connectUrl: (url, options) => keep(subject.connectUrl(url, options)),
    note: (text) => results.note(row, text),
  }
  try {
    await row.run(context)
    for (const socket of sockets) await dispose(socket)
    results.passed(row)
  } catch (error) {
    results.failed(row)
    for (const socket of sockets) dispose(socket).catch(() => undefined)
    throw error
  } finally {
    await Promise.all(peers.map((peer) => peer.close()))
  }
}

/** Nothing hangs, also not at the end of a row. */
async function dispose(socket: SubjectSocket): Promise<void> {
  const late = Promise.withResolvers<never>()
  const message = `a socket in state ${socket.state} was not disposed of in ${DISPOSAL_LIMIT_MS} ms`
  const timer = setTimeout(() => late.reject(new Error(message)), DISPOSAL_LIMIT_MS)
  await Promise.race([socket[Symbol.asyncDispose](), late.promise])
  clearTimeout(timer)
}
