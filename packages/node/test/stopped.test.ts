/** A process that is stopped and goes on finds what came meanwhile before it finds that its limits have passed. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { rig } from './rig.ts'

const LIMIT_MS = 2000

/** Says that it has asked, and at the end what became of that. */
const script = (port: number) => `
  import { address } from '@sockio/core'
  import { Connection } from '@sockio/node'
  const connection = new Connection(address('127.0.0.1', ${port}), {})
  const end = (said) => connection.close(() => console.log(said))
  const call = connection.operations.query('A?', { timeout: ${LIMIT_MS} })
  call.onError = (error) => end(error.message)
  call.onValue = end
  connection.start(call)`

it('the reply to a process that was stopped past its limit is a reply', async () => {
  await using it = await rig((request) => (request === 'A?' ? undefined : 'no'))
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script(it.device.port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const said = once(createInterface(child.stdout), 'line')
    await it.device.received('A?')
    child.kill('SIGSTOP')
    it.device.send('late')
    await wait(LIMIT_MS + 500)
    child.kill('SIGCONT')
    expect(await said).toEqual(['late'])
  } finally {
    child.kill('SIGKILL')
  }
})
