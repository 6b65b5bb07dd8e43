/** Transports that a program registers are known to its own thread, and the sockets are in another: that one imports their module. */
import { registerScheme } from '@sockio/node'
import { expect, it } from 'vitest'
import { socketForUrl } from '../src/index.ts'
import { scheme } from './echo-scheme.ts'

it('a transport of the program with a module carries calls; the other thread has the URL as the program has it', () => {
  registerScheme('echo', scheme)
  using sock = socketForUrl('echo://s3cret', { timeout: 60_000 })
  expect(sock.query('A?')).toBe('A?')
  expect(sock.connectionCounter).toBe(1)
  using other = socketForUrl('echo://s3cret', { timeout: 60_000, resolveFutures: false })
  expect(String(other.query('B?').result())).toBe('B?')
  expect(() => socketForUrl('echo://elsewhere')).toThrow('url: expected echo://s3cret')
})

it('whose module is not there can not be connected to, and the error says so', () => {
  registerScheme('lost', {
    ...scheme,
    address: (url) => ({ host: url, port: 0, tls: false, url }),
    module: 'file:///nowhere.js',
  })
  using sock = socketForUrl('lost://here', { timeout: 60_000 })
  expect(() => sock.query('A?')).toThrow(
    /^could not connect to lost:\/\/here: the thread of the sockets could not import the transport of lost:\/\/: .*nowhere\.js/,
  )
})

it('a transport of the program without a module is refused at once, and the error names it', () => {
  registerScheme('bus', {
    address: (url) => ({ host: '9', port: 0, tls: false, url }),
    transport: () => ({ dial: () => expect.fail('it is not dialled') }),
  })
  expect(() => socketForUrl('bus://9')).toThrow(
    /^url: the thread of the sockets does not know the transport of "bus:\/\/9"/,
  )
})
