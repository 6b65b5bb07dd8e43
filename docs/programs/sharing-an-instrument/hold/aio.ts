import { TCP } from '@sockio/aio'

await using psu = new TCP('127.0.0.1', 7001, { timeout: 5000 })
await psu.command('++hold 2000') // for at most two seconds, once it is our turn
await psu.command('VOLT 5')
await psu.command('OUTP ON')
console.log(Number(await psu.query('MEAS:CURR?')), 'A')
await psu.command('++release')
