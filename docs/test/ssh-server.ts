/** A gateway as a laboratory has one, `gateway.lab`: OpenSSH's own server, started by its own client for each connection. */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

/** What has to be on this machine. */
export const openSsh = { name: 'sshd', install: 'apt-get install openssh-client openssh-server' }

function found(name: string): string {
  const paths = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name))
  const path = paths.find((each) => existsSync(each))
  if (path === undefined) throw new Error(`${name} is not installed (${openSsh.install})`)
  return path
}

interface Place {
  readonly host: string
  readonly port: number
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as { readonly port: number }
  probe.close()
  await once(probe, 'close')
  return port
}

/** No port, no daemon: what the server says goes through a pipe. Disposal removes the keys. */
export class SshServer implements Disposable {
  /** With an `ssh` that knows `gateway.lab`, in front of the system's. */
  readonly env: { readonly PATH: string }
  readonly #folder: string

  /** @throws Error where OpenSSH is not installed */
  constructor() {
    const [ssh, sshd] = [found('ssh'), found('sshd')]
    // Where nobody has started it as a service, the folder that it separates its privileges in is not there.
    if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 })
    this.#folder = mkdtempSync(join(tmpdir(), 'sockio-ssh-'))
    const file = (name: string, content?: string) => {
      const path = join(this.#folder, name)
      if (content !== undefined) writeFileSync(path, content, { mode: 0o755 })
      return path
    }
    for (const key of ['host', 'user']) execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file(key)])
    copyFileSync(file('user.pub'), file('authorized_keys'))
    const server = `
HostKey ${file('host')}
AuthorizedKeysFile ${file('authorized_keys')}
StrictModes no
UsePAM no
PasswordAuthentication no
PidFile none
`
    const client = `
Host gateway.lab
  ProxyCommand ${sshd} -i -f ${file('sshd_config', server)} -E ${file('log')}
  IdentityFile ${file('user')}
  IdentitiesOnly yes
  UserKnownHostsFile ${file('known_hosts')}
`
    file('known_hosts', `gateway.lab ${readFileSync(file('host.pub'), 'utf8')}`)
    file('ssh', `#!/bin/sh\nexec ${ssh} -F ${file('config', client)} "$@"\n`)
    this.env = { PATH: `${this.#folder}${delimiter}${process.env.PATH ?? ''}` }
  }

  /** A port of this machine that leads to `host:port` as the gateway sees it, until it is disposed of. */
  async forward({ host, port }: Place): Promise<Place & AsyncDisposable> {
    for (;;) {
      const here = await freePort()
      const told = ['ExitOnForwardFailure=yes', 'PermitLocalCommand=yes', 'LocalCommand=echo ready']
      const args = [...told.flatMap((option) => ['-o', option]), '-N', '-L', `127.0.0.1:${here}:${host}:${port}`]
      const env = { ...process.env, ...this.env }
      const ssh = spawn('ssh', [...args, 'gateway.lab'], { env, stdio: ['ignore', 'pipe', 'pipe'] })
      let said = ''
      ssh.stderr.on('data', (text) => {
        said += text
      })
      const closed = once(ssh, 'close')
      const ready = await Promise.race([once(ssh.stdout, 'data'), closed.then(() => undefined)])
      if (ready === undefined && said.includes('Address already in use')) continue // somebody was faster
      if (ready === undefined) throw new Error(`ssh does not forward: ${said}`)
      return {
        host: '127.0.0.1',
        port: here,
        async [Symbol.asyncDispose]() {
          ssh.kill()
          await closed
        },
      }
    }
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
