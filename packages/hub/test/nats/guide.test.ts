/** The lines of the guide for any client of NATS, said in its text protocol: what `nats req` sends, and what it prints. */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { missing, NatsServer, nats as natsServer } from '@sockio/integration'
import { simulate, supply } from '@sockio/sim'
import { expect, it } from 'vitest'
import { LabHub } from './lab.ts'

const GUIDE = readFileSync(new URL('../../../../docs/guides/across-hosts.md', import.meta.url), 'utf8')

interface Asked {
  readonly subject: string
  readonly text: string
  /** As `Sockio-Timeout:500`. */
  readonly header: string | undefined
  /** What the guide shows of the reply; nothing where it shows none. */
  readonly shown: string
}

/** The requests of the guide, each with what stands below it. */
function asked(): readonly Asked[] {
  const lines = /```console\n(\$ nats req [\s\S]*?)```/.exec(GUIDE)?.[1] ?? ''
  return lines
    .split(/^\$ /m)
    .slice(1)
    .map((each) => {
      const [command = '', ...shown] = each.trimEnd().split('\n')
      const found = /^nats req (\S+) '([^']*)'(?: -H (\S+))?$/.exec(command)
      if (found === null) throw new Error(`no request that this test knows: ${command}`)
      const [, subject = '', text = '', header] = found
      return { subject, text, header, shown: shown.join('\n') }
    })
}

/** The first message that comes back, and its headers: `[HMSG | MSG] subject id [bytes of headers] bytes`, and those. */
async function answer(socket: Socket): Promise<{ readonly head: string; readonly text: string }> {
  let said = ''
  for (;;) {
    const [, first = '', second, rest = ''] = /^H?MSG \S+ \S+ (\d+)(?: (\d+))?\r\n([\s\S]*)/m.exec(said) ?? []
    const size = Number(second ?? first)
    const head = second === undefined ? 0 : Number(first)
    if (first !== '' && rest.length >= size + 2) return { head: rest.slice(0, head), text: rest.slice(head, size) }
    const [chunk] = (await once(socket, 'data')) as [Buffer]
    said += chunk.toString('latin1')
  }
}

async function request(port: number, { subject, text, header }: Asked): ReturnType<typeof answer> {
  const socket = connect(port, '127.0.0.1')
  try {
    socket.write('CONNECT {"verbose":false,"headers":true,"no_responders":true}\r\nSUB in 1\r\n')
    const head = header === undefined ? '' : `NATS/1.0\r\n${header}\r\n\r\n`
    const sizes = header === undefined ? text.length : `${head.length} ${head.length + text.length}`
    socket.write(`${header === undefined ? 'PUB' : 'HPUB'} ${subject} in ${sizes}\r\n${head}${text}\r\n`)
    return await answer(socket)
  } finally {
    socket.destroy()
  }
}

it.skipIf(missing(natsServer))('each request of the guide is answered, as it shows', async () => {
  await using server = await NatsServer.start()
  await using device = await simulate(supply())
  await using hub = await LabHub.start({ servers: server.url }, { url: device.url })
  await hub.until('owner')
  const requests = asked()
  expect(requests.map(({ subject }) => subject)).toEqual(['lab.psu1.query', 'lab.psu1.write', 'lab.psu1.query'])
  for (const each of requests) {
    const { head, text } = await request(server.port, each)
    expect(head, each.text).not.toMatch(/Sockio-Error|503/)
    if (each.shown === '') expect(each.text.endsWith('?'), each.text).toBe(text !== '')
    else expect(text).toBe(each.shown)
  }
  expect(device.requests).toContain('VOLT 5')
})
