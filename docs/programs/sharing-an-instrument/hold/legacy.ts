import { TCP } from '@sockio/legacy'

const psu = new TCP('127.0.0.1', 7001, { timeout: 5000 })

psu.command('++hold 2000') // for at most two seconds, once it is our turn
psu.command('VOLT 5')
psu.command('OUTP ON')
psu.query('MEAS:CURR?', (err, amperes) => {
  if (err) throw err
  console.log(Number(amperes), 'A')
  psu.command('++release', () => psu.close())
})
