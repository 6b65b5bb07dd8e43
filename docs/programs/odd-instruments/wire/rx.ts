import { TCP } from '@sockio/rx'
import { lastValueFrom } from 'rxjs'

await using sock = new TCP('scope.lab', 5025, {
  timeout: 2000,
  onWire: ({ direction, bytes }) =>
    console.log(direction, JSON.stringify(Buffer.from(bytes).toString('latin1'))),
})
await lastValueFrom(sock.query('*OPC?'))
