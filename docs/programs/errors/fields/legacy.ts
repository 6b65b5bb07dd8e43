import { TCP } from '@sockio/legacy'

const sock = new TCP('scope.lab', 5025, { timeout: 2000 })

sock.open((err) => {
  if (err) throw err
  sock.query('MEAS:FLUX?', { timeout: 100 }, (err) => {
    if (!err) throw new Error('it knows that')
    console.log(err.name, err.code, err.phase, err.sent)
    console.log(String(err.request), err.partial?.length)
    sock.close()
  })
})
