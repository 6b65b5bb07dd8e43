/** `ssh://gateway.lab/scope.lab:5025`: to an instrument that only the gateway can reach, by the `ssh` of this machine. */
import { spawn } from 'node:child_process'
import {
  registerScheme,
  type Scheme,
  type TransportEvents,
  type Wire,
} from '@sockio/node'

const NOTHING = new Uint8Array(0)
/** What ssh prints when the gateway has let it in. */
const READY = 'sockio: ready'
const options = [
  'BatchMode=yes', // nobody is there to type a password
  'ControlPath=none', // a connection that is shared would not tell when it is ready
  'ServerAliveInterval=10', // a gateway that is gone is noticed within half a minute
  'PermitLocalCommand=yes',
  `LocalCommand=echo ${READY} >&2`,
]

function parse(url: string): { readonly gateway: string; readonly instrument: string } {
  const [, gateway, instrument] =
    /^ssh:\/\/([^/\s-][^/\s]*)\/([^/\s]+:\d+)$/.exec(url) ?? []
  if (gateway !== undefined && instrument !== undefined) return { gateway, instrument }
  throw new TypeError(`url: expected ssh://gateway/instrument:port, got "${url}"`)
}

function dial(url: string, events: TransportEvents): Wire {
  const { gateway, instrument } = parse(url)
  const ssh = spawn('ssh', [
    ...options.flatMap((option) => ['-o', option]),
    '-W',
    instrument,
    gateway,
  ])
  const { stdin, stdout, stderr } = ssh
  let said = ''
  let ready = false
  let blocked = false

  stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text
    if (ready || !said.includes(READY)) return
    ready = true
    said = said.slice(said.indexOf(READY) + READY.length) // it may say more in one breath
    events.made()
    events.connected()
  })
  stdout.on('data', events.received)
  stdout.once('end', () => stdin.end()) // the instrument has hung up
  stdin.on('error', () => undefined) // why is told by what follows
  ssh.once('error', events.lost) // there is no ssh
  ssh.once('close', (code) => {
    if (code === 0) events.eof()
    else
      events.lost(
        new Error(said.trim().replaceAll(/\s+/g, ' ') || `ssh has ended with ${code}`),
      )
    events.gone()
  })

  return {
    write(chunks) {
      stdin.cork()
      for (const chunk of chunks) stdin.write(chunk)
      stdin.uncork()
      if (stdin.writableLength === 0) return 'drained'
      blocked = true
      stdin.write(NOTHING, (error) => {
        if (error || !blocked || stdin.writableLength > 0) return
        blocked = false
        events.drained()
      })
      return 'blocked'
    },
    pause: () => stdout.pause(),
    resume: () => stdout.resume(),
    end() {
      stdout.resume()
      stdin.end()
    },
    destroy() {
      ssh.kill('SIGKILL')
      stdout.destroy()
    },
  }
}

export const scheme: Scheme = {
  address(url) {
    parse(url)
    return { host: url, port: 0, tls: false, url }
  },
  transport: ({ host: url }) => ({ dial: (events) => dial(url, events) }),
}

// With its module, so that the thread of the blocking flavour knows it too.
registerScheme('ssh', { ...scheme, module: import.meta.url })
