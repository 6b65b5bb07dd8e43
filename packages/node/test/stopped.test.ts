/** A process that is stopped and goes on finds what came meanwhile before it finds that its limits have passed. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { rig } from './rig.ts'

const LIMIT_MS = 1000

/** Asks, stops itself as soon as that is written, and says at the end what became of it. */
const script = (port: number) => `
  import { address } from '@sockio/core'
  import { Connection } from '@sockio/node'
  const connection = new Connection(address('127.0.0.1', ${port}), { onWire })
  function onWire({ direction }) {
    if (direction === 'sent') setImmediate(() => process.kill(process.pid, 'SIGSTOP'))
  }
  const end = (said) => connection.close(() => console.log(said))
  const call = connection.operations.query('A?', { timeout: ${LIMIT_MS} })
  const asked = { onValue: end, onError: (error) => end(error.message) }
  connection.start(connection.operations.open(), { onValue: () => connection.start(call, asked) })`

/** As the kernel of Linux has it: T is stopped. Elsewhere, what is written has to do. */
const stopped = (pid = 0) => process.platform !== 'linux' || /^.*\) T/.test(readFileSync(`/proc/${pid}/stat`, 'latin1'))

it('the reply to a process that was stopped past its limit is a reply', async () => {
  await using it = await rig((request) => (request === 'A?' ? undefined : 'no'))
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script(it.device.port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const said = once(createInterface(child.stdout), 'line')
    await it.device.received('A?')
    while (!stopped(child.pid)) await wait(5)
    it.device.send('late')
    await wait(LIMIT_MS + 100)
    child.kill('SIGCONT')
    expect(await said).toEqual(['late'])
  } finally {
    child.kill('SIGKILL')
  }
})
