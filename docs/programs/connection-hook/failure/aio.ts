import { InitError, TCP } from '@sockio/aio'

await using sock = new TCP('scope.lab', 5025, {
  onConnectionMade: async (session) => {
    const [maker] = (await session.query('*IDN?')).split(',')
    if (maker !== 'ACME') throw new Error(`this is an instrument of ${maker}`)
  },
})

const failure = await sock.query('MEAS:VOLT?').catch((error) => error)
if (!(failure instanceof InitError)) throw failure
console.log(failure.code, (failure.cause as Error).message)
