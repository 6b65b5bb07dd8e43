import { TCP } from '@sockio/legacy'

const sock = new TCP('scope.lab', 5025, { timeout: 2000 })
sock.query('LIST?', { eol: '\nEND\n' }, (err, list) => {
  console.log(err ? err.message : list)
  sock.close()
})
