import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { faults } from '@sockio/sim'
import type { Bench } from '../../../test/run-program.ts'

/** With heartbeats for which a test need not wait. */
export const around: Bench['around'] = async ({ folder }) => {
  const events = join(folder, 'events.ts')
  writeFileSync(
    events,
    readFileSync(events, 'utf8').replace('HEARTBEAT = 15_000', 'HEARTBEAT = 50'),
  )
  return { env: { PORT: '0' } }
}

interface Sent {
  readonly id: number
  readonly event: string
  readonly data: { readonly volts?: number; readonly why?: string }
}

/** A browser, as far as it takes events; a heartbeat is an event of its own here. */
async function* browser(base: string, signal?: AbortSignal): AsyncGenerator<Sent, void> {
  const { body, headers } = await fetch(`${base}/events`, { signal: signal ?? null })
  assert.equal(headers.get('content-type'), 'text/event-stream')
  let text = ''
  for await (const chunk of body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const events = (text + chunk).split('\n\n')
    text = events.pop() ?? ''
    for (const each of events) {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(each)?.[1]
      const event = field('event') ?? 'heartbeat'
      yield { id: Number(field('id')), event, data: JSON.parse(field('data') ?? '{}') }
    }
  }
}

/** The next of that kind. */
async function next(events: AsyncGenerator<Sent, void>, kind: string): Promise<Sent> {
  for (;;) {
    const { value, done } = await events.next()
    if (done) throw new Error(`the server has hung up before a ${kind}`)
    if (value.event === kind) return value
  }
}

export const meanwhile: Bench['meanwhile'] = async (program, device) => {
  const [, base = ''] = await program.said(/listening on (\S+)\n/)
  assert.match(await (await fetch(base)).text(), /new EventSource\('\/events'\)/)

  // Two browsers see the same readings, one after the other: there is one poll for both.
  const leaves = new AbortController()
  const [one, other] = [browser(base), browser(base, leaves.signal)]
  const seen = [await next(one, 'reading')]
  const same = await next(other, 'reading')
  while ((seen.at(-1)?.id ?? 0) < same.id) seen.push(await next(one, 'reading'))
  assert.deepEqual(seen.at(-1), same)
  seen.push(await next(one, 'reading'), await next(one, 'reading'))
  for (const [i, { id }] of seen.entries()) assert.equal(id, Number(seen[0]?.id) + i)
  await next(one, 'heartbeat')

  // One leaves, the other goes on.
  const before = await next(one, 'reading')
  leaves.abort()
  await assert.rejects(next(other, 'never'))
  assert.equal((await next(one, 'reading')).id, before.id + 1)

  // While the instrument is away there is a gap, and heartbeats; then the readings go on where they were.
  const switchOn = device.inject(faults.refuse())
  device.disconnect()
  assert.match((await next(one, 'gap')).data.why ?? '', /127\.0\.0\.1/)
  switchOn()
  await next(one, 'heartbeat')
  const back = await next(one, 'reading')
  assert(back.id > before.id)
  assert.equal((await next(one, 'reading')).id, back.id + 1)

  program.child.kill('SIGTERM')
  await assert.rejects(next(one, 'never'))
  await device.disconnected()
}
