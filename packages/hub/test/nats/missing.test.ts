/** Whoever uses a hub on one machine needs no NATS: its client is asked for when it is needed, and the error says what to install. */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

/** As if nothing of NATS was installed. */
const HOOK = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module'
  registerHooks({
    resolve(specifier, context, next) {
      if (!specifier.startsWith('@nats-io/')) return next(specifier, context)
      throw Object.assign(new Error('Cannot find package ' + specifier), { code: 'ERR_MODULE_NOT_FOUND' })
    },
  })`)}`
const at = (file: string) => JSON.stringify(fileURLToPath(new URL(`../../src/${file}`, import.meta.url)))

const run = (program: string) =>
  execFileSync(process.execPath, ['--import', HOOK, '--input-type=module', '--eval', program], { encoding: 'utf8' })

it('a hub on NATS says what is missing, and so does a call', () => {
  const out = run(`
    import { joinNats } from ${at('nats/index.ts')}
    import { socketForUrl } from '@sockio/aio'
    await joinNats({ servers: 'nats://127.0.0.1:1' }).catch((error) => console.log(error.message))
    const sock = socketForUrl('nats://127.0.0.1:1/lab/psu1')
    await sock.query('*IDN?').catch((error) => console.log(error.code, error.sent, error.message))`)
  expect(out).toContain(
    'NATS needs packages that are not installed: npm install @nats-io/transport-node @nats-io/jetstream @nats-io/kv\n',
  )
  expect(out).toMatch(/^SOCKIO_CONNECT no could not connect to nats:.*npm install @nats-io\/transport-node\n$/m)
})

it('a hub without NATS loads nothing of it', () => {
  expect(run(`import { Hub } from ${at('index.ts')}; console.log(typeof Hub)`)).toBe('function\n')
})
