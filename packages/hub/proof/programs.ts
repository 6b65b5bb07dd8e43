/** Programs that may share an instrument: each flavour, and some that nobody here wrote. Each asks, and tells its replies. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { TCP as AioTcp } from '@sockio/aio'
import { Tcp as EffectTcp } from '@sockio/effect'
import { TCP as LegacyTcp } from '@sockio/legacy'
import { TCP as RxTcp } from '@sockio/rx'
import { TCP as SioTcp } from '@sockio/sio'
import { Effect } from 'effect'
import { firstValueFrom } from 'rxjs'

type Ask = (port: number, requests: readonly string[]) => Promise<readonly string[]>

const HOST = '127.0.0.1'
const OPTIONS = { timeout: 60_000 }
/** Debian's, which has its packages; another in front of it has not. */
export const PYTHON = '/usr/bin/python3'

async function inTurn(requests: readonly string[], query: (text: string) => Promise<string>): Promise<string[]> {
  const replies: string[] = []
  for (const request of requests) replies.push(await query(request))
  return replies
}

/** Runs it; `stdin` is all that it is told. */
async function run(program: string, args: readonly string[], stdin = ''): Promise<string[]> {
  const running = promisify(execFile)(program, args)
  running.child.stdin?.end(stdin)
  return (await running).stdout.trimEnd().split('\n')
}

export const flavours: Readonly<Record<string, Ask>> = {
  async aio(port, requests) {
    await using sock = new AioTcp(HOST, port, OPTIONS)
    return await inTurn(requests, (text) => sock.query(text))
  },
  async sio(port, requests) {
    using sock = new SioTcp(HOST, port, { ...OPTIONS, resolveFutures: false })
    return await inTurn(requests, async (text) => await sock.query(text))
  },
  async rx(port, requests) {
    await using sock = new RxTcp(HOST, port, OPTIONS)
    return await inTurn(requests, (text) => firstValueFrom(sock.query(text)))
  },
  effect: (port, requests) =>
    Effect.gen(function* () {
      const tcp = yield* EffectTcp
      return yield* Effect.forEach(requests, (text) => tcp.query(text))
    }).pipe(Effect.provide(EffectTcp.layer({ host: HOST, port, ...OPTIONS })), Effect.runPromise),
  async legacy(port, requests) {
    const sock = new LegacyTcp(HOST, port, OPTIONS)
    const query = (text: string) =>
      new Promise<string>((resolve, reject) => {
        sock.query(text, (error, reply) => (error ? reject(error) : resolve(reply as string)))
      })
    try {
      return await inTurn(requests, query)
    } finally {
      sock.close()
    }
  },
}

/** By what has to be installed; each fails where it is not. */
export const others: Readonly<Record<string, Ask>> = {
  netcat: (port, requests) => run('nc', ['-N', HOST, String(port)], requests.map((each) => `${each}\n`).join('')),
  PyVISA: (port, requests) =>
    run(PYTHON, [
      '-c',
      `
import pyvisa
resource = 'TCPIP::${HOST}::${port}::SOCKET'
psu = pyvisa.ResourceManager('@py').open_resource(resource, read_termination='\\n', write_termination='\\n')
psu.timeout = 60000
for request in ${JSON.stringify(requests)}: print(psu.query(request))
psu.close()
`,
    ]),
  'lxi-tools': (port, requests) =>
    inTurn(requests, async (text) => {
      const args = ['scpi', '--address', HOST, '--port', String(port), '--timeout', '60', '--raw', text]
      return (await run('lxi', args)).join()
    }),
}
