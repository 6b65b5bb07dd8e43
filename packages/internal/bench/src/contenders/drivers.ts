/** Drivers: a set whose errors are asked for in the same breath, and the same by hand. */
import { instrument, number, property } from '@sockio/instrument'
import { onAio } from './sockio.ts'

const supply = instrument({ voltage: property('VOLT', number({ min: 0, max: 30 })) }, { checkErrors: true })

export const setByHand = onAio('aio set and check, by hand', async (sock, n) => {
  for (let i = 0; i < n; i++) {
    const reply = await sock.writeReadLine(`VOLT ${i % 30}\nSYST:ERR?\n`, { encoding: 'utf8' })
    if (Number.parseInt(reply, 10) !== 0) throw new Error(reply)
  }
})

export const checkedSet = onAio('driver, checked set', async (sock, n) => {
  const { voltage } = supply.on(sock)
  for (let i = 0; i < n; i++) await voltage.set(i % 30)
})

export const get = onAio('driver, get', async (sock, n) => {
  const { voltage } = supply.on(sock)
  for (let i = 0; i < n; i++) if ((await voltage.get()) > 1) throw new Error('an unexpected value')
})
