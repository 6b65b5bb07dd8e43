import { recorder } from '@sockio/recorder'
import { TCP } from '@sockio/sio'

using sock = new TCP('scope.lab', 5025, { timeout: 2000, ...recorder('session.jsonl') })
console.log(sock.query('*IDN?'))
