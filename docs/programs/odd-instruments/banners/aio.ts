import { TCP } from '@sockio/aio'

await using sock = new TCP('scope.lab', 5025, {
  timeout: 2000,
  onConnectionMade: async (session) =>
    console.log(await session.readLine({ encoding: 'utf8' })),
})
console.log(await sock.query('*IDN?'))
