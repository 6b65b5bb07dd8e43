import { TCP } from '@sockio/aio'

await using sock = new TCP('scope.lab', 5025, {
  timeout: 5000,
  reconnect: { retries: Infinity, minDelay: 50, maxDelay: 1000 },
  onConnectionMade: async (session) => {
    await session.write('CHAN1:SCAL 0.5\n')
    if ((await session.query('*OPC?')) !== '1') throw new Error('not ready')
    console.log('initialised')
  },
})

console.log(await sock.query('CHAN1:SCAL?'))
await sock.query('SYST:REB').catch((error) => console.log(error.code)) // off, and back after 100 ms
console.log(await sock.query('CHAN1:SCAL?'))
