import { TCP } from '@sockio/sio'

using sock = new TCP('scope.lab', 5025, { timeout: 2000 })

function command(text: string): void {
  const answer = sock.query(text)
  if (answer !== 'OK') throw new Error(`${text}: ${answer}`)
}
command('TEMP 40')
console.log(sock.query('TEMP?'))
