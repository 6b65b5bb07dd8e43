import { TCP } from '@sockio/legacy'

const sock = new TCP('scope.lab', 5025, {
  timeout: 2000,
  onWire: ({ direction, bytes }) =>
    console.log(direction, JSON.stringify(Buffer.from(bytes).toString('latin1'))),
})
sock.query('*OPC?', () => sock.close())
