/** Servers of NATS, with JetStream, on ports of their own and with stores that are thrown away. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { guard, type Program } from './server.ts'

/** The program, for who asks whether it is `missing`. */
export const nats: Pick<Program, 'name' | 'install'> = { name: 'nats-server', install: 'apt-get install nats-server' }

export interface NatsServerOptions {
  /** 0: any. */
  readonly port?: number
  /** Where it listens. Default: loopback. */
  readonly host?: string
  /** More of its configuration. */
  readonly config?: string
}

export class NatsServer implements AsyncDisposable {
  readonly #directory = mkdtempSync(join(tmpdir(), 'sockio-nats-'))
  readonly #host: string
  readonly #config: string
  #port: number
  #process: ChildProcess | undefined

  constructor({ port = 0, host = '127.0.0.1', config = '' }: NatsServerOptions = {}) {
    this.#host = host
    this.#port = port
    this.#config = config
  }

  static async start(options: NatsServerOptions = {}): Promise<NatsServer> {
    const server = new NatsServer(options)
    await server.start()
    return server
  }

  get port(): number {
    return this.#port
  }

  get url(): string {
    return `nats://127.0.0.1:${this.#port}`
  }

  get pid(): number {
    return this.#process?.pid ?? 0
  }

  /** Starts it, on the port that it had and with what it has stored; returns when it takes connections. */
  async start(): Promise<void> {
    const config = join(this.#directory, 'nats.conf')
    const store = JSON.stringify(join(this.#directory, 'store'))
    writeFileSync(
      config,
      `listen: "${this.#host}:${this.#port || -1}"\njetstream { store_dir: ${store} }\n${this.#config}\n`,
    )
    const child = spawn(nats.name, ['-c', config], { stdio: ['ignore', 'ignore', 'pipe'] })
    await once(child, 'spawn')
    this.#process = child
    guard(child)
    const said: string[] = []
    for await (const line of createInterface({ input: child.stderr })) {
      said.push(line)
      const [, port] = /Listening for client connections on [\d.]+:(\d+)/.exec(line) ?? []
      if (port !== undefined) this.#port = Number(port)
      if (line.includes('Server is ready')) {
        child.stderr.resume()
        return
      }
    }
    throw new Error(`nats-server did not start:\n${said.join('\n')}`)
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const child = this.#process
    this.#process = undefined
    if (child === undefined || child.exitCode !== null) return
    const gone = once(child, 'exit')
    child.kill(signal)
    await gone
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop('SIGKILL')
    rmSync(this.#directory, { recursive: true, force: true })
  }
}

/** Three of them that keep the same things. */
export async function natsCluster(): Promise<NatsServer[]> {
  const routes = await Promise.all([free(), free(), free()])
  const servers = routes.map((port, i) => {
    const others = routes.filter((other) => other !== port).map((other) => `nats://127.0.0.1:${other}`)
    const config = `server_name: n${i}\ncluster { name: lab, listen: "127.0.0.1:${port}", routes: ${JSON.stringify(others)} }`
    return new NatsServer({ config })
  })
  await Promise.all(servers.map((server) => server.start()))
  return servers
}

/** A port that nobody listens on. */
async function free(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}
