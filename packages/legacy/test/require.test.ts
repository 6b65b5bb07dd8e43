/** Plain CommonJS, written as in 2012, on every supported Node. */
import { fileURLToPath } from 'node:url'
import { runScript } from '@sockio/conformance'
import { simulate } from '@sockio/sim'
import { expect, test } from 'vitest'

const installed = (name: string) => fileURLToPath(new URL(`../node_modules/${name}/bin/node`, import.meta.url))
const nodes: readonly (readonly [version: string, path: string])[] = [
  ['22', installed('node22')],
  [process.versions.node.split('.')[0] ?? '', process.execPath], // mostly 24
  ['26', installed('node26')],
]

test.each(nodes)("var TCP = require('@sockio/legacy').TCP on Node %s", async (version, node) => {
  await using peer = await simulate({ Q1: 'A1', GO: ['1', '2'] })
  const script = `
    var sockio = require('@sockio/legacy')
    var TCP = sockio.TCP
    var EventEmitter = require('events').EventEmitter

    console.log(process.versions.node.split('.')[0], new TCP('127.0.0.1', PORT) instanceof EventEmitter)
    var sock = new TCP('127.0.0.1', PORT, { timeout: 60000 })
    sock.query('Q1', { timeout: 50000 }, function (err, reply) {
      if (err) throw err
      console.log(reply, typeof sockio.socketForUrl, new sockio.Session() instanceof EventEmitter)
      sock.on('line', function (line) {
        console.log(line)
        if (line === '2') sock.close(function (err) { console.log('closed', err) })
      })
      sock.write('GO\\n')
    })`
  const { code, stdout, stderr } = await runScript(script, peer.port, 'commonjs', node)
  expect({ code, stdout }).toEqual({ code: 0, stdout: `${version} true\nA1 function true\n1\n2\nclosed null` })
  expect(stderr).not.toMatch(/Error/)
})

test('import and require give the same constructor', async () => {
  const script = `
    var TCP = require('@sockio/legacy').TCP
    import('@sockio/legacy').then(function (module) { console.log(module.TCP === TCP) })`
  expect((await runScript(script, 1, 'commonjs')).stdout).toBe('true')
})
