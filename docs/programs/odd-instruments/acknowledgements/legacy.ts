import { TCP } from '@sockio/legacy'

const sock = new TCP('scope.lab', 5025, { timeout: 2000 })

function command(text: string, callback: (err: Error | null) => void): void {
  sock.query(text, (err, answer) => {
    callback(err ?? (answer === 'OK' ? null : new Error(`${text}: ${answer}`)))
  })
}

command('TEMP 40', (err) => {
  if (err) throw err
  sock.query('TEMP?', (err, temperature) => {
    console.log(err ? err.message : temperature)
    sock.close()
  })
})
