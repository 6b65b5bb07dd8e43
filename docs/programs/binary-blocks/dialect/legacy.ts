import { TCP } from '@sockio/legacy'

const sock = new TCP('scope.lab', 5025, { timeout: 2000 })

sock.writeReadBlock('CURV?\n', { dialect: { header: true } }, (err, curve) => {
  if (err) throw err
  console.log(String(curve)) // of :CURV #15hello
})
sock.writeReadBlock('ALL?\n', { dialect: { several: true } }, (err, all) => {
  if (err) throw err
  console.log(String(all)) // of #13one,#13two
  sock.close()
})
