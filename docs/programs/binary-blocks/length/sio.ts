import { TCP } from '@sockio/sio'

using sock = new TCP('scope.lab', 5025, { timeout: 2000 })

const spectrum = sock.transaction((session) => {
  session.write('SPEC?\n')
  const header = session.readExactly(4)
  return session.readExactly(header.readUInt32BE(0))
})
console.log([...spectrum])
