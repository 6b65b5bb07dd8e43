import { TCP } from '@sockio/aio'
import { recorder } from '@sockio/recorder'

await using sock = new TCP('scope.lab', 5025, {
  timeout: 2000,
  ...recorder('session.jsonl'),
})
console.log(await sock.query('*IDN?'))
