/** A server that is recorded while it runs, and the simulator that plays it again when it is gone. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Options } from '@sockio/aio'
import { recorder, replay } from '@sockio/recorder'
import { simulate } from '@sockio/sim'
import { HOST, type Program, Server } from './server.ts'

/** What a test speaks to. */
export interface Instrument extends AsyncDisposable {
  readonly port: number
  /** Of the connections to it. */
  readonly options: Options
}

export class Recordings implements Disposable {
  readonly #folder = mkdtempSync(join(tmpdir(), 'sockio-integration-'))

  #of(test: string): string {
    return test.replaceAll(/[^a-z0-9]+/gi, '-')
  }

  /** The program itself; what is said to it in this test is recorded. */
  async server(program: Program, test: string): Promise<Instrument> {
    const server = await Server.start(program)
    return {
      port: server.port,
      options: recorder(join(this.#folder, `${this.#of(test)}.jsonl`)),
      [Symbol.asyncDispose]: () => server.kill(),
    }
  }

  /** What was recorded in this test, and no program. */
  async replayed(test: string): Promise<Instrument> {
    const name = new RegExp(`^${this.#of(test)}(-\\d+)?\\.jsonl$`)
    const files = readdirSync(this.#folder).filter((file) => name.test(file))
    const paths = files.map((file) => join(this.#folder, file))
    // Of several connections at once, nobody can tell which comes first.
    const device = await simulate(replay(paths, { order: paths.length > 1 ? 'request' : 'strict' }), { host: HOST })
    return {
      port: device.port,
      options: {},
      async [Symbol.asyncDispose]() {
        await device.close()
        const [error] = device.errors
        if (error !== undefined) throw error
      },
    }
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
