import { InstrumentError, socketForUrl } from '@sockio/aio'
import { careless } from './careless.mts'

await using psu = careless.open(socketForUrl, 'tcp://127.0.0.1:5025', { timeout: 2000 })
try {
  await psu.voltage.set(25)
} catch (error) {
  if (!(error instanceof InstrumentError)) throw error
  console.log(error.number, error.text)
  console.log(error.command)
}
