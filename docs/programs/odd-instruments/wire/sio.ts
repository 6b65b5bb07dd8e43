import { TCP } from '@sockio/sio'

using sock = new TCP('scope.lab', 5025, {
  timeout: 2000,
  onWire: ({ direction, bytes }) =>
    console.log(direction, JSON.stringify(Buffer.from(bytes).toString('latin1'))),
})
sock.query('*OPC?') // it is told of when the event loop runs: here, at the end
