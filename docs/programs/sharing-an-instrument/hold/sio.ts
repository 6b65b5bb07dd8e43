import { TCP } from '@sockio/sio'

using psu = new TCP('127.0.0.1', 7001, { timeout: 5000 })
psu.command('++hold 2000') // for at most two seconds, once it is our turn
psu.command('VOLT 5')
psu.command('OUTP ON')
console.log(Number(psu.query('MEAS:CURR?')), 'A')
psu.command('++release')
