/** The built site: its files, and a server for them on loopback. */
import { existsSync, globSync, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { docs } from '../../src/pages.ts'

export const dist: string = join(docs, '.vitepress', 'dist')
if (!existsSync(dist)) throw new Error('the site is not built: pnpm run site')

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
}

/** The addresses of all pages: `/`, `/errors`. */
export function addresses(): string[] {
  return globSync('**/*.html', { cwd: dist })
    .filter((file) => file !== '404.html')
    .map((file) => `/${file.replace(/(?:(^|\/)index)?\.html$/, '$1')}`)
    .sort()
}

/** The file that answers an address, as servers of static pages find it. */
export function file(address: string): string | undefined {
  const path = join(dist, decodeURI(address.split(/[?#]/)[0] ?? ''))
  return [path, `${path}.html`, join(path, 'index.html')].find((each) => existsSync(each) && statSync(each).isFile())
}

export interface Served extends AsyncDisposable {
  readonly url: string
}

export async function serve(): Promise<Served> {
  const server = createServer((request, response) => {
    const found = file(request.url ?? '/')
    if (found === undefined) {
      response.writeHead(404).end()
      return
    }
    response.writeHead(200, { 'content-type': types[extname(found)] ?? 'application/octet-stream' })
    response.end(readFileSync(found))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
