/** Transports that a program registers are known to its own thread, and the sockets are in another. */
import { registerScheme } from '@sockio/node'
import { expect, it } from 'vitest'
import { socketForUrl } from '../src/index.ts'

it('a transport of the program is refused at once, and the error names it', () => {
  registerScheme('bus', {
    address: (url) => ({ host: '9', port: 0, tls: false, url }),
    transport: () => ({ dial: () => expect.fail('it is not dialled') }),
  })
  expect(() => socketForUrl('bus://9')).toThrow(
    /^url: the thread of the sockets does not know the transport of "bus:\/\/9"/,
  )
})
